"""allauth's pages where ours differ: one way to sign in, and a form at fault answers 422."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    EmailView,
    RequestLoginCodeView,
    SignupView,
)
from django.http import HttpResponse

HURRIED = {"rate_limited", "too_many_login_attempts"}


class Unprocessable:
    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK:
            codes = {error.code for found in form.errors.as_data().values() for error in found}
            hurried = bool(codes & HURRIED)
            response.status_code = 429 if hurried else 422
        return response


class SignIn(Unprocessable, RequestLoginCodeView):  # type: ignore[misc]
    template_name = "account/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """A code proves the address it was mailed to, also of members who were made without a sign-up."""
        if found := form.member():
            sync_user_email_address(found)
        response: HttpResponse = super().form_valid(form)
        return response


class SignUp(Unprocessable, SignupView):  # type: ignore[misc]
    pass


class SignInCode(Unprocessable, ConfirmLoginCodeView):  # type: ignore[misc]
    pass


class AddressCode(Unprocessable, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    pass


class Addresses(Unprocessable, EmailView):  # type: ignore[misc]
    pass
