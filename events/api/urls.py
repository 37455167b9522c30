from django.urls import path

from . import attendees, events, rsvps

urlpatterns = [
    path("events", events.Events.as_view(), name="events"),
    path("events/<int:pk>", events.OneEvent.as_view(), name="event"),
    path("events/<int:pk>/cancel", events.Cancellation.as_view(), name="event_cancel"),
    path("events/<int:pk>/rsvp", rsvps.OwnRsvp.as_view(), name="rsvp"),
    path("events/<int:pk>/attendees", attendees.Attendees.as_view(), name="attendees"),
    path("me/events", events.MyEvents.as_view(), name="my_events"),
]
