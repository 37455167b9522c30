from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages
from tribemeet.rest.shapes import Nothing

from .. import actions
from ..models import Rsvp
from ..policies import attendees_visible_to, may_edit, people_to_ask
from ..serializers.hosting import AddShape
from ..serializers.rsvps import AttendeeSerializer
from .doors import EventDoor
from .filters import AttendeeFilter
from .people import called


class AttendeeDoor(EventDoor):
    queryset = Rsvp.objects.all()

    def attendee(self, pk: int, handle: str) -> Rsvp:
        event = self.hosted(pk)
        found = attendees_visible_to(self.member, event).with_people()
        return get_object_or_404(found, member__handle__iexact=handle)

    def told(self, rsvp: Rsvp) -> Response:
        return Response(AttendeeSerializer(rsvp, context={"viewer": self.member, "hosts": True}).data)


class Attendees(AttendeeDoor):
    filterset_class = AttendeeFilter
    pagination_class = Pages
    ordering = ("answered_at", "pk")

    @operation("attendees_list", "events", responses=AttendeeSerializer(many=True), open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """Who is coming, as far as one may see."""
        event = self.event(pk)
        seen = attendees_visible_to(self.viewer, event).with_people()
        hosts = may_edit(self.viewer, event)
        return self.page(seen, AttendeeSerializer, viewer=self.viewer, hosts=hosts)

    @operation(
        "attendees_add", "hosting", request=AddShape, responses=AttendeeSerializer,
        example={"handle": "queens_gambol", "guests": 1},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Put someone on the list, or in line; for hosts"""
        event, asked = self.hosted(pk), self.asked(AddShape)
        (member,) = called(people_to_ask(self.member, event), [asked["handle"]], field="handle")
        return self.told(actions.add(event, by=self.member, member=member, guests=asked.get("guests")))


class OneAttendee(AttendeeDoor):
    @operation("attendees_remove", "hosting", request=None, responses={204: None})
    def delete(self, request: Request, pk: int, handle: str) -> Response:
        """Take someone off the list; for hosts"""
        actions.remove(self.attendee(pk, handle), by=self.member)
        return Response(status=204)


class Approval(AttendeeDoor):
    @operation("attendees_approve", "hosting", request=None, responses=AttendeeSerializer)
    def post(self, request: Request, pk: int, handle: str) -> Response:
        """Say yes to someone who asked to come; for hosts"""
        self.asked(Nothing)
        return self.told(actions.approve(self.attendee(pk, handle), by=self.member))
