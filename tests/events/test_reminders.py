"""One reminder, a day before, for those who were going when it fell due."""

from datetime import timedelta

from events import actions
from tests.cast import EVENING
from tribemeet.outbox.models import Message


def reminded():
    return Message.objects.filter(kind="reminder_due").count()


def test_a_day_before_each_who_is_going_is_promised_one(propose, ann, ben, answer):
    event = propose()
    answer(ann, event)
    answer(ben, event, "maybe")
    assert actions.remind(event.next_reminder_at - timedelta(seconds=1)) == 0
    assert actions.remind(event.next_reminder_at) == 1
    assert reminded() == 2


def test_a_second_tick_promises_nothing_more(propose):
    event = propose()
    assert [actions.remind(event.next_reminder_at) for _ in range(2)] == [1, 0]
    assert reminded() == 1


def test_who_answers_after_it_fell_due_gets_none(propose, ann, answer, time_machine):
    event = propose()
    time_machine.move_to(event.next_reminder_at + timedelta(seconds=5))
    answer(ann, event)
    actions.remind(event.next_reminder_at + timedelta(seconds=6))
    assert reminded() == 1


def test_a_tick_that_comes_after_the_start_promises_nothing(propose):
    event = propose()
    actions.remind(event.starts_at + timedelta(minutes=1))
    assert reminded() == 0


def test_a_cancelled_meetup_reminds_nobody(propose, hope):
    event = propose()
    due = event.next_reminder_at
    actions.cancel(event, by=hope)
    assert actions.remind(due) == 0


def test_moved_after_the_reminder_it_reminds_again_for_the_new_time(propose, hope):
    event = propose()
    actions.remind(event.next_reminder_at)
    event = actions.move(event, by=hope, local_start=EVENING + timedelta(days=7))
    actions.remind(event.next_reminder_at)
    assert reminded() == 2


def test_a_meetup_within_a_day_has_no_reminder(propose, time_machine):
    time_machine.move_to(propose().starts_at - timedelta(hours=12))
    assert propose().next_reminder_at is None
