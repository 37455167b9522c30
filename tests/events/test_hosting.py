"""Proposing, editing, moving, calling off."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events import actions
from events.errors import BadTime, Closed, InThePast, NoSuchTime, Stale
from events.models import Event, Invite
from events.models.wall_clock import instant
from members.errors import NotAMember
from tests.cast import EVENING
from tribemeet.errors import Invalid, NotAllowed
from tribemeet.outbox.models import Message


def kinds_since(count):
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))[count:]


def test_a_meetup_lasts_two_hours_in_the_tribes_zone_unless_said(tribe, hope):
    event = actions.propose(tribe, by=hope, title="Brunch", place="The Diner", local_start=EVENING)
    assert (event.local_end - event.local_start, event.time_zone) == (timedelta(hours=2), tribe.time_zone)
    assert event.starts_at.astimezone(event.starts_at.tzinfo) == event.starts_at
    assert event.next_reminder_at == event.starts_at - timedelta(hours=24)


def test_strangers_do_not_propose(tribe, stranger):
    with pytest.raises(NotAMember):
        actions.propose(tribe, by=stranger, title="Brunch", place="The Diner", local_start=EVENING)
    assert not Event.objects.exists()


def test_a_time_that_clocks_skip_is_refused_by_name(propose):
    year = timezone.now().year + 1
    march = datetime(year, 3, 1)
    second_sunday = march + timedelta(days=(6 - march.weekday()) % 7 + 7)
    with pytest.raises(NoSuchTime) as refused:
        propose(local_start=second_sunday.replace(hour=2, minute=30))
    assert (refused.value.code, list(refused.value.fields)) == ("nonexistent_time", ["local_start"])


def test_a_time_that_comes_twice_means_the_first(propose):
    year = timezone.now().year + 1
    november = datetime(year, 11, 1)
    first_sunday = november + timedelta(days=(6 - november.weekday()) % 7)
    event = propose(local_start=first_sunday.replace(hour=1, minute=30))
    assert event.starts_at.hour == 5


MIDNIGHT_BEFORE = {"forward": datetime(2027, 3, 14, 0, 30), "back": datetime(2027, 11, 7, 0, 30)}


@pytest.mark.parametrize(("clocks", "end"), [("forward", "03:30"), ("back", "02:30")])
def test_an_end_that_nobody_named_is_one_that_the_clock_shows(propose, time_machine, clocks, end):
    time_machine.move_to("2027-01-15T12:00Z")
    event = propose(local_start=MIDNIGHT_BEFORE[clocks])
    assert f"{event.local_end:%H:%M}" == end
    assert event.ends_at == instant(event.local_end, event.time_zone)


def test_moved_into_the_night_when_clocks_go_forward_it_lasts_as_long(propose, hope, time_machine):
    time_machine.move_to("2027-01-15T12:00Z")
    event = propose(local_start=datetime(2027, 3, 6, 19), local_end=datetime(2027, 3, 6, 22))
    event = actions.move(event, by=hope, local_start=MIDNIGHT_BEFORE["forward"])
    assert (event.local_end, event.ends_at - event.starts_at) == (
        datetime(2027, 3, 14, 4, 30),
        timedelta(hours=3),
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"local_start": datetime(2020, 1, 1, 19)}, InThePast),
        ({"local_end": EVENING}, BadTime),
        ({"local_end": EVENING + timedelta(days=15)}, BadTime),
        ({"local_start": EVENING + timedelta(days=2000)}, BadTime),
        ({"local_start": datetime(9999, 12, 31, 23), "local_end": datetime.max}, BadTime),
        ({"time_zone": "Mars/Olympus"}, BadTime),
        ({"time_zone": "EST5EDT"}, BadTime),
        ({"title": ""}, Invalid),
        ({"title": "x" * 121}, Invalid),
        ({"place": "a\0b"}, Invalid),
        ({"capacity": 0}, Invalid),
        ({"capacity": -1}, Invalid),
        ({"guests_each": 11}, Invalid),
        ({"visibility": "everybody"}, Invalid),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(propose, change, error):
    with pytest.raises(error):
        propose(**change)
    assert not Event.objects.exists()
    assert not Message.objects.exists()


def test_a_move_raises_every_sequence_and_promises_one_mail_each(propose, hope, ann, answer):
    event = propose()
    answer(ann, event)
    before = Message.objects.count()
    actions.move(event, by=hope, local_start=EVENING.replace(hour=20))
    assert list(Invite.objects.values_list("sequence", flat=True)) == [1, 1]
    assert kinds_since(before) == ["event_changed", "event_changed"]


def test_moving_to_where_it_is_changes_nothing(propose, hope):
    event = propose()
    before = Message.objects.count()
    actions.move(event, by=hope, local_start=EVENING)
    assert (Event.objects.get().edition, Message.objects.count()) == (0, before)


def test_a_moved_meetup_reminds_a_day_before_the_new_time(propose, hope):
    event = actions.move(propose(), by=hope, local_start=EVENING + timedelta(days=1))
    assert event.next_reminder_at == event.starts_at - timedelta(hours=24)


def test_a_new_title_keeps_the_sequence_and_a_new_place_asks_again(propose, hope):
    event = propose()
    assert actions.edit(event, by=hope, title="Drinks").sequence == 0
    assert actions.edit(event, by=hope, place="Elsewhere").sequence == 1


def test_an_edit_that_nobody_is_shown_promises_nothing(propose, hope):
    event = propose()
    before = Message.objects.count()
    actions.edit(event, by=hope, capacity=9, attendees_shown_to="hosts")
    assert kinds_since(before) == []


def test_who_saw_an_older_edition_does_not_overwrite_the_newer(propose, hope):
    event = propose()
    actions.edit(event, by=hope, title="Drinks", edition=0)
    with pytest.raises(Stale):
        actions.edit(event, by=hope, title="Dinner", edition=0)
    assert Event.objects.get().title == "Drinks"


def test_only_hosts_and_organisers_change_it(propose, ann):
    event = propose()
    for act in (actions.edit, actions.cancel):
        with pytest.raises(NotAllowed):
            act(event, by=ann)


def test_called_off_tells_everyone_and_takes_every_entry_back(propose, hope, ann, ben, answer):
    event = propose(capacity=2)
    answer(ann, event)
    answer(ben, event)
    before = Message.objects.count()
    event = actions.cancel(event, by=hope, reason="The bar is flooded")
    assert kinds_since(before) == ["event_cancelled"] * 3
    assert {(invite.sequence, invite.stands()) for invite in Invite.objects.all()} == {(1, False)}
    assert event.next_reminder_at is None


def test_what_is_off_stays_off(propose, hope, ann, answer):
    event = actions.cancel(propose(), by=hope)
    for change in (
        lambda: answer(ann, event),
        lambda: actions.cancel(event, by=hope),
        lambda: actions.edit(event, by=hope, title="Again"),
    ):
        with pytest.raises(Closed):
            change()
