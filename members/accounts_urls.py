"""Sign-in without passwords: allauth's pages, less everything about passwords."""

from allauth.account import views as allauth_views
from django.urls import include, path
from django.views.generic import RedirectView

from .views import accounts

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
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
