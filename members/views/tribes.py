from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tribemeet.forms import show

from .. import actions
from ..forms.tribes import RoleForm, SearchForm, TribeForm
from ..models import Membership
from ..policies import memberships_visible_to, tribes_listed_for, tribes_visible_to
from .viewer import MemberRequest, signed_in, viewer

A_PAGE = 48


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
    """Who belongs, requests first. Only members see it; for others it does not exist."""
    tribe = get_object_or_404(tribes_visible_to(request.user), slug=slug)
    own = get_object_or_404(Membership.objects.active(), tribe=tribe, member=request.user)
    people = memberships_visible_to(request.user, tribe).select_related("member__home")
    page = Paginator(people.order_by("-status", "joined_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    roles = Membership.Role.choices if own.role == Membership.Role.OWNER else Membership.Role.choices[:2]
    return render(request, "members/people.html", {"tribe": tribe, "own": own, "page": page, "roles": roles})


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
