from django.urls import path

from .views import calendar, event, hosting, links, lists

urlpatterns = [
    path("", lists.home, name="home"),
    path("l/<str:token>/", links.link, name="link"),
    path("agenda/", lists.agenda, name="agenda"),
    path("tribes/<slug:slug>/", lists.tribe, name="tribe"),
    path("tribes/<slug:slug>/propose/", hosting.propose, name="propose"),
    path("events/<int:pk>/", event.event, name="event"),
    path("events/<int:pk>/live/", event.event_live, name="event_live"),
    path("events/<int:pk>/rsvp/", event.event_rsvp, name="event_rsvp"),
    path("events/<int:pk>/edit/", hosting.event_edit, name="event_edit"),
    path("events/<int:pk>/move/", hosting.event_move, name="event_move"),
    path("events/<int:pk>/cancel/", hosting.event_cancel, name="event_cancel"),
    path("events/<int:pk>/attendees/<int:rsvp>/remove/", hosting.event_remove, name="event_remove"),
    path("events/<int:pk>/event.ics", calendar.event_ics, name="event_ics"),
]
