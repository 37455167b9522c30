from rest_framework import serializers

from members.serializers.people import PersonSerializer
from tribemeet.rest.shapes import Choice, Shape, Whole

from ..models import Rsvp


class AnswerShape(Shape):
    answer = Choice(choices=[(answer.value, answer.label) for answer in Rsvp.ANSWERS])
    guests = Whole(min_value=0, max_value=10, default=0)


class RsvpSerializer(serializers.ModelSerializer[Rsvp]):
    position = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Place in the waiting line, from 1."
    )
    outdated = serializers.SerializerMethodField(
        help_text="The meetup changed after this answer: it counts, and is asked for again."
    )

    class Meta:
        model = Rsvp
        fields = ["status", "guests", "position", "outdated", "answered_at", "via"]
        read_only_fields = fields

    def get_outdated(self, rsvp: Rsvp) -> bool:
        return rsvp.outdated(rsvp.event)


class AttendeeSerializer(serializers.ModelSerializer[Rsvp]):
    member = PersonSerializer(read_only=True)

    class Meta:
        model = Rsvp
        fields = ["member", "status", "guests", "answered_at"]
        read_only_fields = fields
