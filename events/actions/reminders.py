from datetime import datetime

from django.db import transaction

from tribemeet.outbox.post import Promise, post_all

from ..models import Event
from ..models.rsvp import lane

AT_ONCE = 50


def remind(now: datetime) -> int:
    """Promise the reminders that have fallen due; for how many events. Ticks may overlap or come late."""
    due = list(Event.objects.due_to_remind(now).values_list("pk", flat=True)[:AT_ONCE])
    return sum(_remind_of(pk, now) for pk in due)


@transaction.atomic
def _remind_of(pk: int, now: datetime) -> bool:
    event = Event.objects.due_to_remind(now).select_for_update(skip_locked=True).filter(pk=pk).first()
    if event is None:
        return False
    post_all(_promises(event, now))
    event.next_reminder_at = None
    event.save(update_fields=["next_reminder_at"])
    return True


def _promises(event: Event, now: datetime) -> list[Promise]:
    """One for each who was going when it fell due; none once the event has begun, when it helps nobody."""
    if not event.takes_answers(now):
        return []
    going = event.rsvps.going().filter(answered_at__lte=event.next_reminder_at)
    return [
        Promise(
            "reminder_due",
            f"reminder_due:{rsvp_id}:{event.sequence}",
            {"rsvp_id": rsvp_id},
            lane=lane(rsvp_id),
            expires_at=event.starts_at,
        )
        for rsvp_id in going.values_list("pk", flat=True)
    ]
