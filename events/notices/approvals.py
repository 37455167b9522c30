"""What hosts hear of those who ask to come, where they are the ones to say yes."""

from dataclasses import asdict

from django.utils import timezone

from members.models import Member
from members.notices.letters import address_of, house_address, reachable, tell
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles
from tribemeet.plain_text import one_line

from ..entries import from_tribe
from ..models import Rsvp
from ..policies import may_edit
from .telling import ahead, latest, telling
from .words import page_of, words_for


@handles("approval_asked")
def ask_host_for_a_yes(message: Message) -> None:
    asked = ahead(latest(telling(message)))
    event, rsvp = asked.event, asked.rsvp
    host = Member.objects.filter(pk=message.payload["host_id"], pk__in=event.host_ids()).first()
    if rsvp.status != Rsvp.Status.PENDING or not may_edit(host, event) or host is None:
        raise Moot("they were answered, or are not theirs to answer")
    context = {
        "event": asdict(words_for(event, host, timezone.now())),
        "recipient": host.name,
        "asker": one_line(rsvp.member.name),
        "guests": rsvp.guests,
        "replies": replies_of(rsvp),
        "url": page_of("event_hosts", event),
    }
    sender = from_tribe(event, house_address().address)
    tell(message, address_of(reachable(host)), "approval_asked", context, sender=sender)


def replies_of(rsvp: Rsvp) -> list[dict[str, str]]:
    """What they replied to what the hosts ask, in the order of the questions."""
    asked = rsvp.event.questions
    return [
        {"question": question["text"], "reply": rsvp.replies[question["key"]]}
        for question in asked
        if question["key"] in rsvp.replies
    ]
