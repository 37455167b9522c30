import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Max, Q
from django.utils import timezone

from members.models import Member, ReplyAddress, Tribe
from members.models.zone import TimeZoneField

from ..recurrence import LONGEST, MOST_DATES, MOST_INTERVAL, Rule, dates, end_words, moment_of, words
from .wall_clock import WallClockField


def new_uid() -> str:
    """Random, never changed, without personal content (RFC 7986, 5.3)."""
    return f"{secrets.token_hex(16)}@tribemeet"


class SeriesQuerySet(models.QuerySet["Series"]):
    def locked(self) -> Self:
        """Hold the rows until the transaction ends: always before any of their dates."""
        return self.select_for_update(of=("self",))

    def with_people(self) -> Self:
        return self.select_related("tribe", "host")

    def going_on(self, now: datetime) -> Self:
        """Those that may have dates to be made, each with the `latest` that is. One that ends at a date of it
        has all of those before."""
        today = (now - timedelta(days=1)).date()  # west of everywhere
        dates = {"made": Count("events"), "latest": Max("events__original_start")}
        return (
            self.filter(ended_before=None)
            .annotate(**dates)
            .filter(Q(until__gte=today) | Q(count__gt=F("made")))
        )


class Series(models.Model):
    """A meetup that repeats. Its dates are events of their own; those some way ahead are not made yet."""

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Weekly"
        MONTHLY = "monthly", "Monthly"

    tribe = models.ForeignKey(Tribe, models.CASCADE, related_name="series")
    host = models.ForeignKey(Member, models.PROTECT, related_name="+")
    # the rule, see events/recurrence.py
    local_start = WallClockField()
    lasts = models.DurationField()
    time_zone = TimeZoneField()
    frequency = models.CharField(max_length=7, choices=Frequency)
    interval = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_INTERVAL)]
    )
    nth = models.SmallIntegerField(null=True)
    count = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DATES)]
    )
    until = models.DateField(null=True)
    # from this date on it is another series, or called off
    ended_before = WallClockField(null=True, editable=False)  # type: ignore[misc] # NULL: it goes on
    # what each new date starts with, see events/actions/pattern.py
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency="weekly", nth=None) | Q(frequency="monthly"),
                name="series_repeats_weekly_or_monthly",
            ),
            models.CheckConstraint(
                condition=Q(interval__gte=1, interval__lte=MOST_INTERVAL), name="series_interval_is_1_to_12"
            ),
            models.CheckConstraint(
                condition=Q(nth=None) | Q(nth__in=(1, 2, 3, 4, -1)), name="series_goes_by_a_weekday_there_is"
            ),
            models.CheckConstraint(
                condition=Q(count=None, until__isnull=False)
                | Q(count__isnull=False, count__gte=1, count__lte=MOST_DATES, until=None),
                name="series_ends_after_104_dates_or_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until=None)
                | Q(until__lte=ExpressionWrapper(F("local_start") + LONGEST, output_field=WallClockField())),
                name="series_ends_within_two_years",
            ),
            models.CheckConstraint(
                condition=Q(lasts__gt=timedelta(0), lasts__lte=timedelta(days=14)),
                name="series_dates_last_two_weeks_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.details.get('title', '')} ({self.frequency})"

    @property
    def rule(self) -> Rule:
        return Rule(
            first=self.local_start,
            frequency=self.frequency,
            interval=self.interval,
            nth=self.nth,
            count=self.count,
            until=self.until,
        )

    @property
    def sentence(self) -> str:
        """As in `every second Thursday, 6 times`. Where it was ended earlier, or is another, until then."""
        rule = self.rule
        if self.ended_before is not None:
            *_, last = (None, *self.dates())
            if last is None:
                return words(rule)
            rule = replace(rule, count=None, until=last.date())
        return f"{words(rule)}, {end_words(rule)}"

    def dates(self, *, before: datetime | None = None) -> Iterator[datetime]:
        """Its dates by the rule as far as it goes, and no farther than `before`."""
        ends = [end for end in (self.ended_before, before) if end is not None]
        return takewhile(lambda date: all(date < end for end in ends), dates(self.rule))

    def moment(self, date: datetime) -> datetime:
        """The UTC moment of one of its dates."""
        return moment_of(date, self.time_zone)


class FollowQuerySet(models.QuerySet["Follow"]):
    def going_on(self) -> Self:
        """Those that take in all dates to come."""
        return self.filter(ended_before=None)

    def on(self, date: datetime) -> Self:
        """Those that take in this date."""
        return self.filter(Q(ended_before=None) | Q(ended_before__gt=date), since__lte=date)

    def with_people(self) -> Self:
        return self.select_related("member__home", "reply_address", "series__tribe", "series__host")


class Follow(models.Model):
    """A member's "going" to a date and all that follow: one UID, one rule in their calendar. `since` is the
    date at which their entry begins, and `ended_before` the first that it does not take in any more."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="follows")
    member = models.ForeignKey(Member, models.CASCADE, related_name="follows")
    since = WallClockField()
    ended_before = WallClockField(null=True, editable=False)  # type: ignore[misc] # NULL: it goes on
    guests = models.PositiveSmallIntegerField(default=0)
    guest_names = models.JSONField(default=list, blank=True)
    replies = models.JSONField(default=dict, blank=True)

    uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    # whether they are asked anew: the time or the place of all dates changed
    asks = models.BooleanField(default=False, editable=False)
    reply_address = models.ForeignKey(ReplyAddress, models.PROTECT, related_name="+")
    # what their calendar was last told of the rule (see events/notices); empty while it holds nothing
    told = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "series", "member", condition=Q(ended_before=None), name="who_follows_follows_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_before=None) | Q(ended_before__gte=F("since")),
                name="follow_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(guests__lte=10), name="follow_guests_are_ten_at_most"),
        ]
        indexes = [models.Index("series", "created_at", name="follow_by_series")]

    def __str__(self) -> str:
        return f"{self.member} follows {self.series}"

    @property
    def lane(self) -> str:
        return f"follow:{self.pk}"

    def dates(self) -> Iterator[datetime]:
        """Those dates of the series that this takes in, held seats or not."""
        return (date for date in self.series.dates(before=self.ended_before) if date >= self.since)
