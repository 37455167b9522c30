from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from members.api.doors import Door
from members.api.permissions import AnyoneMayRead
from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages

from ..models import Rsvp
from ..policies import attendees_visible_to, events_visible_to
from ..serializers.rsvps import AttendeeSerializer
from .filters import AttendeeFilter


class Attendees(Door):
    queryset = Rsvp.objects.all()
    permission_classes = [AnyoneMayRead]
    filterset_class = AttendeeFilter
    pagination_class = Pages
    ordering = ("answered_at", "pk")

    @operation("attendees_list", "events", responses=AttendeeSerializer(many=True), open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """Who is coming, as far as one may see."""
        event = get_object_or_404(events_visible_to(self.viewer).with_people(), pk=pk)
        return self.page(attendees_visible_to(self.viewer, event).with_people(), AttendeeSerializer)
