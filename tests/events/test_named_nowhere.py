"""A meetup for who has the link is named in no list, whoever draws it up; nor is who was taken off one."""

import pytest
from django.test import Client

from events import actions
from events.models import Event, Rsvp
from events.policies import address_visible_to, dates_listed_for, series_visible_to, voters_visible_to
from events.views.floor import mergeable_with
from events.views.remarks import overlaps
from tests.cast import dates_of

UNLISTED = {"visibility": "unlisted"}


@pytest.fixture
def alone(weekly, ann) -> Event:
    """One date of a series that all may see, for who has the link."""
    hidden = dates_of(weekly())[1]
    Event.objects.filter(pk=hidden.pk).update(**UNLISTED)
    return hidden


def test_one_date_of_a_series_stays_out_for_all_but_those_it_concerns(alone, hope, ann, stranger):
    for member in (None, stranger, ann):
        assert alone not in dates_listed_for(member)
        assert alone.series in series_visible_to(member)
    assert alone in dates_listed_for(hope)
    actions.respond(alone, member=ann, answer="maybe")
    assert alone in dates_listed_for(ann)


def test_neither_page_nor_api_names_it(alone):
    first = dates_of(alone)[0]
    assert f"/events/{alone.pk}/" not in Client().get(f"/events/{first.pk}/").text
    shown = Client().get(f"/api/v1/series/{alone.series_id}").json()["dates"]
    assert alone.pk not in [each["id"] for each in shown]
    assert len(shown) >= 3


def test_a_series_whose_only_date_is_for_who_has_the_link_is_not_there(alone):
    Event.objects.filter(series=alone.series_id).exclude(pk=alone.pk).update(visibility="invited")
    assert Client().get(f"/events/{alone.pk}/").status_code == 200
    assert Client().get(f"/series/{alone.series_id}/").status_code == 404
    assert Client().get(f"/api/v1/series/{alone.series_id}").status_code == 404


def test_of_a_series_all_for_who_has_the_link_one_date_names_the_others(weekly, stranger):
    first = weekly(**UNLISTED)
    assert set(dates_listed_for(stranger)) == set(dates_of(first))


def test_who_plans_one_at_the_same_time_is_not_told_its_name(propose, hope, ann):
    secret = propose(title="Surprise party", **UNLISTED)
    mine = propose(by=ann)
    assert overlaps(mine, ann) == []
    assert any(secret.title in sentence for sentence in overlaps(mine, hope))


def test_nor_is_it_named_to_a_host_of_too_few(propose, hope, ann):
    secret = propose(title="Surprise party", **UNLISTED)
    mine = propose(by=ann)
    now = mine.created_at
    assert secret not in mergeable_with(mine, ann, now)
    assert secret in mergeable_with(mine, hope, now)


@pytest.mark.parametrize("shown_to", ["everyone", "members"])
def test_who_was_taken_off_one_by_invitation_reads_no_address_any_more(propose, hope, ann, shown_to):
    event = propose(visibility="invited", address_shown_to=shown_to)
    actions.invite(event, by=hope, members=[ann])
    assert address_visible_to(ann, event)
    rsvp = actions.respond(event, member=ann, answer="going")
    assert address_visible_to(ann, event)
    actions.remove(rsvp, by=hope)
    assert not address_visible_to(ann, event)


def test_whose_vote_stood_before_they_were_taken_off_is_not_named_by_it(proposal, hope, ann, ben):
    event = proposal()
    actions.vote(event, member=ann, choices={event.slots.all()[0].pk: "no"})
    assert ann in {vote.member for vote in voters_visible_to(ben, event)}
    Rsvp.objects.create(event=event, member=ann, status="removed")
    assert ann not in {vote.member for vote in voters_visible_to(ben, event)}
    assert ann in {vote.member for vote in voters_visible_to(hope, event)}
