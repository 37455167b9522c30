from celery import shared_task
from django.utils import timezone

from . import actions, facts, notices

__all__ = ["facts", "notices"]


@shared_task
def remind() -> int:
    return actions.remind(timezone.now())


@shared_task
def make_ahead() -> int:
    return actions.make_ahead(timezone.now())


@shared_task
def forget_guests() -> int:
    return actions.forget_guests(timezone.now())


@shared_task
def look() -> int:
    return actions.look(timezone.now())
