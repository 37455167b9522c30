"""Plants the demo community through the actions, so that it went through every rule that people meet."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from events import actions
from events.actions.backdating import backdate
from events.actions.slots import Time
from events.models import Event
from members import actions as member_actions
from members.actions.addresses import vouch_for_address
from members.models import Member, Membership, Place, Tribe

from .community import Community, Meetup, Person, communities

Cast = dict[str, Member]


class NoSuchTown(LookupError):
    """The gazetteer lacks a home town of the demo."""


def planted() -> bool:
    return Tribe.objects.filter(slug__in=[each.details["hashtag"].lower() for each in communities()]).exists()


@transaction.atomic
def plant() -> None:
    """All of it or nothing: no worker sees a meetup before it has its final day, so none mails too early."""
    grown = communities()
    cast: Cast = {person.handle: make(person) for each in grown for person in each.people}
    for community in grown:
        plant_tribe(community, cast)


def make(person: Person) -> Member:
    home = town(person.home)
    member = member_actions.make_member(
        handle=person.handle,
        email=person.email,
        display_name=person.name,
        bio=person.bio,
        interests=person.interests,
        home=home,
        time_zone=home.time_zone,
    )
    vouch_for_address(member)
    return member


def town(label: str) -> Place:
    name, region, country = label.split(", ")
    named = Place.objects.named_like(name).filter(name=name, region=region, country_code=country)
    place = named.first()
    if place is None:
        raise NoSuchTown(label)
    return place


def plant_tribe(community: Community, cast: Cast) -> None:
    founder = cast[community.founder]
    tribe = member_actions.found_tribe(by=founder, **community.details)
    belonging = [person.handle for person in community.people] + community.guests
    for handle in belonging:
        if handle != community.founder:
            let_in(tribe, cast[handle], by=founder)
    for handle in community.organisers:
        own = Membership.objects.get(tribe=tribe, member=cast[handle])
        member_actions.change_role(own, by=founder, role=Membership.Role.ORGANISER)
    for handle in community.asking:
        member_actions.join(tribe, member=cast[handle])
    today = timezone.now().astimezone(ZoneInfo(tribe.time_zone)).date()
    for meetup in community.meetups:
        plant_meetup(tribe, meetup, cast, today)


def let_in(tribe: Tribe, member: Member, *, by: Member) -> None:
    membership = member_actions.join(tribe, member=member)
    if membership.status == Membership.Status.REQUESTED:
        member_actions.admit(membership, by=by)


def plant_meetup(tribe: Tribe, meetup: Meetup, cast: Cast, today: date) -> None:
    host, start = cast[meetup.host], meetup.local_start(today)
    starts = [start, *(start + timedelta(days=days) for days in meetup.or_days_later)]
    times = [Time(local_start=each, local_end=each + timedelta(hours=meetup.hours)) for each in starts]
    if meetup.or_days_later:
        put_to_vote(tribe, meetup, times, cast)
        return
    event = actions.propose_together(tribe, by=host, repeat=meetup.repeat, **times[0], **meetup.details)
    for party in meetup.answers["following"]:
        actions.follow(event, member=cast[party.handle], guests=party.guests)
    for said, answer in (
        ("going", "going"),
        ("waiting", "going"),
        ("maybe", "maybe"),
        ("declined", "declined"),
    ):
        answer_all(event, meetup, said, answer, cast)
    if meetup.moved_to:
        later = datetime.combine(start.date(), time.fromisoformat(meetup.moved_to))
        actions.move(event, by=host, local_start=later)
        answer_all(event, meetup, "again", "going", cast)
    if meetup.cancelled:
        actions.cancel(event, by=host, reason=meetup.cancelled)
    if meetup.weeks_ago:
        backdate(event, weeks=meetup.weeks_ago)


def put_to_vote(tribe: Tribe, meetup: Meetup, times: list[Time], cast: Cast) -> None:
    event = actions.propose(tribe, by=cast[meetup.host], slots=times, **meetup.details)
    slots = list(event.slots.values_list("pk", flat=True))
    for handle, words in meetup.votes.items():
        choices = dict(zip(slots, words.split(), strict=True))
        actions.vote(event, member=cast[handle], choices=choices)


def answer_all(event: Event, meetup: Meetup, said: str, answer: str, cast: Cast) -> None:
    for party in meetup.answers[said]:
        actions.respond(event, member=cast[party.handle], answer=answer, guests=party.guests)
