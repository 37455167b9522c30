"""What every page shares: light or dark as the reader chose, and how a form is drawn."""

from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEME_COOKIE = "theme"
THEMES = (("", "As my device"), ("light", "Light"), ("dark", "Dark"))
A_YEAR = 60 * 60 * 24 * 365


class FormRenderer(TemplatesSetting):
    """One template draws every field of every form."""

    field_template_name = "forms/field.html"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. The theme comes from a cookie, so that the first paint is right already."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": chosen if chosen in dict(THEMES) else "",
        "themes": THEMES,
        "embedded": settings.EMBEDDED,
    }


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in ("light", "dark"):
        response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE)
    return response
