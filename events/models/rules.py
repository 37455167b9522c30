from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class AnswerRules(models.Model):
    """What a host asks of those who answer, and what time alone brings about."""

    # a proposal tips once so many can come; a meetup that falls below it when people reconfirm is asked about
    minimum_people = models.PositiveIntegerField(
        default=3, validators=[MinValueValidator(2), MaxValueValidator(100_000)]
    )
    if_needed_counts = models.BooleanField(default=False)
    decide_by = models.DateTimeField(null=True, blank=True)

    answers_open_at = models.DateTimeField(null=True, blank=True)
    answers_close_at = models.DateTimeField(null=True, blank=True)
    by_approval = models.BooleanField(default=False)
    maybe_allowed = models.BooleanField(default=True)
    # see events/questions.py
    questions = models.JSONField(default=list, blank=True)
    # so long before the start a freed seat is offered, no longer given
    offer_hours = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(168)])
    # of the capacity, kept for people at their first meetup of the tribe until seats are offered
    first_timer_seats = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(100_000)])
    first_timer_seats_taken = models.PositiveIntegerField(default=0, editable=False)
    reconfirm = models.BooleanField(default=False)
    reconfirm_asked_at = models.DateTimeField(null=True, editable=False)
    # when time alone next changes something here: a decision, a hold that ends, a question to be asked
    next_look_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def look_by(self, moment: datetime) -> None:
        """Make sure that somebody looks at the event then, or earlier."""
        self.next_look_at = min(moment, self.next_look_at or moment)

    @property
    def offer_lead(self) -> timedelta:
        return timedelta(hours=self.offer_hours)
