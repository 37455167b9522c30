"""Who may see and who may do, for events. Page, API, calendar file, mail and stream ask here alike."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from members.models import Member, Membership, Tribe
from members.policies import belongs_to, may_organise, tribes_listed_for

from .models import Event, Rsvp, Vote
from .models.event import EventQuerySet
from .models.rsvp import RsvpQuerySet

LINKED = (Tribe.Visibility.PUBLIC, Tribe.Visibility.UNLISTED)


def events_visible_to(member: Member | None) -> EventQuerySet:
    """Events that a link opens: the public and unlisted ones of tribes not private, those of one's own tribes
    unless one had to be invited, and those one has to do with: whoever gets the mails can read the page."""
    linked = (Event.Visibility.PUBLIC, Event.Visibility.UNLISTED)
    seen: Combinable | Q = Q(visibility__in=linked, tribe__visibility__in=LINKED)
    if member is not None:
        belongs = Exists(Membership.objects.active().filter(tribe=OuterRef("tribe"), member=member))
        seen |= ~Q(visibility=Event.Visibility.INVITED) & Q(belongs)
        seen |= _concerned(member)
    return Event.objects.filter(seen)


def events_listed_for(member: Member | None) -> EventQuerySet:
    """Events that lists and searches show: of the tribes that are listed and of one's own, less those that
    are for who has the link."""
    listed: Combinable | Q = ~Q(visibility=Event.Visibility.UNLISTED)
    if member is not None:
        listed |= _concerned(member)
    return events_visible_to(member).filter(listed, tribe__in=tribes_listed_for(member))


def _concerned(member: Member) -> Q:
    """One hosts it, was asked, answered or voted."""
    answered = Rsvp.objects.concerned().filter(event=OuterRef("pk"), member=member)
    voted = Vote.objects.filter(slot__event=OuterRef("pk"), member=member)
    return _hosts(member) | Q(Exists(answered)) | Q(Exists(voted))


def _hosts(member: Member) -> Q:
    cohosted = Event.cohosts.through.objects.filter(event=OuterRef("pk"), member=member)
    organised = Membership.objects.organising().filter(tribe=OuterRef("tribe"), member=member)
    return Q(host=member) | Q(Exists(cohosted)) | Q(Exists(organised))


def attendees_visible_to(member: Member | None, event: Event) -> RsvpQuerySet:
    """The answers one may read. One's own always; who declined, asks, was removed, hides here or has
    closed their account only by the hosts."""
    if may_edit(member, event):
        return event.rsvps.all()
    own = event.rsvps.filter(member=member) if member else event.rsvps.none()
    return event.rsvps.shown() | own if _sees_attendees(member, event) else own


def _sees_attendees(member: Member | None, event: Event) -> bool:
    match event.attendees_shown_to:
        case Event.AttendeesShownTo.EVERYONE:
            return True
        case Event.AttendeesShownTo.MEMBERS:
            return belongs_to(member, event.tribe)
        case Event.AttendeesShownTo.GOING:
            return is_going(member, event)
        case _:
            return False


def address_visible_to(member: Member | None, event: Event) -> bool:
    match event.address_shown_to:
        case Event.AddressShownTo.EVERYONE:
            return True
        case Event.AddressShownTo.MEMBERS if belongs_to(member, event.tribe):
            return True
        case _:
            return is_going(member, event) or may_edit(member, event)


def is_going(member: Member | None, event: Event) -> bool:
    return member is not None and Rsvp.objects.going().filter(event=event, member=member).exists()


def as_seen_by(member: Member | None, events: EventQuerySet) -> EventQuerySet:
    """Each event with the answer of who looks (`my_status`), whether they may change it (`editable`) and see
    its address (`address_seen`): the rules of this file for many rows in one question."""
    own = Rsvp.objects.filter(event=OuterRef("pk"), member=member).values("status")
    belongs = Membership.objects.active().filter(tribe=OuterRef("tribe"), member=member)
    waiting = Rsvp.objects.filter(event=OuterRef("pk"), status=Rsvp.Status.WAITLISTED).values("event")
    shown_to = Event.AddressShownTo
    seen = Q(address_shown_to=shown_to.EVERYONE) | Q(Exists(belongs), address_shown_to=shown_to.MEMBERS)
    return events.annotate(
        my_status=Subquery(own),
        waiting=Coalesce(Subquery(waiting.annotate(people=Count("pk")).values("people")), 0),
        editable=ExpressionWrapper(_hosts(member) if member else Q(pk__in=[]), BooleanField()),
    ).annotate(
        address_seen=ExpressionWrapper(
            seen | Q(my_status__isnull=False, my_status=Rsvp.Status.GOING) | Q(editable=True), BooleanField()
        )
    )


def may_edit(member: Member | None, event: Event) -> bool:
    """The host, the co-hosts, and whoever organises the tribe."""
    if member is None:
        return False
    hosts = event.host_id == member.pk or event.cohosts.filter(pk=member.pk).exists()
    return hosts or may_organise(member, event.tribe)
