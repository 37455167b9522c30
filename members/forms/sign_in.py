"""What allauth's forms are called here. It loads these by name, long after its own modules."""

from typing import Any, cast

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    RequestLoginCodeForm,
    SignupForm,
)
from django import forms

from ..models import Member


def reword(form: forms.BaseForm, **labels: str) -> None:
    """Labels say it all; a placeholder that repeats them only fades while one types."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, email="Your mail address")

    def member(self) -> Member | None:
        return cast(Member | None, self._user)


class SignUp(SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, email="Your mail address", username="Your handle")
        self.fields["username"].help_text = "The name your people know you by: 2 to 30 letters, digits or _."
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class SignInCode(ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, code="The code from the mail")


class AddressCode(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, code="The code from the mail")


class AddAddress(AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, email="Another mail address")
