from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from members.api.permissions import MayUseScope
from members.models import Tribe
from members.policies import tribes_visible_to
from tribemeet.errors import NotFound
from tribemeet.rest.description import operation
from tribemeet.rest.paging import Pages
from tribemeet.rest.tags import edition_meant

from .. import actions
from ..models import Rsvp
from ..policies import events_listed_for, events_visible_to
from ..serializers.events import CancelShape, EventChangeShape, EventSerializer, EventShape
from .doors import EventDoor
from .filters import EventFilter

SOON = "2027-03-13T19:00"
PROPOSAL = {"tribe": "usguys", "title": "Cocktails", "local_start": SOON, "place": "The Campbell"}


class Events(EventDoor):
    filterset_class = EventFilter
    pagination_class = Pages
    ordering = ("starts_at", "pk")

    @operation("events_list", "events", responses=EventSerializer(many=True), open_to_all=True)
    def get(self, request: Request) -> Response:
        """Meetups by the time they begin, past ones too."""
        return self.page(self.seen(events_listed_for(self.viewer)), EventSerializer)

    @operation(
        "events_propose", "events", request=EventShape, responses={201: EventSerializer}, example=PROPOSAL
    )
    def post(self, request: Request) -> Response:
        """Propose a meetup, one that repeats perhaps; its host is going."""
        asked = self.asked(EventShape)
        event = actions.propose_together(self._tribe(asked.pop("tribe")), by=self.member, **asked)
        address = reverse("api:event", args=[event.pk], request=request)
        return self.show(event.pk, status=201, headers={"Location": address})

    def _tribe(self, slug: str) -> Tribe:
        tribe = tribes_visible_to(self.member).filter(slug=slug.lower()).first()
        if tribe is None:
            raise NotFound(fields={"tribe": "There is no such tribe, or none that you may see."})
        return tribe


class OneEvent(EventDoor):
    @operation("events_read", "events", responses=EventSerializer, open_to_all=True)
    def get(self, request: Request, pk: int) -> Response:
        """One meetup."""
        return self.show(pk)

    @operation(
        "events_change", "events", request=EventChangeShape, responses=EventSerializer,
        example={"local_start": "2027-03-13T20:00", "area": "Midtown"},
    )  # fmt: skip
    def patch(self, request: Request, pk: int) -> Response:
        """Change what is named, the time too, all or nothing."""
        event = self.one(pk)
        asked = self.asked(EventChangeShape, partial=True)
        edition = edition_meant(request, event.edition)
        actions.change_dates(event, by=self.member, edition=edition, **asked)
        return self.show(pk)


class Cancellation(EventDoor):
    @operation(
        "events_cancel", "events", request=CancelShape, responses=EventSerializer,
        example={"reason": "The bar is closed that night."},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Call it off; it stays readable, and everybody who answered is told."""
        event = self.one(pk)
        asked = self.asked(CancelShape)
        actions.cancel_dates(event, by=self.member, edition=edition_meant(request, event.edition), **asked)
        return self.show(pk)


class MyEvents(EventDoor):
    permission_classes = [MayUseScope]
    filterset_class = EventFilter
    pagination_class = Pages
    ordering = ("starts_at", "pk")

    @operation("my_events_list", "me", responses=EventSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Meetups one is going to, might, or waits for."""
        answered = Rsvp.objects.expecting().filter(member=self.member).values("event")
        return self.page(self.seen(events_visible_to(self.member).filter(pk__in=answered)), EventSerializer)
