from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation

from ..models import Follow, Series
from ..policies import as_seen_by, dates_listed_for, series_visible_to
from ..serializers.series import SeriesSerializer
from .doors import EventDoor


class OneSeries(EventDoor):
    queryset = Series.objects.all()

    @operation("series_read", "series", responses=SeriesSerializer, open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """A meetup that repeats, and its dates to come."""
        series = get_object_or_404(series_visible_to(self.viewer).select_related("tribe"), pk=pk)
        now = timezone.now()
        dates = dates_listed_for(self.viewer).filter(series=series).upcoming(now)
        following = Follow.objects.going_on().filter(series=series, member=self.viewer).exists()
        context = {"dates": as_seen_by(self.viewer, dates), "following": following, "request": request}
        return Response(SeriesSerializer(series, context=context).data)
