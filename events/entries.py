"""A meetup's rows as the calendar writer wants them, for the mailed invite and the file to download alike."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from members.models import Member, ReplyAddress, Tribe
from members.notices.letters import house_address
from tribemeet import mail
from tribemeet.plain_text import one_line

from .calendar.entry import Entry, PartStat, Status
from .models import Event, Invite
from .policies import address_visible_to

STATUSES: dict[str, Status] = {
    Event.Status.PROPOSED: "TENTATIVE",
    Event.Status.SCHEDULED: "CONFIRMED",
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.LAPSED: "CANCELLED",
}


def entry_of(invite: Invite, *, stamp: datetime, partstat: PartStat, asks: bool = False) -> Entry:
    """The event as this member's calendar shows it; the stamp is the promise's, so a repeat is the same."""
    member, organizer = invite.member, organizer_of(invite)
    return replace(
        copy_of(invite.event, member, invite),
        dtstamp=stamp,
        organizer_address=organizer.address,
        attendee_name=member.name,
        attendee_address=member.email,
        partstat=partstat,
        rsvp_wanted=asks,
    )


def copy_of(event: Event, member: Member | None, invite: Invite | None) -> Entry:
    """A copy to import, from an address that takes no answers. With an invite it is the same entry."""
    organizer = from_tribe(event, house_address().address)
    series = event.series if invite and invite.follow_id else None
    return Entry(
        uid=invite.uid if invite else f"event-{event.pk}@tribemeet",
        sequence=invite.sequence if invite else event.sequence,
        dtstamp=event.updated_at,
        created=invite.created_at if invite else event.created_at,
        last_modified=event.updated_at,
        local_start=event.local_start,
        local_end=event.local_end,
        time_zone=event.time_zone,
        all_day=event.all_day,
        title=event.title,
        description=event.description,
        place_line=", ".join(where(event, member)),
        url=event_url(event),
        organizer_name=organizer.name,
        organizer_address=organizer.address,
        status=STATUSES[event.status],
        private=is_private(event),
        recurrence_id=event.original_start if series else None,
        rule_zone=series.time_zone if series else "",
    )


def organizer_of(invite: Invite) -> mail.Address:
    """The tribe under the member's own reply address: a calendar answers to the organizer."""
    return from_tribe(invite.event, replies_to(invite.reply_address))


def replies_to(address: ReplyAddress) -> str:
    return f"rsvp+{address.token}@{settings.MAIL_DOMAIN}"


def from_tribe(event: Event, address: str) -> mail.Address:
    return mail.Address(address, f"{event.tribe} (Tribemeet)")


def is_private(event: Event) -> bool:
    """A calendar that is shared shows others that one is busy, and no more."""
    return event.tribe.visibility == Tribe.Visibility.PRIVATE or event.visibility != Event.Visibility.PUBLIC


def where(event: Event, member: Member | None) -> list[str]:
    """Place, address and area; the address only for those who may see it now."""
    return place_lines(event, event.address if address_visible_to(member, event) else "")


def place_lines(event: Event, address: str) -> list[str]:
    return [line for part in (event.place, address, event.area) if (line := one_line(part))]


def event_url(event: Event) -> str:
    return settings.PUBLIC_URL + reverse("event", args=[event.pk])
