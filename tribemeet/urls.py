"""The map on one screen."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from tribemeet import health, look, media, pages
from tribemeet.rest import docs

api: list[URLPattern | URLResolver] = [
    path("", include("members.api.urls")),
    path("", include("events.api.urls")),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
]

urlpatterns = [
    re_path(r"^(?P<path>tribes/[0-9a-z_]*[A-Z]\w*/[a-z/]*)\Z", pages.in_capitals, name="tribe_in_capitals"),
    # members first: /tribes/new/ is a page of its own, and not the tribe #new
    path("", include("members.urls")),
    path("", include("events.urls")),
    path("api/v1/", include((api, "api"))),
    path("look/", look.choose_theme, name="choose_theme"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.EMBEDDED:
    # by name: what the inbox reads with is installed for the embedded run only
    urlpatterns += [path("inbox/", include("tribemeet.inbox"))]
    urlpatterns += [re_path(r"^media/(?P<path>pictures/\w{1,80}\.webp)\Z", media.media, name="media")]

handler400 = "tribemeet.pages.bad_request"
handler403 = "tribemeet.pages.permission_denied"
handler404 = "tribemeet.pages.page_not_found"
handler500 = "tribemeet.pages.server_error"
