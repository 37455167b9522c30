"""Who is looking."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..models import Member
from ..policies import has_handle

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of someone who has signed in."""

    user: Member


def viewer(request: HttpRequest) -> Member | None:
    """The member who looks; None for everybody else."""
    return request.user if request.user.is_authenticated else None


def signed_in(view: Callable[Concatenate[MemberRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask strangers to sign in first, and guests for a handle; bring them back."""

    @wraps(view)
    def answered(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if has_handle(request.user):
            return view(request, *args, **kwargs)
        return to_profile(request.get_full_path() if request.method == "GET" else "")

    return signed_in_or_guest(answered)


def signed_in_or_guest(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Ask strangers to sign in first, and bring them back."""
    return cast(Callable[..., HttpResponse], login_required(cast(Callable[..., Any], view)))


def to_profile(back: str) -> HttpResponse:
    """To the page on which a guest chooses a handle, and from there back."""
    return redirect_to_login(back, "profile") if back else redirect("profile")
