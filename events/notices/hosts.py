"""What those hear who host a meetup together."""

from dataclasses import asdict

from django.utils import timezone

from members.models import Member
from members.notices.letters import address_of, house_address, reachable, tell
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from ..entries import from_tribe
from ..models import Event
from .words import words_for


@handles("cohost_added")
def welcome_cohost(message: Message) -> None:
    now = timezone.now()
    event = Event.objects.with_people().filter(pk=message.payload["event_id"]).first()
    if event is None or event.status not in (Event.Status.PROPOSED, Event.Status.SCHEDULED):
        raise Moot("the meetup does not stand")
    member = Member.objects.filter(pk=message.payload["member_id"], pk__in=event.host_ids()).first()
    if member is None or event.is_past(now):
        raise Moot("there is nothing to host for them")
    context = {"event": asdict(words_for(event, member, now)), "recipient": member.name}
    sender = from_tribe(event, house_address().address)
    tell(message, address_of(reachable(member)), "cohost_added", context, sender=sender)
