from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from members.api.doors import Door
from tribemeet.rest.description import operation
from tribemeet.rest.shapes import Nothing

from .. import actions
from ..models import Event, Rsvp
from ..policies import events_visible_to
from ..serializers.rsvps import AnswerShape, HiddenShape, RsvpSerializer
from ..standing import look_at, news_of, standing_of


class RsvpDoor(Door):
    queryset = Event.objects.all()

    def event(self, pk: int) -> Event:
        return get_object_or_404(events_visible_to(self.member).with_people(), pk=pk)

    def own(self, event: Event, *, news: str = "") -> Response:
        """How one stands now, also where the answer just given shut the door behind one."""
        event.refresh_from_db()
        look = look_at(event, self.member, timezone.now())
        rsvp = look.rsvp or Rsvp(event=event, member=self.member)
        return Response(RsvpSerializer(rsvp, context={"standing": standing_of(look), "news": news}).data)


class OwnRsvp(RsvpDoor):
    @operation("rsvp_read", "rsvps", responses=RsvpSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """One's own answer, if there is one, and the answers that are open."""
        return self.own(self.event(pk))

    @operation(
        "rsvp_answer", "rsvps", request=AnswerShape, responses=RsvpSerializer,
        example={"answer": "going", "guests": 1, "guest_names": ["Lou"]},
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        """Answer; the same again changes nothing."""
        event, asked = self.event(pk), self.asked(AnswerShape)
        rsvp = actions.answer(event, member=self.member, via=Rsvp.Via.API, **asked)
        return self.own(event, news=news_of(asked.get("expects", ""), rsvp))

    @operation("rsvp_give_back", "rsvps", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Give the seat or the place in line back."""
        actions.leave(self.event(pk), member=self.member, via=Rsvp.Via.API)
        return Response(status=204)


class Hidden(RsvpDoor):
    @operation("rsvp_hide", "rsvps", request=HiddenShape, responses=RsvpSerializer, example={"hidden": True})
    def put(self, request: Request, pk: int) -> Response:
        """At this meetup, be counted and not named, or be named again."""
        event = self.event(pk)
        actions.hide(event, member=self.member, **self.asked(HiddenShape))
        return self.own(event)


class Kept(RsvpDoor):
    @operation("rsvp_keep", "rsvps", request=None, responses=RsvpSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Keep the place one was asked about; again changes nothing."""
        self.asked(Nothing)
        event = self.event(pk)
        actions.keep(event, member=self.member, via=Rsvp.Via.API)
        return self.own(event)
