"""Loaded by the worker: the handlers of what members are told, and what is forgotten once a day."""

from celery import shared_task
from django.utils import timezone

from . import actions, notices

__all__ = ["notices"]


@shared_task
def forget_allowances() -> int:
    return actions.forget_allowances(timezone.now())
