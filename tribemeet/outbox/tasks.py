from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from .models import Message
from .worker import keep_due

HISTORY = timedelta(days=90)


@shared_task
def keep_promises() -> int:
    """A nudge and the sweep alike: keep whatever is due."""
    return keep_due()


@shared_task
def forget_old_messages() -> int:
    """Drop settled messages after 90 days."""
    return Message.objects.filter(settled_at__lt=timezone.now() - HISTORY).delete()[0]
