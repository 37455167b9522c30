from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from tribemeet.forms import show

from .. import actions
from ..forms.profile import PictureForm, ProfileForm, filled
from ..forms.tribes import SearchForm
from ..models import Place, Tribe
from ..policies import members_visible_to, tribes_listed_for
from .viewer import MemberRequest, signed_in, signed_in_or_guest

SUGGESTIONS = 8
SHORTEST_SEARCH = 2


@signed_in_or_guest
def profile(request: MemberRequest) -> HttpResponse:
    """What one says of oneself. A guest begins here, and goes on to where they were bound for."""
    form = ProfileForm.of(request, initial=filled(request.user))
    if form.carry_out(actions.edit_profile, request.user):
        messages.success(request, "Your profile is saved.")
        return redirect(_bound_for(request) if request.user.is_guest else "profile")
    return show(request, "members/profile.html", form, picture_form=PictureForm())


def _bound_for(request: MemberRequest) -> str:
    there = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else "profile"


@require_POST
@signed_in_or_guest
def profile_picture(request: MemberRequest) -> HttpResponse:
    """Take a new picture, or remove the one there is."""
    form = PictureForm.of(request)
    if "remove" in request.POST:
        actions.set_picture(request.user, None)
        return redirect("profile")
    if form.carry_out(actions.set_picture, request.user):
        messages.success(request, "That is how people see you now.")
        return redirect("profile")
    return show(request, "members/picture.html", form)


@require_safe
@signed_in
def member(request: MemberRequest, handle: str) -> HttpResponse:
    """Someone of a tribe one belongs to."""
    visible = members_visible_to(request.user).select_related("home")
    person = get_object_or_404(visible, handle__iexact=handle)
    shared = tribes_listed_for(request.user).filter(pk__in=Tribe.objects.of(person)).order_by("slug")
    return render(request, "members/member.html", {"person": person, "tribes": shared})


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Towns that begin with `q`, the largest first, for the suggestions of a text field."""
    text = SearchForm(request.GET).text()
    found = Place.objects.named_like(text)[:SUGGESTIONS] if len(text) >= SHORTEST_SEARCH else []
    answer = JsonResponse({"places": [{"id": place.pk, "name": str(place)} for place in found]})
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "members/about.html")
