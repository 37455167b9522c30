from allauth.account import views as allauth_views
from django.urls import include, path
from django.views.generic import RedirectView

from .views import accounts, people, tokens, tribes

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

# allauth's pages, less everything about passwords
account_pages = [
    path("login/", accounts.SignIn.as_view(), name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", accounts.SignInCode.as_view(), name="account_confirm_login_code"),
    path("signup/", accounts.SignUp.as_view(), name="account_signup"),
    path("confirm-email/", accounts.AddressCode.as_view(), name="account_email_verification_sent"),
    path("email/", accounts.Addresses.as_view(), name="account_email"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    # allauth names this one in its mail about an address known already; there is nothing to reset here
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("passkeys/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("accounts/", include(account_pages)),
    path("tribes/", tribes.tribes, name="tribes"),
    path("tribes/new/", tribes.tribe_new, name="tribe_new"),
    path("join/<str:token>/", tribes.join_link, name="join_link"),
    path("tribes/<slug:slug>/edit/", tribes.tribe_edit, name="tribe_edit"),
    path("tribes/<slug:slug>/join/", tribes.tribe_join, name="tribe_join"),
    path("tribes/<slug:slug>/leave/", tribes.tribe_leave, name="tribe_leave"),
    path("tribes/<slug:slug>/members/", tribes.tribe_members, name="tribe_members"),
    path("tribes/<slug:slug>/members/<int:pk>/role/", tribes.tribe_role, name="tribe_role"),
    path("tribes/<slug:slug>/members/<int:pk>/admit/", tribes.tribe_admit, name="tribe_admit"),
    path("tribes/<slug:slug>/members/<int:pk>/ban/", tribes.tribe_ban, name="tribe_ban"),
    path("tribes/<slug:slug>/members/<int:pk>/lift-ban/", tribes.tribe_lift_ban, name="tribe_lift_ban"),
    path("tribes/<slug:slug>/members/<int:pk>/turn-away/", tribes.tribe_turn_away, name="tribe_turn_away"),
    path("me/", people.profile, name="profile"),
    path("me/picture/", people.profile_picture, name="profile_picture"),
    path("people/<slug:handle>/", people.member, name="member"),
    path("places/", people.places, name="places"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("about/", people.about, name="about"),
]
