from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tribemeet.rest.shapes import ModelShape, Text

from ..models import Membership, Tribe


class TribeNameSerializer(serializers.ModelSerializer[Tribe]):
    class Meta:
        model = Tribe
        fields = ["slug", "hashtag", "name"]
        read_only_fields = fields


@extend_schema_field({"type": ["string", "null"], "enum": [*Membership.Status.values, None]})
class StandingField(serializers.CharField):
    """Where one stands with a tribe."""


class TribeSerializer(serializers.ModelSerializer[Tribe]):
    members = serializers.IntegerField(source="people", read_only=True)
    my_membership = StandingField(
        source="my_status", read_only=True, allow_null=True, help_text="null when one does not belong to it."
    )

    class Meta:
        model = Tribe
        fields = [
            "slug", "hashtag", "name", "description", "time_zone", "admission", "visibility", "founded_at",
            "members", "my_membership",
        ]  # fmt: skip
        read_only_fields = fields


class AboutTribeShape(ModelShape):
    class Meta:
        model = Tribe
        fields = ["name", "description", "time_zone", "admission", "visibility"]
        validators: list[Any] = []


class JoinLinkSerializer(serializers.Serializer[Any]):
    url = serializers.URLField(
        read_only=True, help_text="The page with a button that lets in whoever opens it."
    )
    expires_at = serializers.DateTimeField(read_only=True)


class TribeShape(AboutTribeShape):
    hashtag = Text(max_length=41, help_text="With or without the #; the slug is it in lower case.")

    class Meta(AboutTribeShape.Meta):
        fields = ["hashtag", *AboutTribeShape.Meta.fields]
