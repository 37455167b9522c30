from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from members.serializers.tribes import TribeNameSerializer
from tribemeet.rest.shapes import WallClock

from ..models import Event, Rsvp, Series
from .events import InItsZone
from .repeating import BY, FREQUENCIES


class RuleSerializer(serializers.Serializer[Any]):
    frequency = serializers.ChoiceField(choices=FREQUENCIES, read_only=True)
    interval = serializers.IntegerField(read_only=True)
    by = serializers.ChoiceField(choices=BY, read_only=True)
    count = serializers.IntegerField(read_only=True, allow_null=True)
    until = serializers.DateField(read_only=True, allow_null=True)


class DateSerializer(serializers.ModelSerializer[Event]):
    """One date of a series: rows of `as_seen_by`."""

    local_start = WallClock(read_only=True)
    starts_at = InItsZone(help_text="`local_start` with the offset of the zone.")
    my_answer = serializers.ChoiceField(
        choices=Rsvp.Status.choices, source="my_status", read_only=True, allow_null=True
    )

    class Meta:
        model = Event
        fields = ["id", "title", "status", "local_start", "starts_at", "my_answer"]
        read_only_fields = fields


class SeriesSerializer(serializers.ModelSerializer[Series]):
    """The context holds the `dates` and whether one is `following`."""

    url = serializers.SerializerMethodField(help_text="For people: the page of the next date.")
    tribe = TribeNameSerializer(read_only=True)
    rule = RuleSerializer(read_only=True)
    sentence = serializers.SerializerMethodField(help_text="The rule in words.")
    following = serializers.SerializerMethodField(help_text="You go to all of its dates from one on.")
    dates = serializers.SerializerMethodField(help_text="Those to come, as far as they are made.")

    class Meta:
        model = Series
        fields = ["id", "url", "tribe", "rule", "sentence", "time_zone", "following", "dates"]
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_url(self, series: Series) -> str:
        return reverse("series", args=[series.pk], request=self.context["request"])

    def get_sentence(self, series: Series) -> str:
        return series.sentence

    def get_following(self, series: Series) -> bool:
        return bool(self.context["following"])

    @extend_schema_field(DateSerializer(many=True))
    def get_dates(self, series: Series) -> Any:
        return DateSerializer(self.context["dates"], many=True).data
