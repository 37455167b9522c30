from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from members.models import Member

from ..models import Invite, Rsvp

# as long as a link that was mailed to them opens anything
KEPT = timedelta(days=60)


@transaction.atomic
def forget_guests(now: datetime) -> int:
    """Addresses that somebody typed and nobody ever proved go, once nothing is ahead that they asked for."""
    let_go = {"status": Rsvp.Status.RELEASED, "via": Rsvp.Via.WEB, "event__ends_at__lt": now}
    matters = Rsvp.objects.filter(member=OuterRef("pk")).exclude(**let_go)
    unproved = Member.objects.filter(is_guest=True, last_login=None, joined_at__lt=now - KEPT)
    found = list(unproved.exclude(Exists(matters)).values_list("pk", flat=True))
    Invite.objects.filter(member__in=found).delete()
    Member.objects.filter(pk__in=found).delete()
    return len(found)
