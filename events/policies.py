"""Who may see and who may do, for events. Page, API, calendar file, mail and stream ask here alike."""

from datetime import datetime

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from members.models import Member, Membership, Tribe
from members.policies import belongs_to, is_banned, may_organise, members_visible_to, tribes_listed_for

from .models import Event, Rsvp, Series, Vote
from .models.event import EventQuerySet
from .models.rsvp import RsvpQuerySet
from .models.series import SeriesQuerySet
from .models.slot import SlotQuerySet

# What a link opens, of tribes that a link opens
LINKED = (Tribe.Visibility.PUBLIC, Tribe.Visibility.UNLISTED)
OPEN = (Event.Visibility.PUBLIC, Event.Visibility.UNLISTED)
LISTED = ~Q(visibility=Event.Visibility.UNLISTED)


def events_visible_to(member: Member | None) -> EventQuerySet:
    """Events that a link opens: the public and unlisted ones of tribes not private, those of one's own tribes
    unless one had to be invited, and those one has to do with: whoever gets the mails can read the page."""
    return Event.objects.filter(_seen(member, Q()))


def events_listed_for(member: Member | None) -> EventQuerySet:
    """Events that lists and searches show: of the tribes that are listed and of one's own, less those that
    are for who has the link."""
    return Event.objects.filter(_seen(member, LISTED), tribe__in=tribes_listed_for(member))


def events_listed_at(tribe: Tribe, member: Member | None) -> EventQuerySet:
    """Events that the page of a tribe shows to who may see the tribe, listed itself or not."""
    return Event.objects.filter(_seen(member, LISTED), tribe=tribe)


def dates_listed_for(member: Member | None) -> EventQuerySet:
    """Events as dates of their series, beside others of it. Where all are for who has the link, whoever has
    one has them all; where a single one is, it stays out as it does of lists."""
    unlisted = Q(series__details__visibility=Event.Visibility.UNLISTED)
    return Event.objects.filter(_seen(member, LISTED | unlisted), series__isnull=False)


def events_hosted_by(member: Member | None) -> EventQuerySet:
    """Events that one answers for; to everybody else, what is for hosts is not there."""
    return Event.objects.filter(_hosts(member)) if member is not None else Event.objects.none()


def series_visible_to(member: Member | None) -> SeriesQuerySet:
    """Series of which one may see a date."""
    return Series.objects.filter(Exists(dates_listed_for(member).filter(series=OuterRef("pk"))))


def _seen(member: Member | None, among: Q) -> Combinable | Q:
    """What is open to them `among` those, and whatever one has to do with."""
    found: Combinable | Q = Q(visibility__in=OPEN, tribe__visibility__in=LINKED)
    if member is None:
        return found & among
    belongs = Exists(Membership.objects.active().filter(tribe=OuterRef("tribe"), member=member))
    found |= ~Q(visibility=Event.Visibility.INVITED) & Q(belongs)
    return found & among | _concerned(member)


def _concerned(member: Member) -> Q:
    """One hosts it, was asked, answered or voted; who was taken off, or banned from the tribe, has no more to
    do with it."""
    own = Rsvp.objects.filter(event=OuterRef("pk"), member=member)
    voted = Vote.objects.filter(slot__event=OuterRef("pk"), member=member)
    removed = own.filter(status=Rsvp.Status.REMOVED)
    said = Q(Exists(own.concerned())) | Q(Exists(voted)) & ~Q(Exists(removed))
    return _hosts(member) | said & ~_banned(member)


def _hosts(member: Member) -> Q:
    cohosted = Event.cohosts.through.objects.filter(event=OuterRef("pk"), member=member)
    organised = Membership.objects.organising().filter(tribe=OuterRef("tribe"), member=member)
    return (Q(host=member) | Q(Exists(cohosted))) & ~_banned(member) | Q(Exists(organised))


def _banned(member: Member | None) -> Q:
    return Q(Exists(Membership.objects.banned().filter(tribe=OuterRef("tribe"), member=member)))


def attendees_visible_to(member: Member | None, event: Event) -> RsvpQuerySet:
    """The answers one may read. One's own always; who declined, asks, was removed, hides here or has
    closed their account only by the hosts."""
    hosts = may_edit(member, event)
    return attendees_of(event, member, hosts=hosts, listed=hosts or sees_attendees(member, event))


def attendees_of(event: Event, member: Member | None, *, hosts: bool, listed: bool) -> RsvpQuerySet:
    """The same, for who has asked already whether the one who looks is among the hosts or sees the list."""
    if hosts:
        return event.rsvps.listed()
    own = event.rsvps.listed().filter(member=member) if member else event.rsvps.none()
    return event.rsvps.shown() | own if listed else own


def sees_attendees(member: Member | None, event: Event) -> bool:
    match event.attendees_shown_to:
        case Event.AttendeesShownTo.EVERYONE:
            return True
        case Event.AttendeesShownTo.MEMBERS:
            return belongs_to(member, event.tribe)
        case Event.AttendeesShownTo.GOING:
            return is_going(member, event)
        case _:
            return False


def may_hide(member: Member, event: Event, rsvp: Rsvp | None, *, voted: bool) -> bool:
    """Others could read their name: on the list, also when it is over, or beside a vote while there is no
    date. Who proposed it is named on the page anyhow."""
    if member.pk == event.host_id or event.attendees_shown_to == Event.AttendeesShownTo.HOSTS:
        return False
    if event.status == Event.Status.PROPOSED:
        return voted
    return rsvp is not None and rsvp.status in Rsvp.SHOWN


def slots_visible_to(member: Member | None, event: Event) -> SlotQuerySet:
    """The slots with their tallies, which all may read who see the event, and one's own vote as `mine`."""
    own = Vote.objects.filter(slot=OuterRef("pk"), member=member).values("choice")
    mine = {"mine": Coalesce(Subquery(own), Value(""))}
    return event.slots.tallied().annotate(**mine).order_by("starts_at", "pk")


def voters_visible_to(member: Member | None, event: Event) -> QuerySet[Vote]:
    """The votes one may read by name, by the rule for attendees: not of who hides or was taken off."""
    votes = Vote.objects.filter(slot__event=event).select_related("member").order_by("ticket")
    if may_edit(member, event):
        return votes
    away = Q(hidden=True) | Q(status=Rsvp.Status.REMOVED)
    unnamed = event.rsvps.filter(away, member=OuterRef("member"))
    shown = Q(member__is_active=True) & ~Q(Exists(unnamed)) if sees_attendees(member, event) else Q(pk__in=[])
    return votes.filter(shown | Q(member=member))


def address_visible_to(member: Member | None, event: Event) -> bool:
    """Everyone is everyone who sees the meetup: whom a host took off may still be mailed of it."""
    shown_to = event.address_shown_to
    everyone = shown_to == Event.AddressShownTo.EVERYONE
    if everyone or (shown_to == Event.AddressShownTo.MEMBERS and belongs_to(member, event.tribe)):
        return _is_open(event) or events_visible_to(member).filter(pk=event.pk).exists()
    return is_going(member, event) or may_edit(member, event)


def _is_open(event: Event) -> bool:
    return event.visibility in OPEN and event.tribe.visibility in LINKED


def people_to_ask(host: Member, event: Event) -> QuerySet[Member]:
    """Whom a host may invite, add or host with by name: people they share a tribe with, and those who have
    answered already, less those whom the tribe has banned. Of everybody else they cannot even learn that
    there is such a handle."""
    answered = event.rsvps.listed().filter(member=OuterRef("pk"))
    banned = Membership.objects.banned().filter(tribe=event.tribe_id, member=OuterRef("pk"))
    known = Q(pk__in=members_visible_to(host).values("pk")) | Q(Exists(answered))
    return Member.objects.filter(known, ~Q(Exists(banned)), is_active=True)


def is_going(member: Member | None, event: Event) -> bool:
    if member is None:
        return False
    going = Rsvp.objects.going().filter(event=event, member=member)
    return going.exclude(
        Exists(Membership.objects.banned().filter(tribe=event.tribe_id, member=member))
    ).exists()


def as_seen_by(member: Member | None, events: EventQuerySet) -> EventQuerySet:
    """Each event with the answer of who looks (`my_status`), whether they may change it (`editable`), see its
    address (`address_seen`) or are `banned`: the rules of this file for many rows in one question."""
    own = Rsvp.objects.listed().filter(event=OuterRef("pk"), member=member).values("status")
    belongs = Membership.objects.active().filter(tribe=OuterRef("tribe"), member=member)
    waiting = Rsvp.objects.in_line().order_by().filter(event=OuterRef("pk")).values("event")
    shown_to = Event.AddressShownTo
    seen = Q(address_shown_to=shown_to.EVERYONE) | Q(Exists(belongs), address_shown_to=shown_to.MEMBERS)
    going = Q(my_status__isnull=False, my_status=Rsvp.Status.GOING) & Q(banned=False)
    return events.annotate(
        my_status=Subquery(own),
        waiting=Coalesce(Subquery(waiting.annotate(people=Count("pk")).values("people")), 0),
        editable=ExpressionWrapper(_hosts(member) if member else Q(pk__in=[]), BooleanField()),
        banned=ExpressionWrapper(_banned(member) if member else Q(pk__in=[]), BooleanField()),
    ).annotate(address_seen=ExpressionWrapper(seen | going | Q(editable=True), BooleanField()))


def is_first_timer(member: Member, event: Event, now: datetime) -> bool:
    """They have not been to a meetup of the tribe yet, so seats kept for such people are for them."""
    return not Rsvp.objects.been_to(event.tribe_id, now).filter(member=member).exists()


def may_edit(member: Member | None, event: Event) -> bool:
    """The host, the co-hosts, and whoever organises the tribe; nobody who is banned from it."""
    if member is None:
        return False
    hosts = event.host_id == member.pk or event.cohosts.filter(pk=member.pk).exists()
    return (hosts and not is_banned(member, event.tribe)) or may_organise(member, event.tribe)
