"""What hosts do beside changing the meetup itself."""

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from members.models import Member
from tribemeet.rest.description import operation

from .. import actions
from ..policies import events_visible_to, people_to_ask
from ..serializers.events import EventSerializer
from ..serializers.hosting import CohostsShape, InvitedSerializer, InviteShape, MergeShape
from .doors import EventDoor
from .people import called


class Invitations(EventDoor):
    @operation(
        "invitations_send", "hosting", request=InviteShape, responses=InvitedSerializer,
        example={"handles": ["queens_gambol"]},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Ask people whether they come, each once; for hosts"""
        event = self.hosted(pk)
        asked, people = self.asked(InviteShape), people_to_ask(self.member, event)
        named = called(people, asked.get("handles", []), field="handles")
        everyone = Member.objects.filter(is_active=True, memberships__in=event.tribe.memberships.active())
        members = everyone if asked.get("everyone") else named
        return Response({"invited": actions.invite(event, by=self.member, members=members)})


class Cohosts(EventDoor):
    @operation(
        "cohosts_set", "hosting", request=CohostsShape, responses=EventSerializer,
        example={"cohosts": ["queens_gambol"]},
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        """Host it with these and nobody else; for who proposed it"""
        event = self.hosted(pk)
        people = people_to_ask(self.member, event)
        named = called(people, self.asked(CohostsShape)["cohosts"], field="cohosts")
        actions.set_cohosts(event, by=self.member, members=named)
        return self.show(pk)


class Merger(EventDoor):
    @operation("events_merge", "hosting", request=MergeShape, responses=EventSerializer, example={"into": 7})
    def post(self, request: Request, pk: int) -> Response:
        """Call it off for another one, and ask everybody there; for hosts"""
        event, asked = self.hosted(pk), self.asked(MergeShape)
        into = get_object_or_404(events_visible_to(self.member), pk=asked["into"])
        actions.merge(event, into=into, by=self.member)
        return self.show(pk)
