from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tribemeet.rest.shapes import Choice, Flag, Shape, Text

from ..actions.questions import KINDS, LONGEST_REPLY, LONGEST_TEXT, MOST, MOST_CHOICES

KEY = RegexValidator(r"^[A-Za-z0-9_-]{1,40}\Z", "Use 1 to 40 letters, digits, hyphens or underscores.")


class QuestionShape(Shape):
    """One thing that hosts ask of those who answer."""

    key = Text(
        required=False,
        max_length=40,
        validators=[KEY],
        help_text="What replies name it by. Keep it when the question is worded anew.",
    )
    text = Text(max_length=LONGEST_TEXT)
    kind = Choice(choices=KINDS, default="text")
    required = Flag(default=False)  # type: ignore[assignment]  # DRF takes fields out of the class
    choices = serializers.ListField(
        child=Text(max_length=LONGEST_TEXT),
        max_length=MOST_CHOICES,
        required=False,
        help_text="Of a choice: 2 to 20 different ones.",
    )


def questions_asked() -> QuestionShape:
    most: dict[str, Any] = {"max_length": MOST}
    return QuestionShape(many=True, required=False, help_text=f"What the hosts ask, {MOST} at most.", **most)


class Reply(Text):
    """A text, or true and false for a yes-or-no question."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool):
            return "yes" if data else "no"
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "anyOf": [{"type": "string", "maxLength": LONGEST_REPLY}, {"type": "boolean"}]
        },
    }
)
class Replies(serializers.DictField):
    """What is replied, under the key of each question."""

    child = Reply(max_length=LONGEST_REPLY, allow_blank=True)
