"""The description of the API, for programs and for people."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, written from the code."""


# Swagger UI writes style attributes of its own; the exception is this page's alone
@method_decorator(csp_update({"style-src": ["'self'", "'unsafe-inline'"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """A page to read and to try; every file of it is served from here."""

    template_name = "rest/docs.html"
    url_name = "api:schema"
