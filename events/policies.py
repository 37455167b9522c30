"""Who may see and who may do, for events. Page, API, calendar file, mail and stream ask here alike."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from members.models import Member, Membership, Tribe
from members.policies import belongs_to, may_organise, tribes_listed_for

from .models import Event, Rsvp
from .models.event import EventQuerySet
from .models.rsvp import RsvpQuerySet

LINKED = (Tribe.Visibility.PUBLIC, Tribe.Visibility.UNLISTED)


def events_visible_to(member: Member | None) -> EventQuerySet:
    """Events that a link opens: the public ones of tribes not private, those of one's own tribes, and those
    where one holds a seat, a maybe or a place in line: whoever gets the mails can read the page."""
    seen: Combinable | Q = Q(visibility=Event.Visibility.PUBLIC, tribe__visibility__in=LINKED)
    if member is not None:
        belongs = Membership.objects.active().filter(tribe=OuterRef("tribe"), member=member)
        answered = Rsvp.objects.expecting().filter(event=OuterRef("pk"), member=member)
        seen |= Q(host=member) | Exists(belongs) | Exists(answered)
    return Event.objects.filter(seen)


def events_listed_for(member: Member | None) -> EventQuerySet:
    """Events that lists and searches show: of the tribes that are listed, and of one's own."""
    return events_visible_to(member).filter(tribe__in=tribes_listed_for(member))


def attendees_visible_to(member: Member | None, event: Event) -> RsvpQuerySet:
    """The answers one may read. One's own always; who declined, was removed or has closed their account only
    by the hosts."""
    if may_edit(member, event):
        return event.rsvps.all()
    if _sees_attendees(member, event):
        return event.rsvps.expecting().filter(member__is_active=True)
    return event.rsvps.filter(member=member) if member else event.rsvps.none()


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
    return (
        event.address_shown_to == Event.AddressShownTo.EVERYONE
        or is_going(member, event)
        or may_edit(member, event)
    )


def is_going(member: Member | None, event: Event) -> bool:
    return member is not None and Rsvp.objects.going().filter(event=event, member=member).exists()


def as_seen_by(member: Member | None, events: EventQuerySet) -> EventQuerySet:
    """Each event with the answer of who looks (`my_status`), whether they may change it (`editable`) and see
    its address (`address_seen`): the rules of this file for many rows in one question."""
    own = Rsvp.objects.filter(event=OuterRef("pk"), member=member).values("status")
    organised = Membership.objects.organising().filter(tribe=OuterRef("tribe"), member=member)
    waiting = Rsvp.objects.filter(event=OuterRef("pk"), status=Rsvp.Status.WAITLISTED).values("event")
    hosted = Q(host=member) | Exists(organised) if member else Q(pk__in=[])
    seen = Q(address_shown_to=Event.AddressShownTo.EVERYONE)
    return events.annotate(
        my_status=Subquery(own),
        waiting=Coalesce(Subquery(waiting.annotate(people=Count("pk")).values("people")), 0),
        editable=ExpressionWrapper(hosted, BooleanField()),
    ).annotate(
        address_seen=ExpressionWrapper(
            seen | Q(my_status__isnull=False, my_status=Rsvp.Status.GOING) | Q(editable=True), BooleanField()
        )
    )


def may_edit(member: Member | None, event: Event) -> bool:
    """The host, and whoever organises the tribe."""
    return member is not None and (event.host_id == member.pk or may_organise(member, event.tribe))
