"""Who is looking."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from ..models import Member

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of someone who has signed in."""

    user: Member


def viewer(request: HttpRequest) -> Member | None:
    """The member who looks; None for everybody else."""
    return request.user if request.user.is_authenticated else None


def signed_in(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask strangers to sign in first, and bring them back."""
    return cast(Callable[..., HttpResponse], login_required(cast(Callable[..., Any], view)))
