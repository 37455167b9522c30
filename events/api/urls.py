from django.urls import path

from . import attendees, events, hosting, rsvps, series, slots

urlpatterns = [
    path("events", events.Events.as_view(), name="events"),
    path("events/<int:pk>", events.OneEvent.as_view(), name="event"),
    path("events/<int:pk>/cancel", events.Cancellation.as_view(), name="event_cancel"),
    path("events/<int:pk>/rsvp", rsvps.OwnRsvp.as_view(), name="rsvp"),
    path("events/<int:pk>/rsvp/hidden", rsvps.Hidden.as_view(), name="rsvp_hidden"),
    path("events/<int:pk>/rsvp/keep", rsvps.Kept.as_view(), name="rsvp_keep"),
    path("events/<int:pk>/attendees", attendees.Attendees.as_view(), name="attendees"),
    path("events/<int:pk>/attendees/<slug:handle>", attendees.OneAttendee.as_view(), name="attendee"),
    path(
        "events/<int:pk>/attendees/<slug:handle>/approve",
        attendees.Approval.as_view(),
        name="attendee_approve",
    ),
    path("events/<int:pk>/invitations", hosting.Invitations.as_view(), name="invitations"),
    path("events/<int:pk>/cohosts", hosting.Cohosts.as_view(), name="cohosts"),
    path("events/<int:pk>/merge", hosting.Merger.as_view(), name="event_merge"),
    path("events/<int:pk>/slots", slots.Slots.as_view(), name="slots"),
    path("events/<int:pk>/slots/<int:slot>/choose", slots.Chosen.as_view(), name="slot_choose"),
    path("events/<int:pk>/slots/<int:slot>/veto", slots.Veto.as_view(), name="slot_veto"),
    path("events/<int:pk>/votes", slots.Votes.as_view(), name="votes"),
    path("events/<int:pk>/extend", slots.Extension.as_view(), name="event_extend"),
    path("events/<int:pk>/again", slots.Again.as_view(), name="event_again"),
    path("series/<int:pk>", series.OneSeries.as_view(), name="series"),
    path("me/events", events.MyEvents.as_view(), name="my_events"),
]
