"""One entry that repeats in the calendar of who goes to all; those alone are mailed whom a change touches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import actions
from events.models import Follow
from tests.cast import EVENING, dates_of, days_later
from tribemeet.outbox.models import Message

from .reading import calendars_in, event_in, text_of

WEEK = timedelta(weeks=1)


@pytest.fixture
def nobody(mails_to, hope, ann, ben, cleo):
    """None of these has mail; what they had before is read."""

    def silent(*members):
        return [member.handle for member in members if mails_to(member)] == []

    return silent


def local(value):
    return value.dt.replace(tzinfo=None)


def left_out(event):
    found = event.get("exdate", [])
    lists = found if isinstance(found, list) else [found]
    return [date.dt.replace(tzinfo=None) for each in lists for date in each.dts]


def test_a_follower_gets_one_invite_with_the_rule(weekly, ann, mail_to):
    first = weekly()
    actions.follow(first, member=ann)
    mail = mail_to(ann)
    method, event = event_in(mail)
    following = Follow.objects.get(member=ann)
    assert mail.message["Subject"] == f"You're going, every {EVENING:%A}: Thursday table"
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", following.uid, 0)
    assert local(event["dtstart"]) == EVENING
    assert event["rrule"]["FREQ"] == ["WEEKLY"]
    last = first.series.moment(EVENING + 11 * WEEK)
    assert event["rrule"]["UNTIL"] == [last]
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert "recurrence-id" not in event
    assert "The next dates:" in text_of(mail)


def test_the_host_gets_one_too_and_no_other(weekly, hope, mail_to):
    weekly()
    assert event_in(mail_to(hope))[1]["rrule"]["FREQ"] == ["WEEKLY"]


def test_dates_made_later_are_in_the_entry_already(weekly, ann, hope, mail_to, nobody):
    first = weekly()
    actions.follow(first, member=ann)
    mail_to(ann), mail_to(hope)
    with days_later(20):
        assert actions.make_ahead(timezone.now()) > 0
        assert nobody(ann, hope)


def test_who_comes_once_gets_the_entry_of_that_date(weekly, ann, answer, mail_to):
    second = dates_of(weekly())[1]
    answer(ann, second)
    event = event_in(mail_to(ann))[1]
    assert "rrule" not in event
    assert "recurrence-id" not in event
    assert local(event["dtstart"]) == EVENING + WEEK


def test_declining_one_date_takes_that_one_out(weekly, ann, ben, hope, answer, mail_to, nobody):
    first = weekly()
    second = dates_of(first)[1]
    actions.follow(first, member=ann)
    answer(ben, second)
    mail_to(ann), mail_to(ben), mail_to(hope)
    answer(ann, second, "declined")
    method, event = event_in(mail_to(ann))
    following = Follow.objects.get(member=ann)
    assert (method, event["uid"], event["sequence"]) == ("CANCEL", following.uid, 1)
    assert local(event["recurrence-id"]) == EVENING + WEEK
    assert event["recurrence-id"].params["TZID"] == first.time_zone
    assert "status" not in event
    assert nobody(ben, hope)


def test_a_date_declined_before_the_invite_left_is_not_in_it(weekly, ann, answer, mail_to):
    first = weekly()
    actions.follow(first, member=ann)
    answer(ann, dates_of(first)[1], "declined")
    event = event_in(mail_to(ann))[1]
    assert left_out(event) == [EVENING + WEEK]


def test_a_full_date_is_left_out_and_comes_back_when_a_seat_is_free(weekly, ann, ben, answer, mail_to):
    first = weekly(capacity=2)
    third = dates_of(first)[2]
    answer(ben, third)
    actions.follow(first, member=ann)
    mail = mail_to(ann)
    assert left_out(event_in(mail)[1]) == [EVENING + 2 * WEEK]
    assert "you're number 1 in line" in text_of(mail)
    answer(ben, third, "declined")
    promoted = mail_to(ann)
    method, event = event_in(promoted)
    assert promoted.message["Subject"].startswith("You got a place: ")
    assert (method, event["uid"]) == ("REQUEST", Follow.objects.get(member=ann).uid)
    assert local(event["recurrence-id"]) == EVENING + 2 * WEEK
    assert "rrule" not in event


def test_a_date_that_is_full_when_it_is_made_goes_out_of_the_entry(weekly, ann, ben, mail_to, mails_to):
    first = weekly(capacity=2)
    actions.follow(first, member=ann)
    actions.follow(first, member=ben)
    mail_to(ann), mail_to(ben)
    with days_later(20):
        actions.make_ahead(timezone.now())
        made = dates_of(first)[4:]
        found = [event_in(mail) for mail in mails_to(ben)]
    assert [method for method, _ in found] == ["CANCEL"] * len(made)
    assert [local(event["recurrence-id"]) for _, event in found] == [each.original_start for each in made]


def test_moving_one_date_mails_those_who_go_to_it(weekly, hope, ann, ben, cleo, answer, mail_to, nobody):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    answer(ben, dates[1])
    answer(cleo, dates[2])
    mail_to(ann), mail_to(ben), mail_to(cleo), mail_to(hope)
    later = dates[1].local_start + timedelta(hours=1)
    actions.move(dates[1], by=hope, local_start=later)
    for member, uid in ((ann, Follow.objects.get(member=ann).uid), (ben, None)):
        method, event = event_in(mail_to(member))
        assert (method, event["sequence"], local(event["dtstart"])) == ("REQUEST", 1, later)
        assert ("recurrence-id" in event) == (uid is not None)
        assert "rrule" not in event
        assert uid in (None, event["uid"])
    assert event_in(mail_to(hope))[1]["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert nobody(cleo)


def test_calling_one_date_off_takes_it_out_of_the_entry(weekly, hope, ann, ben, answer, mail_to, nobody):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    answer(ben, dates[2])
    mail_to(ann), mail_to(ben), mail_to(hope)
    actions.cancel(dates[1], by=hope, reason="Rain")
    method, event = event_in(mail_to(ann))
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    assert local(event["recurrence-id"]) == EVENING + WEEK
    assert nobody(ben)


def test_changing_all_that_follow_ends_one_rule_and_begins_another(
    weekly, hope, ann, ben, cleo, answer, mail_to, mails_to
):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    answer(ben, dates[3])
    answer(cleo, dates[1])
    mail_to(ann), mail_to(ben), mail_to(cleo), mail_to(hope)
    old = Follow.objects.get(member=ann).uid
    later = dates[2].local_start + timedelta(hours=1)
    actions.change_following(dates[2], by=hope, local_start=later)
    shortened, begun = sorted(
        (event_in(mail)[1] for mail in mails_to(ann)), key=lambda one: one["uid"] != old
    )
    assert (shortened["uid"], shortened["sequence"]) == (old, 1)
    assert shortened["rrule"]["UNTIL"] == [first.series.moment(EVENING + WEEK)]
    assert (begun["uid"] != old, begun["sequence"]) == (True, 0)
    assert local(begun["dtstart"]) == later
    assert begun["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    one = event_in(mail_to(ben))[1]
    assert (local(one["dtstart"]), one["sequence"]) == (later + WEEK, 1)
    assert "rrule" not in one
    assert mails_to(cleo) == []


def test_changing_from_the_first_date_on_is_one_update(weekly, hope, ann, mail_to):
    first = weekly()
    actions.follow(first, member=ann)
    mail_to(ann), mail_to(hope)
    actions.change_following(first, by=hope, title="Friday table")
    mail = mail_to(ann)
    method, event = event_in(mail)
    assert (method, event["summary"], event["sequence"]) == ("REQUEST", "Friday table", 1)
    assert event["uid"] == Follow.objects.get(member=ann).uid
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert "was: Thursday table" in text_of(mail)


def test_a_date_that_was_moved_before_is_told_anew_after_the_new_rule(weekly, hope, ann, mail_to, mails_to):
    first = weekly()
    third = dates_of(first)[2]
    actions.follow(first, member=ann)
    actions.move(third, by=hope, local_start=third.local_start + timedelta(hours=3))
    rule, date = sorted((event_in(mail)[1] for mail in mails_to(ann)), key=lambda one: "rrule" not in one)
    assert left_out(rule) == []
    assert local(date["recurrence-id"]) == third.original_start
    assert local(date["dtstart"]) == third.local_start + timedelta(hours=3)
    assert date["sequence"] > rule["sequence"]
    mails_to(hope)
    actions.change_following(first, by=hope, title="Friday table")
    rule, date = sorted((event_in(mail)[1] for mail in mails_to(ann)), key=lambda one: "rrule" not in one)
    assert local(date["recurrence-id"]) == third.original_start
    assert date["sequence"] > rule["sequence"]


def test_calling_all_that_follow_off_mails_followers_once(
    weekly, hope, ann, ben, cleo, answer, mail_to, mails_to
):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    actions.follow(dates[2], member=cleo)
    answer(ben, dates[2])
    answer(ben, dates[3])
    mail_to(ann), mails_to(ben), mail_to(cleo), mail_to(hope)
    actions.cancel_following(dates[2], by=hope, reason="The bar closes.")
    mail = mail_to(ann)
    method, event = event_in(mail)
    assert (method, event["sequence"]) == ("REQUEST", 1)
    assert event["rrule"]["UNTIL"] == [first.series.moment(EVENING + WEEK)]
    assert "The bar closes." in text_of(mail)
    method, event = event_in(mail_to(cleo))
    assert (method, event["status"], "rrule" in event) == ("CANCEL", "CANCELLED", False)
    assert [event_in(mail)[0] for mail in mails_to(ben)] == ["CANCEL", "CANCEL"]
    assert event_in(mail_to(hope))[1]["rrule"]["UNTIL"] == [first.series.moment(EVENING + WEEK)]


def test_stopping_shortens_the_entry_or_takes_it_away(weekly, ann, ben, mail_to):
    first = weekly()
    dates = dates_of(first)
    actions.follow(first, member=ann)
    actions.follow(first, member=ben)
    mail_to(ann), mail_to(ben)
    actions.unfollow(dates[2], member=ann)
    method, event = event_in(mail_to(ann))
    assert (method, event["rrule"]["UNTIL"]) == ("REQUEST", [first.series.moment(EVENING + WEEK)])
    actions.unfollow(first, member=ben)
    method, event = event_in(mail_to(ben))
    assert (method, "status" in event, event["sequence"]) == ("CANCEL", False, 1)


def test_who_stops_before_the_invite_left_hears_nothing(weekly, ann, mails_to):
    first = weekly()
    actions.follow(first, member=ann)
    actions.unfollow(first, member=ann)
    assert mails_to(ann) == []


def test_a_date_one_goes_to_already_keeps_its_own_entry(weekly, ann, answer, mail_to):
    first = weekly()
    answer(ann, first)
    assert "rrule" not in event_in(mail_to(ann))[1]
    actions.follow(first, member=ann)
    event = event_in(mail_to(ann))[1]
    assert local(event["dtstart"]) == EVENING + WEEK


def test_where_all_is_full_the_mail_says_so_and_brings_no_entry(weekly, ann, mail_to):
    first = weekly(capacity=1, repeat={"frequency": "weekly", "count": 3})
    actions.follow(first, member=ann)
    mail = mail_to(ann)
    assert calendars_in(mail) == []
    assert "You're in line" in mail.message["Subject"]


def test_a_repeat_of_a_message_says_the_same(weekly, ann, mail_to):
    """A worker that dies after the mail was handed over sends it again; calendars take it for the same."""
    actions.follow(weekly(), member=ann)
    once = event_in(mail_to(ann))[1]
    sent = Message.objects.filter(
        kind="series_followed", payload__follow_id=Follow.objects.get(member=ann).pk
    )
    sent.update(state="waiting", settled_at=None)
    assert event_in(mail_to(ann))[1].to_ical() == once.to_ical()
