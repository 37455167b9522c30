from datetime import datetime

from django.db.models import Q
from django_filters import rest_framework as filters

from ..models import Event, Rsvp
from ..models.event import EventQuerySet


class EventFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    tribe = filters.CharFilter(method="of_tribe", max_length=40, help_text="The slug of a tribe.")
    q = filters.CharFilter(
        method="saying", max_length=100, help_text="Text in the title, place, area or description."
    )
    to = filters.IsoDateTimeFilter(method="before", help_text="Only what begins before this moment.")

    class Meta:
        model = Event
        fields: list[str] = []

    def of_tribe(self, events: EventQuerySet, name: str, value: str) -> EventQuerySet:
        return events.filter(tribe__slug=value.lower())

    def saying(self, events: EventQuerySet, name: str, value: str) -> EventQuerySet:
        places = Q(place__icontains=value) | Q(area__icontains=value)
        return events.filter(places | Q(title__icontains=value) | Q(description__icontains=value))

    def after(self, events: EventQuerySet, name: str, value: datetime) -> EventQuerySet:
        return events.filter(ends_at__gt=value)

    def before(self, events: EventQuerySet, name: str, value: datetime) -> EventQuerySet:
        return events.filter(starts_at__lt=value)


# `from` is a word of Python, so it cannot be written as an attribute
EventFilter.base_filters["from"] = filters.IsoDateTimeFilter(
    method="after", help_text="Only what ends after this moment."
)


class AttendeeFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    status = filters.ChoiceFilter(choices=Rsvp.Status.choices, help_text="Only these answers.")

    class Meta:
        model = Rsvp
        fields: list[str] = []
