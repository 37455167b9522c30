from django.urls import path

from . import me, memberships, tokens, tribes

urlpatterns = [
    path("tribes", tribes.Tribes.as_view(), name="tribes"),
    path("tribes/<slug:slug>", tribes.OneTribe.as_view(), name="tribe"),
    path("tribes/<slug:slug>/join-links", tribes.JoinLinks.as_view(), name="join_links"),
    path("tribes/<slug:slug>/memberships", memberships.Memberships.as_view(), name="memberships"),
    path("tribes/<slug:slug>/memberships/me", memberships.OwnMembership.as_view(), name="own_membership"),
    path("memberships/<int:pk>", memberships.OneMembership.as_view(), name="membership"),
    path("memberships/<int:pk>/ban", memberships.Ban.as_view(), name="membership_ban"),
    path("me", me.Me.as_view(), name="me"),
    path("tokens", tokens.Tokens.as_view(), name="tokens"),
    path("tokens/<int:pk>", tokens.OneToken.as_view(), name="token"),
]
