from typing import Any

from rest_framework import serializers

from tribemeet.rest.shapes import ModelShape

from ..models import Token


class TokenSerializer(serializers.ModelSerializer[Token]):
    class Meta:
        model = Token
        fields = ["id", "name", "scope", "hint", "created_at", "expires_at"]
        read_only_fields = fields


class NewTokenSerializer(TokenSerializer):
    """The only answer that ever holds the secret."""

    secret = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "secret"]


class TokenShape(ModelShape):
    class Meta:
        model = Token
        fields = ["name", "scope", "expires_at"]
        validators: list[Any] = []
        extra_kwargs = {
            "expires_at": {
                "required": False,
                "help_text": "Within 366 days; 90 days ahead unless said. Never after the token that asks.",
            },
        }
