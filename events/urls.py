from django.urls import path

from .views import answering, attendees, calendar, event, floor, hosting, hosts, links, lists, proposing

urlpatterns = [
    path("", lists.home, name="home"),
    path("l/<str:token>/", links.link, name="link"),
    path("agenda/", lists.agenda, name="agenda"),
    path("tribes/<slug:slug>/", lists.tribe, name="tribe"),
    path("tribes/<slug:slug>/propose/", proposing.propose, name="propose"),
    path("events/<int:pk>/", event.event, name="event"),
    path("events/<int:pk>/live/", event.event_live, name="event_live"),
    path("events/<int:pk>/rsvp/", answering.event_rsvp, name="event_rsvp"),
    path("events/<int:pk>/keep/", answering.event_keep, name="event_keep"),
    path("events/<int:pk>/hide/", answering.event_hide, name="event_hide"),
    path("events/<int:pk>/edit/", hosting.event_edit, name="event_edit"),
    path("events/<int:pk>/move/", hosting.event_move, name="event_move"),
    path("events/<int:pk>/cancel/", hosting.event_cancel, name="event_cancel"),
    path("events/<int:pk>/hosts/", hosts.event_hosts, name="event_hosts"),
    path("events/<int:pk>/hosts/add/", hosts.event_add, name="event_add"),
    path("events/<int:pk>/hosts/invite/", hosts.event_invite, name="event_invite"),
    path("events/<int:pk>/hosts/invite-all/", hosts.event_invite_all, name="event_invite_all"),
    path("events/<int:pk>/hosts/cohosts/", hosts.event_cohosts, name="event_cohosts"),
    path("events/<int:pk>/floor/", floor.event_floor, name="event_floor"),
    path("events/<int:pk>/attendees/<int:rsvp>/approve/", hosts.event_approve, name="event_approve"),
    path("events/<int:pk>/attendees/<int:rsvp>/remove/", hosts.event_remove, name="event_remove"),
    path("events/<int:pk>/event.ics", calendar.event_ics, name="event_ics"),
    path("events/<int:pk>/attendees.csv", attendees.event_attendees_csv, name="event_attendees_csv"),
    path("tribes/<slug:slug>/calendar.ics", calendar.tribe_ics, name="tribe_ics"),
]
