"""Those who could have come at another time hear that the date is fixed, once and in the same step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.models import Rsvp, Vote
from members.models import Member
from tribemeet.outbox.models import Message


@pytest.fixture
def vote():
    """Votes for the slots in their order: `vote(event, ann, "no yes")`."""

    def voted(event, member, said):
        choices = {slot.pk: word for slot, word in zip(event.slots.all(), said.split(), strict=False)}
        actions.vote(event, member=member, choices=choices)

    return voted


def told_otherwise():
    found = Message.objects.filter(kind="other_date_fixed").values_list("payload__member_id", flat=True)
    return sorted(Member.objects.get(pk=pk).handle for pk in found)


def test_they_are_told_once_and_have_no_answer(proposal, vote, ann, ben, cleo, join):
    event = proposal()
    for name, said in (("Dora", "no if_needed"), ("Eve", "no no no"), ("Fay", "if_needed"), ("Gus", "")):
        vote(event, join(name), said)
    vote(event, cleo, "no yes")
    for member in (ann, ben):
        vote(event, member, "yes")
    statuses = dict(event.rsvps.values_list("member__handle", "status"))
    assert statuses == {"Hope": "going", "Fay": "maybe", "Ann": "going", "Ben": "going"}
    assert told_otherwise() == ["Cleo", "Dora"]


def test_a_host_who_can_not_come_hears_of_it_too(proposal, vote, hope, ann, ben, cleo):
    event = proposal()
    vote(event, hope, "no no no")
    for member in (ann, ben, cleo):
        vote(event, member, "yes")
    assert told_otherwise() == ["Hope"]


def test_who_chooses_a_time_that_they_can_not_make_knows_it(proposal, vote, hope, ann):
    event = proposal()
    vote(event, hope, "no")
    vote(event, ann, "no yes")
    actions.choose(event, by=hope, slot=event.slots.all()[0].pk)
    assert told_otherwise() == ["Ann"]


def test_however_the_date_came_to_be_fixed(proposal, vote, hope, ann, ben, cleo):
    event = proposal(minimum_people=3)
    vote(event, cleo, "no yes")
    vote(event, hope, "no yes yes")
    vote(event, ann, "yes")
    actions.edit(event, by=hope, minimum_people=2)
    event.refresh_from_db()
    assert (event.status, event.local_start) == ("scheduled", event.slots.all()[1].local_start)
    assert told_otherwise() == ["Ann"]


def test_for_many_it_takes_as_many_statements_as_for_few(proposal, hope):
    def statements(number):
        event = proposal()
        first, other, _ = event.slots.all()
        people = Member.objects.bulk_create(
            Member(handle=f"m{event.pk}_{n}", email=f"m{event.pk}_{n}@example.org") for n in range(number)
        )
        Vote.objects.bulk_create(
            Vote(slot=other, member=member, choice="yes", ticket=10 + n) for n, member in enumerate(people)
        )
        Rsvp.objects.bulk_create(
            Rsvp(event=event, member=member, status="invited")
            for member in Member.objects.bulk_create(
                Member(handle=f"i{event.pk}_{n}", email=f"i{event.pk}_{n}@example.org") for n in range(number)
            )
        )
        with CaptureQueriesContext(connection) as asked:
            actions.choose(event, by=hope, slot=first.pk)
        return len(asked)

    assert statements(3) == statements(200) <= 30
    assert len(told_otherwise()) == 203
    assert Message.objects.filter(kind="date_fixed").count() == 203
