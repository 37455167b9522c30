"""The times that a proposal offers, votes on them, and what hosts do to them."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from tribemeet.rest.description import operation
from tribemeet.rest.shapes import Nothing
from tribemeet.rest.tags import version

from .. import actions
from ..again import again
from ..models import Rsvp
from ..policies import slots_visible_to
from ..serializers.events import EventSerializer, EventShape
from ..serializers.slots import BallotSerializer, ExtendShape, SlotsShape, VotesShape
from .doors import EventDoor

EVENINGS = {"slots": [{"local_start": "2027-03-20T19:00"}, {"local_start": "2027-03-27T19:00"}]}


class BallotDoor(EventDoor):
    def show_slots(self, pk: int, **more: Any) -> Response:
        event = self.event(pk)
        self.version = version(event.edition, event.revision)
        slots = slots_visible_to(self.viewer, event)
        return Response(BallotSerializer(event, context={"slots": slots}).data, **more)


class Slots(BallotDoor):
    @operation("slots_list", "proposals", responses=BallotSerializer, open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """The times it offers, with their tallies and one's own votes"""
        return self.show_slots(pk)

    @operation(
        "slots_add", "proposals", request=SlotsShape, responses={201: BallotSerializer}, example=EVENINGS
    )
    def post(self, request: Request, pk: int) -> Response:
        """Offer more times, 20 in all; for hosts"""
        actions.add_slots(self.hosted(pk), by=self.member, **self.asked(SlotsShape))
        return self.show_slots(pk, status=201)


class Votes(BallotDoor):
    @operation(
        "votes_cast", "proposals", request=VotesShape, responses=BallotSerializer,
        example={"votes": {"12": "yes", "13": "if_needed"}},
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        """Say when one can come; slots that are not named stay as they were"""
        event = self.event(pk)
        choices = self.asked(VotesShape)["votes"]
        actions.vote(event, member=self.member, choices=choices, via=Rsvp.Via.API)
        return self.show_slots(pk)


class Chosen(BallotDoor):
    @operation("slots_choose", "proposals", request=None, responses=EventSerializer)
    def post(self, request: Request, pk: int, slot: int) -> Response:
        """Fix the date to this slot, however many can come; for hosts"""
        self.asked(Nothing)
        actions.choose(self.hosted(pk), by=self.member, slot=slot)
        return self.show(pk)


class Veto(BallotDoor):
    @operation("slots_veto", "proposals", request=None, responses=BallotSerializer)
    def post(self, request: Request, pk: int, slot: int) -> Response:
        """Take a slot out: it counts no more; for hosts"""
        self.asked(Nothing)
        actions.veto(self.hosted(pk), by=self.member, slot=slot)
        return self.show_slots(pk)

    @operation("slots_put_back", "proposals", request=None, responses=BallotSerializer)
    def delete(self, request: Request, pk: int, slot: int) -> Response:
        """Put a slot back, with the votes it had; for hosts"""
        actions.veto(self.hosted(pk), by=self.member, slot=slot, vetoed=False)
        return self.show_slots(pk)


class Extension(BallotDoor):
    @operation(
        "events_extend", "proposals", request=ExtendShape, responses=BallotSerializer,
        example={"decide_by": "2027-03-12T12:00:00-05:00"},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Decide at another moment, before the earliest slot; for hosts"""
        actions.extend(self.hosted(pk), by=self.member, **self.asked(ExtendShape))
        return self.show_slots(pk)


class Again(EventDoor):
    @operation("events_again", "proposals", responses=EventShape, open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """The same once more: a body to propose, at a likely next time"""
        event = self.event(pk)
        copy = again(event, timezone.now(), member=self.viewer)
        return Response(EventShape(copy | {"tribe": event.tribe.slug}).data)
