from typing import Any

from rest_framework import serializers

from tribemeet.rest.shapes import Choice, Shape

from ..models import Membership
from .people import PersonSerializer


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    member = PersonSerializer(read_only=True)
    tribe = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "tribe", "member", "role", "status", "joined_at"]
        read_only_fields = fields


class MembershipShape(Shape):
    """One change at a time: a role for a member, or `active` for someone who asked."""

    role = Choice(choices=Membership.Role.choices, required=False)
    status = Choice(choices=[Membership.Status.ACTIVE], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Say either a role or a status.")
        return attrs
