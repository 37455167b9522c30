from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from members.serializers.people import PersonSerializer
from members.serializers.tribes import TribeNameSerializer
from tribemeet.rest.shapes import ModelShape, Shape, Text, WallClock

from ..models import Event, Rsvp

DETAILS = [
    "title", "description", "place", "area", "address", "address_shown_to", "visibility",
    "attendees_shown_to", "capacity", "guests_each",
]  # fmt: skip
ZONE_HELP = "IANA name of the place's zone, such as America/New_York."


class EventSerializer(serializers.ModelSerializer[Event]):
    """Rows of `as_seen_by`: what it holds depends on who looks."""

    url = serializers.SerializerMethodField(help_text="The page for people.")
    tribe = TribeNameSerializer(read_only=True)
    host = PersonSerializer(read_only=True)
    local_start = WallClock(read_only=True)
    local_end = WallClock(read_only=True)
    starts_at = serializers.SerializerMethodField(help_text="`local_start` with the offset of the zone.")
    ends_at = serializers.SerializerMethodField(help_text="`local_end` with the offset of the zone.")
    address = serializers.SerializerMethodField(help_text="null when it is not shown to you.")
    seats_free = serializers.IntegerField(read_only=True, allow_null=True, help_text="null without a limit.")
    waiting = serializers.IntegerField(read_only=True, help_text="Parties on the waiting list.")
    my_answer = serializers.ChoiceField(
        choices=Rsvp.Status.choices, source="my_status", read_only=True, allow_null=True
    )
    may_edit = serializers.BooleanField(source="editable", read_only=True)

    class Meta:
        model = Event
        fields = [
            "id", "url", "tribe", "host", "title", "description", "status", "cancel_reason",
            "local_start", "local_end", "time_zone", "starts_at", "ends_at",
            "place", "area", "address", "address_shown_to", "visibility", "attendees_shown_to",
            "capacity", "guests_each", "seats_taken", "seats_free", "waiting", "my_answer", "may_edit",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, event: Event) -> str:
        return reverse("event", args=[event.pk], request=self.context.get("request"))

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_starts_at(self, event: Event) -> str:
        return event.starts_at.astimezone(ZoneInfo(event.time_zone)).isoformat()

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_ends_at(self, event: Event) -> str:
        return event.ends_at.astimezone(ZoneInfo(event.time_zone)).isoformat()

    def get_address(self, event: Any) -> str | None:
        return str(event.address) if event.address_seen else None


class EventChangeShape(ModelShape):
    local_start = WallClock()
    local_end = WallClock(required=False)

    class Meta:
        model = Event
        fields = [*DETAILS, "local_start", "local_end", "time_zone"]
        validators: list[Any] = []
        extra_kwargs = {"time_zone": {"required": False, "help_text": ZONE_HELP}}


class EventShape(EventChangeShape):
    tribe = Text(max_length=40, help_text="The slug of the tribe.")

    class Meta(EventChangeShape.Meta):
        fields = ["tribe", *EventChangeShape.Meta.fields]


class CancelShape(Shape):
    reason = Text(max_length=300, allow_blank=True, default="", help_text="Everybody who answered reads it.")
