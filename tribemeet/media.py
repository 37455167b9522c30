"""Pictures in the embedded run, where no proxy stands in front that hands them out."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# A file that a member put there shows itself and nothing else, as the proxy of deploy/ says too.
POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; sandbox"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture. A new one has a new name, so a browser may keep what it has."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response
