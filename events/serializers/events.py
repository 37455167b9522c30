from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from members.serializers.people import PersonSerializer
from members.serializers.tribes import TribeNameSerializer
from tribemeet.rest.shapes import ModelShape, Moment, Shape, Text, WallClock

from ..models import Event, Rsvp
from .questions import QuestionShape, questions_asked
from .repeating import RepeatShape, scope_asked
from .slots import slots_offered

DETAILS = [
    "title", "description", "place", "area", "address", "address_shown_to", "visibility",
    "attendees_shown_to", "capacity", "guests_each",
]  # fmt: skip
RULES = [
    "minimum_people", "if_needed_counts", "answers_open_at", "answers_close_at", "by_approval",
    "maybe_allowed", "questions", "offer_hours", "first_timer_seats", "reconfirm",
]  # fmt: skip
ZONE_HELP = "IANA name of the place's zone, such as America/New_York."


@extend_schema_field(OpenApiTypes.DATETIME)
class InItsZone(serializers.Field[Any, Any, Any, Any]):
    """A moment of the event, with the offset that its zone has then."""

    def __init__(self, **more: Any) -> None:
        super().__init__(source="*", read_only=True, **more)

    def to_representation(self, event: Event) -> str | None:
        moment = getattr(event, str(self.field_name))
        return moment.astimezone(ZoneInfo(event.time_zone)).isoformat() if moment else None


class EventSerializer(serializers.ModelSerializer[Event]):
    """Rows of `as_seen_by`: what it holds depends on who looks."""

    url = serializers.SerializerMethodField(help_text="The page for people.")
    tribe = TribeNameSerializer(read_only=True)
    host = PersonSerializer(read_only=True)
    cohosts = PersonSerializer(many=True, read_only=True)
    local_start = WallClock(read_only=True)
    local_end = WallClock(read_only=True)
    starts_at = InItsZone(help_text="`local_start` with the offset of the zone.")
    ends_at = InItsZone(help_text="`local_end` with the offset of the zone.")
    decide_by = InItsZone(allow_null=True, help_text="Until when a proposal looks for its date.")
    answers_open_at = InItsZone(allow_null=True, help_text="null: from the first moment on.")
    answers_close_at = InItsZone(allow_null=True, help_text="null: when it begins.")
    questions = QuestionShape(many=True, read_only=True)
    address = serializers.SerializerMethodField(help_text="null when it is not shown to you.")
    seats_free = serializers.IntegerField(read_only=True, allow_null=True, help_text="null without a limit.")
    series = serializers.PrimaryKeyRelatedField[Any](
        read_only=True, allow_null=True, help_text="null unless it repeats."
    )
    waiting = serializers.IntegerField(read_only=True, help_text="Parties that have a place in line.")
    my_answer = serializers.ChoiceField(
        choices=Rsvp.Status.choices, source="my_status", read_only=True, allow_null=True
    )
    may_edit = serializers.BooleanField(source="editable", read_only=True)

    class Meta:
        model = Event
        fields = [
            "id", "url", "tribe", "host", "cohosts", "title", "description", "status", "cancel_reason",
            "local_start", "local_end", "all_day", "time_zone", "starts_at", "ends_at",
            "place", "area", "address", "address_shown_to", "visibility", "attendees_shown_to",
            "capacity", "guests_each", *RULES, "decide_by", "series",
            "seats_taken", "seats_free", "waiting", "my_answer", "may_edit", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, event: Event) -> str:
        return reverse("event", args=[event.pk], request=self.context.get("request"))

    def get_address(self, event: Any) -> str | None:
        return str(event.address) if event.address_seen else None


class EventChangeShape(ModelShape):
    local_start = WallClock()
    local_end = WallClock(required=False)
    answers_open_at = Moment(required=False, allow_null=True)
    answers_close_at = Moment(required=False, allow_null=True)
    questions = questions_asked()
    scope: Any = scope_asked("Of a series: this date, or this one and all that follow.")

    class Meta:
        model = Event
        fields = [*DETAILS, *RULES, "local_start", "local_end", "all_day", "time_zone", "scope"]
        validators: list[Any] = []
        extra_kwargs = {"time_zone": {"required": False, "help_text": ZONE_HELP}}


class EventShape(EventChangeShape):
    tribe = Text(max_length=40, help_text="The slug of the tribe.")
    local_start = WallClock(required=False)
    slots = slots_offered(required=False)
    decide_by = Moment(required=False)
    repeat = RepeatShape(required=False)
    scope = None

    class Meta(EventChangeShape.Meta):
        fields = ["tribe", *EventChangeShape.Meta.fields[:-1], "slots", "decide_by", "repeat"]


class CancelShape(Shape):
    scope = scope_asked("Of a series: this date, or this one and all that follow.")
    reason = Text(max_length=300, allow_blank=True, default="", help_text="Everybody who answered reads it.")
