from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from members.serializers.people import PersonSerializer
from tribemeet.plain_text import one_line
from tribemeet.rest.shapes import Choice, Flag, Shape, Text, Whole

from ..actions.answerable import LONGEST_NAME, PROMISES
from ..models import Rsvp
from .questions import Replies
from .repeating import scope_asked


class GuestName(Text):
    def to_internal_value(self, data: Any) -> str:
        return one_line(super().to_internal_value(data))


ANSWERS = [(answer.value, answer.label) for answer in Rsvp.ANSWERS]


class AnswerShape(Shape):
    answer = Choice(choices=ANSWERS)
    guests = Whole(
        min_value=0, max_value=10, required=False, help_text="Left out, those who came along before stay."
    )
    guest_names = serializers.ListField(
        child=GuestName(max_length=LONGEST_NAME),
        max_length=10,
        required=False,
        help_text="Of some guests or all. Left out, the names given before stay.",
    )
    replies = Replies(
        required=False, help_text="To the event's questions. Left out, those given before stay."
    )
    expects = Choice(
        choices=PROMISES,
        required=False,
        help_text="The `promise` that you read; taking an `offer` that has gone on is refused then.",
    )
    scope = scope_asked("Of a series: this date, or this one and all that follow.")


class HiddenShape(Shape):
    hidden = Flag(help_text="Be counted here and not named; the hosts still see you.")


class ChoiceSerializer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=ANSWERS, source="value", read_only=True)
    label = serializers.CharField(  # type: ignore[assignment]  # DRF takes fields out of the class
        read_only=True, help_text="What it comes to, as the page says it."
    )


class RsvpSerializer(serializers.ModelSerializer[Rsvp]):
    """One's own answer, or a row without a status where there is none, and what the page says of it: the
    context holds the `standing`."""

    state = serializers.SerializerMethodField(help_text="A word for how one stands to the meetup.")
    sentence = serializers.SerializerMethodField(help_text="How one stands to it, in the words of the page.")
    choices = serializers.SerializerMethodField(help_text="The answers open to one now.")
    promise = serializers.SerializerMethodField(
        help_text="What `going` would come to now: a seat, a place in line, a question to the hosts, or the "
        "seat on offer. null where it would come to nothing."
    )
    news = serializers.SerializerMethodField(
        help_text="Of an answer just given: in words, that it came to something else than it expects."
    )
    position = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Place in the waiting line, from 1."
    )
    guest_names = serializers.ListField(child=serializers.CharField(), read_only=True)
    replies = serializers.DictField(child=serializers.CharField(), read_only=True)
    outdated = serializers.SerializerMethodField(
        help_text="The meetup changed after this answer: it counts, and is asked for again."
    )
    asked_to_keep = serializers.SerializerMethodField(
        help_text="The place goes back unless one says that one keeps it."
    )

    class Meta:
        model = Rsvp
        fields = [
            "status", "guests", "position", "guest_names", "replies", "held_until", "hidden", "first_timer",
            "asked_to_keep", "outdated", "answered_at", "via", "state", "sentence", "choices", "promise",
            "news",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "status": {"allow_null": True, "help_text": "null as long as there is no answer."},
            "via": {"allow_null": True},
            "answered_at": {"allow_null": True},
            "held_until": {"help_text": "Until when an offered place may be taken."},
            "first_timer": {"help_text": "Their first meetup with this tribe."},
        }

    def get_state(self, rsvp: Rsvp) -> str:
        return str(self.context["standing"].kind)

    def get_sentence(self, rsvp: Rsvp) -> str:
        return str(self.context["standing"].sentence)

    @extend_schema_field(ChoiceSerializer(many=True))
    def get_choices(self, rsvp: Rsvp) -> Any:
        return ChoiceSerializer(self.context["standing"].answers, many=True).data

    @extend_schema_field({"type": ["string", "null"]})
    def get_promise(self, rsvp: Rsvp) -> str | None:
        return self.context["standing"].promise or None

    def get_news(self, rsvp: Rsvp) -> str:
        return str(self.context.get("news", ""))

    def get_outdated(self, rsvp: Rsvp) -> bool:
        return bool(rsvp.pk) and rsvp.outdated(rsvp.event)

    def get_asked_to_keep(self, rsvp: Rsvp) -> bool:
        return rsvp.asked_to_keep(rsvp.event)

    def to_representation(self, rsvp: Rsvp) -> dict[str, Any]:
        shown = super().to_representation(rsvp)
        return shown if rsvp.status else shown | dict.fromkeys(("status", "answered_at", "via"))


class AttendeeSerializer(serializers.ModelSerializer[Rsvp]):
    """What one reads of another's answer; the rows are those of `attendees_visible_to`."""

    member = PersonSerializer(read_only=True)
    guest_names = serializers.SerializerMethodField(help_text="null unless you host it, or it is yours.")
    replies = serializers.SerializerMethodField(help_text="null unless you host it, or it is yours.")
    hidden = serializers.SerializerMethodField(help_text="null unless you host it, or it is yours.")

    class Meta:
        model = Rsvp
        fields = [
            "member", "status", "guests", "first_timer", "answered_at", "guest_names", "replies", "hidden",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": ["array", "null"], "items": {"type": "string"}})
    def get_guest_names(self, rsvp: Rsvp) -> list[str] | None:
        return rsvp.guest_names if self._confided(rsvp) else None

    @extend_schema_field({"type": ["object", "null"], "additionalProperties": {"type": "string"}})
    def get_replies(self, rsvp: Rsvp) -> dict[str, str] | None:
        return rsvp.replies if self._confided(rsvp) else None

    def get_hidden(self, rsvp: Rsvp) -> bool | None:
        return rsvp.hidden if self._confided(rsvp) else None

    def _confided(self, rsvp: Rsvp) -> bool:
        """What is said to the hosts is read by them, and by who said it."""
        viewer = self.context["viewer"]
        return bool(self.context["hosts"] or (viewer and viewer.pk == rsvp.member_id))
