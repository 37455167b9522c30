"""One message of the outbox, one answer to a meetup, one mail."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from members.models import Member
from members.notices.letters import address_of, house_address, reachable, tell
from tribemeet import mail
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot

from .. import links
from ..calendar.entry import PartStat
from ..calendar.write import cancellation, request
from ..entries import entry_of, from_tribe, organizer_of
from ..models import Event, Invite, Rsvp
from .told import known
from .words import page_of, words_for

PARTSTATS: dict[str, PartStat] = {
    Rsvp.Status.GOING: "ACCEPTED",
    Rsvp.Status.MAYBE: "TENTATIVE",
    Rsvp.Status.DECLINED: "DECLINED",
}


@dataclass(frozen=True)
class Telling:
    """Fresh rows for one recipient, read when the mail is written and not when it was promised."""

    message: Message
    rsvp: Rsvp
    event: Event
    invite: Invite | None
    now: datetime = field(default_factory=timezone.now)

    def say(self, kind: str, calendar: mail.CalendarPart | None = None, **context: Any) -> None:
        """Send `mail/<kind>`; mails about one meetup form one thread in the recipient's mail program."""
        member = self.rsvp.member
        common = {
            "event": asdict(words_for(self.event, member, self.now)),
            "recipient": member.name,
            "guests": self.rsvp.guests,
            # their vote made them come: this is the first they hear of the date
            "fixed": self.rsvp.via == Rsvp.Via.VOTE,
            "going_count": self.event.seats_taken,
            "limited": self.event.capacity is not None,
            "apart": self.invite is not None and "apart" in self.invite.told,
            "maybe_allowed": self.event.maybe_allowed,
            "approval": self.event.by_approval,
            "reply_url": self._reply_url(),
            "answer_url": self.link("answer"),
        }
        tell(
            self.message,
            address_of(member),
            kind,
            common | context,
            sender=self._sender(),
            calendar=calendar,
            references=(f"event-{self.event.pk}@{settings.MAIL_DOMAIN}",),
        )

    def _reply_url(self) -> str:
        """Where they tell the hosts what a vote did not ask of them; nothing when all is told."""
        if not self.rsvp.owes_reply(self.event):
            return ""
        going = self.rsvp.status == Rsvp.Status.GOING
        return f"{self.link('answer')}?answer=going" if going else page_of("event", self.event)

    def link(self, purpose: str) -> str:
        return links.url(purpose, self.event, self.rsvp.member)

    @property
    def asks(self) -> bool:
        """The answer is for a time or place that changed since: it counts, and is asked again."""
        return self.rsvp.outdated(self.event)

    def request(self, invite: Invite) -> mail.CalendarPart:
        partstat: PartStat = "NEEDS-ACTION" if self.asks else PARTSTATS.get(self.rsvp.status, "NEEDS-ACTION")
        entry = entry_of(invite, stamp=self.message.created_at, partstat=partstat, asks=self.asks)
        return mail.CalendarPart(request(entry), "REQUEST")

    def cancellation(self, *, whole_event: bool) -> mail.CalendarPart | None:
        """Takes back the entry of who holds one; there is nothing to take from who was never sent one."""
        if self.invite is None or self.invite.stands() or not known(self.invite):
            return None
        partstat = PARTSTATS.get(self.rsvp.status, "NEEDS-ACTION")
        entry = entry_of(self.invite, stamp=self.message.created_at, partstat=partstat)
        return mail.CalendarPart(cancellation(entry, whole_event=whole_event), "CANCEL")

    def _sender(self) -> mail.Address:
        if self.invite:
            return organizer_of(self.invite)
        return from_tribe(self.event, house_address().address)


def telling(message: Message) -> Telling:
    rsvp = Rsvp.objects.with_people().filter(pk=message.payload["rsvp_id"]).first()
    if rsvp is None:
        raise Moot("the answer is gone")
    reachable(rsvp.member)
    invite = Invite.objects.with_people().filter(event=rsvp.event, member=rsvp.member).first()
    return Telling(message, rsvp, rsvp.event, invite)


def telling_member(message: Message) -> Telling:
    """For one who may have no answer yet: one that is not saved stands for it."""
    event = Event.objects.with_people().filter(pk=message.payload["event_id"]).first()
    member = Member.objects.filter(pk=message.payload["member_id"]).first()
    if event is None or member is None:
        raise Moot("they are gone")
    rsvp = event.rsvps.with_people().filter(member=reachable(member)).first()
    invite = Invite.objects.with_people().filter(event=event, member=member).first()
    return Telling(message, rsvp or Rsvp(event=event, member=member, status=""), event, invite)


def latest(telling: Telling) -> Telling:
    """A promise about an answer is told while it is the last one: a retreat and a return make one mail."""
    if telling.message.payload["step"] != telling.rsvp.settled_revision:
        raise Moot("they answered again")
    return telling


def ahead(telling: Telling) -> Telling:
    """Of a meetup that is off or has begun only its cancellation is told."""
    if telling.event.status != Event.Status.SCHEDULED:
        raise Moot("the meetup does not stand")
    if telling.event.starts_at <= telling.now:
        raise Moot("it has begun")
    return telling
