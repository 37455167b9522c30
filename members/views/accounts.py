"""allauth's pages where ours differ: one way to sign in, and a form at fault answers 422."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    EmailView,
    RequestLoginCodeView,
    SignupView,
)
from django.http import HttpResponse


class Unprocessable:
    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignIn(Unprocessable, RequestLoginCodeView):  # type: ignore[misc]
    template_name = "account/login.html"


class SignUp(Unprocessable, SignupView):  # type: ignore[misc]
    pass


class SignInCode(Unprocessable, ConfirmLoginCodeView):  # type: ignore[misc]
    pass


class AddressCode(Unprocessable, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    pass


class Addresses(Unprocessable, EmailView):  # type: ignore[misc]
    pass
