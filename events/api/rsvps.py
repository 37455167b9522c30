from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from members.api.doors import Door
from tribemeet.rest.description import operation

from .. import actions
from ..models import Event, Rsvp
from ..policies import events_visible_to
from ..serializers.rsvps import AnswerShape, RsvpSerializer


class OwnRsvp(Door):
    queryset = Event.objects.all()

    def event(self, pk: int) -> Event:
        return get_object_or_404(events_visible_to(self.member), pk=pk)

    @operation("rsvp_read", "rsvps", responses=RsvpSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One's own answer."""
        own = self.event(pk).rsvps.filter(member=self.member).select_related("event")
        return Response(RsvpSerializer(get_object_or_404(own)).data)

    @operation(
        "rsvp_answer", "rsvps", request=AnswerShape, responses=RsvpSerializer,
        example={"answer": "going", "guests": 1},
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        """Answer; the same again changes nothing."""
        event = self.event(pk)
        rsvp = actions.respond(event, member=self.member, via=Rsvp.Via.API, **self.asked(AnswerShape))
        return Response(RsvpSerializer(rsvp).data)

    @operation("rsvp_give_back", "rsvps", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Give the seat or the place in line back."""
        actions.leave(self.event(pk), member=self.member, via=Rsvp.Via.API)
        return Response(status=204)
