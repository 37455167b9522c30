from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tribemeet.rest.shapes import Choice, Flag, Moment, Shape, WallClock

from .. import when
from ..models import Event, Slot, Vote
from ..tally import tally

MOST = 20
# no more digits than an id can have
LONGEST_ID = 18


class SlotShape(Shape):
    """One of the times that a proposal offers."""

    local_start = WallClock()
    local_end = WallClock(required=False, allow_null=True)
    all_day = Flag(default=False, help_text="A date, or several: the hours are dropped.")


def slots_offered(**more: Any) -> SlotShape:
    help_text = f"Times to vote on, {MOST} at most."
    bounds: dict[str, Any] = {"max_length": MOST, "allow_empty": False}
    return SlotShape(many=True, help_text=help_text, **bounds, **more)


class SlotsShape(Shape):
    slots = slots_offered()


class ExtendShape(Shape):
    decide_by = Moment()


@extend_schema_field(
    {
        "type": "object",
        "description": "What one says of each slot, by its `id`; null takes a vote back.",
        "additionalProperties": {"type": ["string", "null"], "enum": [*Vote.Choice.values, None]},
    }
)
class Choices(serializers.DictField):
    child = Choice(choices=Vote.Choice.choices, allow_null=True)

    def to_internal_value(self, data: Any) -> dict[int, str]:
        if isinstance(data, Mapping) and (strange := [name for name in data if not _is_id(name)]):
            raise serializers.ValidationError(f"There is no slot {strange[0]!r}.")
        return {int(slot): choice or "" for slot, choice in super().to_internal_value(data).items()}


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= LONGEST_ID


class VotesShape(Shape):
    votes = Choices(allow_empty=False)


class SlotSerializer(serializers.ModelSerializer[Slot]):
    """Rows of `slots_visible_to`."""

    local_start = WallClock(read_only=True)
    local_end = WallClock(read_only=True)
    starts_at = serializers.SerializerMethodField(help_text="`local_start` with the offset of the zone.")
    ends_at = serializers.SerializerMethodField(help_text="`local_end` with the offset of the zone.")
    when = serializers.SerializerMethodField(help_text="The time in words.")
    yes = serializers.IntegerField(read_only=True)
    if_needed = serializers.IntegerField(read_only=True)
    no = serializers.IntegerField(read_only=True)
    tally = serializers.SerializerMethodField(help_text="The votes in words.")
    my_vote = serializers.SerializerMethodField()

    class Meta:
        model = Slot
        fields = [
            "id", "local_start", "local_end", "all_day", "starts_at", "ends_at", "when", "vetoed",
            "yes", "if_needed", "no", "tally", "my_vote",
        ]  # fmt: skip
        read_only_fields = fields

    @property
    def event(self) -> Event:
        event: Event = self.context["event"]
        return event

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_starts_at(self, slot: Slot) -> str:
        return slot.starts_at.astimezone(ZoneInfo(self.event.time_zone)).isoformat()

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_ends_at(self, slot: Slot) -> str:
        return slot.ends_at.astimezone(ZoneInfo(self.event.time_zone)).isoformat()

    def get_when(self, slot: Slot) -> str:
        return when.sentence(slot.local_start, slot.local_end, self.event.time_zone, all_day=slot.all_day)

    def get_tally(self, slot: Slot) -> str:
        return tally(self.event, slot, timezone.now())

    @extend_schema_field({"type": ["string", "null"], "enum": [*Vote.Choice.values, None]})
    def get_my_vote(self, slot: Slot) -> str | None:
        return slot.mine or None


class BallotSerializer(serializers.ModelSerializer[Event]):
    """A proposal and the times it offers."""

    decide_by = serializers.SerializerMethodField(help_text="Until when it looks for its date.")
    slots = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ["status", "minimum_people", "if_needed_counts", "decide_by", "slots"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_decide_by(self, event: Event) -> str | None:
        return event.decide_by.astimezone(ZoneInfo(event.time_zone)).isoformat() if event.decide_by else None

    @extend_schema_field(SlotSerializer(many=True))
    def get_slots(self, event: Event) -> Any:
        return SlotSerializer(self.context["slots"], many=True, context={"event": event}).data
