from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tribemeet.errors import NotAllowed
from tribemeet.forms import show
from tribemeet.pages import NOTHING_SAVED, Words, error_page

from .. import actions
from ..errors import BadJoinLink
from ..forms.tribes import AboutTribeForm, RoleForm, SearchForm, TribeForm, about
from ..models import Membership
from ..policies import (
    may_ban,
    may_organise,
    membership_of,
    memberships_visible_to,
    tribes_listed_for,
    tribes_visible_to,
)
from .viewer import MemberRequest, signed_in, viewer

A_PAGE = 48
OLD_LINK = "This link does not open"


def tribes(request: HttpRequest) -> HttpResponse:
    """Tribes that are listed, one's own first, then the larger ones."""
    member, search = viewer(request), SearchForm(request.GET)
    found = tribes_listed_for(member).annotate(
        people=Count("memberships", filter=Q(memberships__status=Membership.Status.ACTIVE)),
        mine=Exists(Membership.objects.active().filter(tribe=OuterRef("pk"), member=member)),
    )
    if text := search.text():
        found = found.filter(Q(name__icontains=text) | Q(slug__startswith=text.lower().removeprefix("#")))
    page = Paginator(found.order_by("-mine", "-people", "slug"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/tribes.html", {"page": page, "search": search})


@signed_in
def tribe_new(request: MemberRequest) -> HttpResponse:
    form = TribeForm.of(request, initial={"time_zone": request.user.time_zone})
    if tribe := form.carry_out(actions.found_tribe, by=request.user):
        return redirect("tribe", tribe.slug)
    return show(request, "members/tribe_new.html", form)


@signed_in
def tribe_edit(request: MemberRequest, slug: str) -> HttpResponse:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    if not may_organise(request.user, tribe):
        raise NotAllowed
    form = AboutTribeForm.of(request, initial=about(tribe))
    if form.carry_out(actions.edit_tribe, tribe, by=request.user):
        messages.success(request, "Saved.")
        return redirect("tribe", slug)
    return show(request, "members/tribe_edit.html", form, tribe=tribe)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button for whoever was given the link, of a private tribe too."""
    member = viewer(request)
    try:
        tribe = actions.tribe_of_join_link(token)
    except BadJoinLink as refusal:
        return error_page(request, refusal.status, Words(OLD_LINK, refusal.message, NOTHING_SAVED))
    if request.method != "POST":
        return render(request, "members/join.html", {"tribe": tribe, "token": token})
    if member is None:
        return redirect_to_login(request.path)
    actions.join_by_link(token, member=member)
    messages.success(request, f"Welcome to {tribe}.")
    return redirect("tribe", tribe.slug)


@require_POST
@signed_in
def tribe_join(request: MemberRequest, slug: str) -> HttpResponse:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    membership = actions.join(tribe, member=request.user)
    asked = membership.status == Membership.Status.REQUESTED
    messages.success(request, "The organisers have your request." if asked else f"Welcome to {tribe}.")
    return redirect("tribe", slug)


@require_POST
@signed_in
def tribe_leave(request: MemberRequest, slug: str) -> HttpResponse:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    actions.leave(tribe, member=request.user)
    messages.success(request, f"You have left {tribe}.")
    return redirect("tribes")


@signed_in
def tribe_members(request: MemberRequest, slug: str) -> HttpResponse:
    """Who belongs, requests first, and for organisers who is banned. Only members see it; for others it does
    not exist."""
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    own = get_object_or_404(
        Membership.objects.active().select_related("tribe"), tribe=tribe, member=request.user
    )
    seen = memberships_visible_to(request.user, tribe).select_related("member__home")
    people = seen.exclude(status=Membership.Status.BANNED).order_by("-status", "joined_at", "pk")
    shown = {
        "tribe": tribe,
        "own": own,
        "page": Paginator(people, A_PAGE).get_page(request.GET.get("page")),
        "banned": Paginator(seen.banned().order_by("pk"), A_PAGE).get_page(request.GET.get("banned")),
        "roles": Membership.Role.choices[: 3 if own.role == Membership.Role.OWNER else 2],
        "link": _join_link(request, own),
    }
    return render(request, "members/people.html", shown)


def _join_link(request: MemberRequest, own: Membership) -> str:
    """A fresh link to hand out, for those who may."""
    if not own.organises:
        return ""
    token = actions.make_join_link(own.tribe, by=request.user)
    return request.build_absolute_uri(reverse("join_link", args=[token]))


@require_POST
@signed_in
def tribe_role(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    membership = _membership(request, slug, pk)
    form = RoleForm.of(request)
    if changed := form.carry_out(actions.change_role, membership, by=request.user):
        messages.success(request, f"{changed.member.name} is now {changed.get_role_display().lower()}.")
        return redirect("tribe_members", slug)
    return show(request, "members/refused.html", form, tribe=membership.tribe)


@require_POST
@signed_in
def tribe_admit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    membership = actions.admit(_membership(request, slug, pk), by=request.user)
    messages.success(request, f"{membership.member.name} is in.")
    return redirect("tribe_members", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tribe_ban(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """A page that says what it means, and its button."""
    membership = _membership(request, slug, pk)
    if not may_ban(membership_of(request.user, membership.tribe), membership):
        raise NotAllowed
    if request.method != "POST":
        return render(request, "members/ban.html", {"tribe": membership.tribe, "banned": membership})
    actions.ban(membership, by=request.user)
    messages.success(request, f"{membership.member.name} is banned.")
    return redirect("tribe_members", slug)


@require_POST
@signed_in
def tribe_lift_ban(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    membership = _membership(request, slug, pk)
    actions.lift_ban(membership, by=request.user)
    messages.success(request, f"{membership.member.name} may join again.")
    return redirect("tribe_members", slug)


@require_POST
@signed_in
def tribe_turn_away(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    actions.turn_away(_membership(request, slug, pk), by=request.user)
    messages.success(request, "The request is turned down.")
    return redirect("tribe_members", slug)


def _membership(request: MemberRequest, slug: str, pk: int) -> Membership:
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    visible = memberships_visible_to(request.user, tribe).select_related("tribe", "member")
    return get_object_or_404(visible, pk=pk)
