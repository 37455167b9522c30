"""Strict shapes: what is sent means what it says, or is refused by name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tribemeet.errors import UnknownField

WALL_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# A year that nobody means would overflow what is reckoned from it.
YEARS = range(2000, 2101)


class Text(serializers.CharField):
    """A string; DRF alone would take the number 5 for one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number, not "5" and not true."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class Flag(serializers.BooleanField):
    """True or false, not "yes" and not 1."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"Choose one of {', '.join(map(str, self.choices))}.")
        return data


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$",
        "description": "What the clock on the wall shows, without an offset.",
        "examples": ["2027-03-13T19:00"],
    }
)
class WallClock(serializers.Field[datetime, str, str, Any]):
    """A local time. An offset is refused, since it could contradict the zone beside it."""

    default_error_messages = {
        "invalid": "Use a local time such as 2027-03-13T19:00, without an offset.",
        "years": "Choose a year from 2000 to 2100.",
    }

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str) or not WALL_CLOCK.fullmatch(data):
            self.fail("invalid")
        try:
            moment = datetime.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if moment.year not in YEARS:
            self.fail("years")
        return moment

    def to_representation(self, value: datetime) -> str:
        return value.isoformat(timespec="seconds")


@extend_schema_field(
    {
        "type": "string",
        "format": "date-time",
        "description": "A moment with its offset, or in UTC.",
        "examples": ["2027-03-13T19:00:00-05:00", "2027-03-14T00:00:00Z"],
    }
)
class Moment(serializers.Field[datetime, str, str, Any]):
    """A moment that is the same wherever one stands; without an offset nobody knows which one is meant."""

    default_error_messages = {
        "invalid": "Use a moment with its offset, such as 2027-03-13T19:00:00-05:00.",
        "years": "Choose a year from 2000 to 2100.",
    }

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str) or not MOMENT.fullmatch(data):
            self.fail("invalid")
        try:
            moment = datetime.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if moment.year not in YEARS:
            self.fail("years")
        return moment

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class Shape(serializers.Serializer[Any]):
    """What a request may hold. A field that is not known is a typo, and never dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := set(data) - set(self.fields)):
            raise UnknownField(fields=dict.fromkeys(sorted(unknown), UnknownField.message))
        return super().to_internal_value(data)


class ModelShape(Shape, serializers.ModelSerializer[Any]):
    """A shape whose lengths, choices and bounds are the model's own."""

    serializer_choice_field = Choice
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: Text,
        models.TextField: Text,
        models.PositiveIntegerField: Whole,
        models.PositiveSmallIntegerField: Whole,
        models.BooleanField: Flag,
    }


class Nothing(Shape):
    """For changes that say everything by their address."""
