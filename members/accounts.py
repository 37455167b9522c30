"""Where django-allauth meets members: who is made, what may be shown, and that mail leaves by the outbox."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from tribemeet.outbox.post import post

from .actions import make_member
from .models import Member
from .policies import has_handle
from .views.viewer import to_profile


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by mailed code. No request waits for a mail server."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code we mailed last. Look at the newest mail.",
        "username_taken": "Someone has that handle already.",
        "rate_limited": "One moment, please. Try again in a minute.",
        "too_many_login_attempts": "Too many tries. Wait a minute, then ask for a new code.",
        "duplicate_email": "You have that address here already.",
    }

    def login(self, request: HttpRequest, user: Any) -> None:
        """A first sign-in is greeted as one; once it is noted down, nothing tells it from the others."""
        user.arrives = user.last_login is None
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """A guest who signs in chooses a handle first."""
        response: HttpResponse = super().post_login(request, user, **more)
        return response if has_handle(user) else to_profile(response["Location"])

    def save_user(
        self,
        request: HttpRequest,
        user: Any,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002
    ) -> Member:
        """The sign-up form becomes a member through the one action that makes members."""
        wanted = form.cleaned_data
        return make_member(handle=wanted["username"], email=wanted["email"], time_zone=wanted["time_zone"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Promise the mail, for as long as the code in it is of use."""
        words = context | {"email": email, "public_url": settings.PUBLIC_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", words)
        text = render_to_string(f"{template_prefix}_message.txt", words, allauth_context.request)
        with transaction.atomic():
            post(
                "account_mail",
                f"account_mail:{secrets.token_hex(16)}",
                expires_at=timezone.now() + settings.ACCOUNT_MAIL_SHELF_LIFE,
                email=email,
                subject=" ".join(subject.split()),
                text=text.strip() + "\n",
            )


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A passkey is a way in beside the mailed code, not a second lock behind it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unverified_email": "Confirm your mail address first: mail yourself a code under Addresses.",
        "incorrect_code": "That passkey did not work. Try again, or sign in with a mailed code.",
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        # allauth asks for one type when a key is to confirm who is there, and for all of them when it
        # decides whether the mailed code is enough. Someone without their key at hand must get in.
        return types is not None and len(types) == 1 and super().is_mfa_enabled(user, types)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return f"Passkey of {timezone.now():%-d %B %Y}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Tribemeet"}
