"""An invite's row as the calendar writer wants it."""

from datetime import datetime

from django.conf import settings

from members.models import Tribe
from tribemeet import mail

from ..calendar.entry import Entry, PartStat
from ..models import Event, Invite
from .words import event_url, where


def entry_of(invite: Invite, *, stamp: datetime, partstat: PartStat, asks: bool = False) -> Entry:
    """The event as this member's calendar shows it; the stamp is the promise's, so a repeat is the same."""
    event, member = invite.event, invite.member
    organizer = organizer_of(invite)
    return Entry(
        uid=invite.uid,
        sequence=invite.sequence,
        dtstamp=stamp,
        created=invite.created_at,
        last_modified=event.updated_at,
        local_start=event.local_start,
        local_end=event.local_end,
        time_zone=event.time_zone,
        title=event.title,
        description=event.description,
        place_line=", ".join(where(event, member)),
        url=event_url(event),
        organizer_name=organizer.name,
        organizer_address=organizer.address,
        attendee_name=member.name,
        attendee_address=member.email,
        partstat=partstat,
        rsvp_wanted=asks,
        private=is_private(event),
    )


def organizer_of(invite: Invite) -> mail.Address:
    """The tribe under the member's own reply address: a calendar answers to the organizer."""
    token = invite.reply_address.token
    return mail.Address(f"rsvp+{token}@{settings.MAIL_DOMAIN}", f"{invite.event.tribe} (Tribemeet)")


def is_private(event: Event) -> bool:
    return event.tribe.visibility == Tribe.Visibility.PRIVATE or event.visibility == Event.Visibility.TRIBE
