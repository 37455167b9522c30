"""Whether the process is alive, and whether it can serve."""

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from tribemeet.outbox.models import Message


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Whether the database answers, and how long the oldest due message has waited. Valkey may be away."""
    try:
        waited = _oldest_due_seconds()
    except OperationalError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok", "valkey": _valkey(), "oldest_due_seconds": waited})


def _oldest_due_seconds() -> float:
    now = timezone.now()
    oldest = Message.objects.due(now).first()
    return round((now - oldest.due_at).total_seconds(), 1) if oldest else 0.0


def _valkey() -> str:
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping()
    except RedisError:
        return "away"
    return "ok"
