from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from members.api.doors import Door
from members.api.permissions import AnyoneMayRead
from tribemeet.errors import NotAllowed
from tribemeet.rest.tags import version

from ..models import Event
from ..models.event import EventQuerySet
from ..policies import as_seen_by, events_visible_to
from ..serializers.events import EventSerializer


class EventDoor(Door):
    """A door to events as the one who asks may see them."""

    queryset: QuerySet[Any] = Event.objects.all()
    permission_classes = [AnyoneMayRead]

    def seen(self, events: EventQuerySet) -> EventQuerySet:
        return as_seen_by(self.viewer, events.with_people().prefetch_related("cohosts"))

    def event(self, pk: int) -> Event:
        """The row alone, for what is asked about it."""
        return get_object_or_404(events_visible_to(self.viewer).with_people(), pk=pk)

    def one(self, pk: int) -> Event:
        return get_object_or_404(self.seen(events_visible_to(self.viewer)), pk=pk)

    def hosted(self, pk: int) -> Event:
        """The event for a host, who knows what it asks and of whom; nobody else learns even that much."""
        event: Any = self.one(pk)
        if not event.editable:
            raise NotAllowed
        return event  # type: ignore[no-any-return]

    def show(self, pk: int, **more: Any) -> Response:
        event = self.one(pk)
        self.version = version(event.edition, event.revision)
        return Response(EventSerializer(event, context={"request": self.request}).data, **more)
