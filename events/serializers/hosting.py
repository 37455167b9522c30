from typing import Any

from rest_framework import serializers

from tribemeet.rest.shapes import Flag, Shape, Text, Whole

MOST_AT_ONCE = 100
LONGEST_HANDLE = 30


class AddShape(Shape):
    handle = Text(max_length=LONGEST_HANDLE, help_text="Of someone you share a tribe with, or who answered.")
    guests = Whole(
        min_value=0,
        max_value=10,
        required=False,
        help_text="Left out, as many as they meant to bring.",
    )


def people_by_handle(*, required: bool) -> serializers.ListField:
    return serializers.ListField(
        child=Text(max_length=LONGEST_HANDLE),
        max_length=MOST_AT_ONCE,
        required=required,
        help_text="Handles of people you share a tribe with, or who answered.",
    )


class InviteShape(Shape):
    """Some people by name, or the whole tribe."""

    handles = people_by_handle(required=False)
    everyone = Flag(required=False, help_text="true: every member of the tribe.")

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if bool(asked.get("everyone")) == bool(asked.get("handles")):
            raise serializers.ValidationError(
                {"handles": "Name some people, or say everyone: one of the two."}
            )
        return asked


class CohostsShape(Shape):
    cohosts = people_by_handle(required=True)


class InvitedSerializer(serializers.Serializer[Any]):
    invited = serializers.IntegerField(read_only=True, help_text="How many were not asked before.")


class MergeShape(Shape):
    into = Whole(min_value=1, help_text="The number of the meetup that people go to instead.")
