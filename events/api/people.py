from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Lower

from members.models import Member
from tribemeet.errors import NotFound


def called(people: QuerySet[Member], handles: Iterable[str], *, field: str) -> list[Member]:
    """Those of these people who are called so, each of them, or NotFound with the names of the others."""
    wanted = {handle.lower(): handle for handle in handles}
    found: list[Member] = [*people.annotate(called=Lower("handle")).filter(called__in=wanted).order_by("pk")]
    missing = wanted.keys() - {member.handle.lower() for member in found}
    if missing:
        names = ", ".join(wanted[handle] for handle in sorted(missing))
        raise NotFound(fields={field: f"There is nobody called so, or nobody you may ask: {names}."})
    return found
