"""What a follower hears at the edges: one date apart from the others, the end of a series, leaving."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions, facts
from events.models import Follow, Invite
from members import actions as member_actions
from tests.cast import EVENING, dates_of, days_later, statuses
from tribemeet.outbox.models import Message

from .reading import event_in, text_of

WEEK = timedelta(weeks=1)
REGISTERED = (facts,)


def test_who_goes_to_the_first_date_and_then_to_all_hears_once(weekly, ann, answer, mail_to, mails_to):
    first = weekly()
    answer(ann, first)
    actions.follow(first, member=ann)
    assert len(mails_to(ann)) == 2
    actions.follow(first, member=ann)
    assert mails_to(ann) == []
    assert Follow.objects.get(member=ann).sequence == 0


def test_settings_for_all_that_follow_are_mailed_to_nobody(weekly, hope, ann, ben, answer, mail_to, mails_to):
    first = weekly()
    actions.follow(first, member=ann)
    answer(ben, dates_of(first)[2])
    mail_to(ann), mail_to(ben), mail_to(hope)
    actions.change_following(dates_of(first)[1], by=hope, capacity=9, reconfirm=True)
    assert [mails_to(member) for member in (ann, ben, hope)] == [[], [], []]
    assert not Message.objects.filter(state="waiting", kind__startswith="series").exists()


def test_naming_the_place_that_it_has_asks_nobody_again(weekly, hope, ann, mail_to):
    first = weekly()
    actions.follow(first, member=ann)
    mail_to(ann), mail_to(hope)
    actions.change_following(first, by=hope, title="Friday table", place="The Long Bar")
    _, event = event_in(mail_to(ann))
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"


def test_a_party_that_does_not_fit_at_one_date_waits_there_and_is_told_so(weekly, ann, ben, answer, mail_to):
    first = weekly(capacity=3, guests_each=1)
    second = dates_of(first)[1]
    answer(ben, second)
    actions.follow(first, member=ann, guests=1)
    assert statuses(ann, dates_of(first)) == ["going", "waitlisted", "going", "going"]
    mail = mail_to(ann)
    assert "with 1 guest" in text_of(mail)
    assert f"{EVENING + WEEK:%a} {(EVENING + WEEK).day} " in text_of(mail).partition("These are full")[2]
    (exdate,) = event_in(mail)[1]["exdate"].dts
    assert exdate.dt.replace(tzinfo=None) == EVENING + WEEK


def test_a_lower_capacity_at_one_date_leaves_who_follows_and_those_to_come(weekly, hope, ann, ben, mails_to):
    first = weekly(capacity=3)
    second = dates_of(first)[1]
    actions.follow(first, member=ann)
    actions.edit(second, by=hope, capacity=1)
    actions.follow(first, member=ben)
    assert statuses(ann, dates_of(first)) == ["going"] * 4
    assert statuses(ben, dates_of(first)) == ["going", "waitlisted", "going", "going"]
    with days_later(30):
        actions.make_ahead(timezone.now())
    assert {each.capacity for each in dates_of(first)[4:]} == {3}
    second.refresh_from_db()
    assert (second.seats_taken, second.seats_over) == (2, 1)


def test_who_leaves_the_tribe_gives_all_places_back_and_gets_one_cancel(
    weekly, tribe, hope, ann, mail_to, mails_to
):
    first = weekly()
    actions.follow(first, member=ann)
    mail_to(ann)
    member_actions.leave(tribe, member=ann)
    mails_to(hope)  # the outbox tells the meetups first
    mail = mail_to(ann)
    method, event = event_in(mail)
    assert (method, event["uid"]) == ("CANCEL", Follow.objects.get(member=ann).uid)
    assert "recurrence-id" not in event
    assert set(statuses(ann, dates_of(first))) == {"declined"}
    assert {each.seats_taken for each in dates_of(first)} == {1}
    assert not Invite.objects.filter(member=ann).standing().exists()
    with days_later(30):
        actions.make_ahead(timezone.now())
    assert set(statuses(ann, dates_of(first)[4:])) == {""}


def test_a_series_that_is_ended_early_ends_the_entry_and_makes_no_more(weekly, hope, ann, mail_to):
    first = weekly()
    last = dates_of(first)[-1]
    actions.follow(first, member=ann)
    mail_to(ann)
    actions.cancel_following(last, by=hope)
    mail = mail_to(ann)
    assert event_in(mail)[1]["rrule"]["UNTIL"] == [first.series.moment(EVENING + 2 * WEEK)]
    assert f"now ends with {EVENING + 2 * WEEK:%a} {(EVENING + 2 * WEEK).day} " in text_of(mail)
    with days_later(60):
        assert actions.make_ahead(timezone.now()) == 0


@pytest.mark.parametrize("by", ["day", "weekday"])
def test_a_month_without_such_a_day_is_no_date_and_the_fifth_is_the_last(
    weekly, ann, mail_to, by, time_machine
):
    time_machine.move_to("2027-01-02T12:00Z")
    start = EVENING.replace(year=2027, month=1, day=31)  # a Sunday, the fifth of its month
    first = weekly(local_start=start, repeat={"frequency": "monthly", "by": by, "count": 4})
    days = [(each.local_start.month, each.local_start.day) for each in dates_of(first)]
    expected = {"day": [(1, 31), (3, 31), (5, 31), (7, 31)], "weekday": [(1, 31), (2, 28), (3, 28), (4, 25)]}
    assert days == expected[by]
    actions.follow(first, member=ann)
    rule = event_in(mail_to(ann))[1]["rrule"]
    assert rule.get("BYMONTHDAY" if by == "day" else "BYDAY") == ([31] if by == "day" else ["-1SU"])


def test_who_waits_for_the_first_date_of_a_changed_rule_gets_an_entry_of_that_date(
    weekly, hope, ann, ben, answer, mails_to
):
    """Calendars know no date of a rule before its first."""
    first = weekly(capacity=2)
    second = dates_of(first)[1]
    answer(ben, second)
    actions.follow(first, member=ann)
    actions.change_following(second, by=hope, local_start=second.local_start + timedelta(hours=1))
    mails_to(ann)
    answer(ben, second, "declined")
    (mail,) = mails_to(ann)
    method, event = event_in(mail)
    assert (method, "recurrence-id" in event) == ("REQUEST", False)
    assert event["uid"] not in Follow.objects.filter(member=ann).values_list("uid", flat=True)


def test_a_date_that_differs_from_a_new_rule_is_told_as_such(weekly, hope, ann, mail_to, mails_to):
    first = weekly()
    third = dates_of(first)[2]
    actions.follow(first, member=ann)
    mail_to(ann)
    actions.move(third, by=hope, local_start=third.local_start + timedelta(hours=3))
    mail_to(ann)
    actions.change_following(first, by=hope, title="Friday table")
    subjects = sorted(mail.message["Subject"] for mail in mails_to(ann))
    day = f"{third.local_start:%a} {third.local_start.day} {third.local_start:%b}"
    assert subjects[0].startswith(f"This date is another: Friday table, {day}")
    assert subjects[1].startswith("Updated: Friday table, every ")
