"""What happened elsewhere and matters here, heard through the outbox."""

from members.models import Member, Tribe
from members.policies import belongs_to
from tribemeet.outbox.models import Message
from tribemeet.outbox.registry import Moot, handles

from . import actions


@handles("membership_ended")
def free_seats_in_the_tribe(message: Message) -> None:
    tribe = Tribe.objects.filter(pk=message.payload["tribe_id"]).first()
    member = Member.objects.filter(pk=message.payload["member_id"]).first()
    if tribe is None or member is None:
        raise Moot("they are gone")
    if belongs_to(member, tribe):
        raise Moot("they came back")
    actions.stop_following(tribe, member=member)
    # votes before seats: a date that is fixed in between deals them a seat, which then goes back
    actions.take_back_votes(tribe, member=member)
    actions.give_back_seats(tribe, member=member)
    actions.stop_hosting(tribe, member=member)
