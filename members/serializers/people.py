from typing import Any

from rest_framework import serializers

from tribemeet.rest.shapes import ModelShape, Text

from ..models import Member, Place


class PersonSerializer(serializers.ModelSerializer[Member]):
    """What anyone reads of a member whose name they see."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = Member
        fields = ["handle", "name"]
        read_only_fields = fields


class MeSerializer(serializers.ModelSerializer[Member]):
    name = serializers.CharField(read_only=True)
    home = serializers.StringRelatedField[Place](allow_null=True)

    class Meta:
        model = Member
        fields = [
            "handle", "name", "display_name", "email", "bio", "interests", "home", "time_zone",
            "joined_at",
        ]  # fmt: skip
        read_only_fields = fields


class ProfileShape(ModelShape):
    home = Text(
        max_length=200,
        allow_blank=True,
        allow_null=True,
        required=False,
        help_text="A town by its label, such as Norwalk, Connecticut, US; or the largest one of that name.",
    )

    class Meta:
        model = Member
        fields = ["handle", "display_name", "bio", "interests", "home", "time_zone"]
        validators: list[Any] = []

    def validate_home(self, text: str | None) -> Place | None:
        place = Place.objects.called(text) if text else None
        if text and place is None:
            raise serializers.ValidationError("We do not know that town. Try a larger one nearby.")
        return place
