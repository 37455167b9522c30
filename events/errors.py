"""How a rule about events says no."""

from tribemeet.errors import Invalid, Refusal


class Closed(Refusal):
    code = "closed"
    message = "This meetup no longer takes answers or changes."


class Removed(Refusal):
    code = "removed"
    message = "A host took you off this meetup. Ask them if you think that was a mistake."
    status = 403


class TooManyGuests(Invalid):
    code = "too_many_guests"
    message = "That is more guests than this meetup allows."


class Stale(Refusal):
    code = "stale"
    message = "Someone changed this meetup since you opened it. Look at it again before you save."
    status = 412


class BadTime(Invalid):
    code = "bad_time"
    message = "That time does not work."


class NoSuchTime(BadTime):
    code = "nonexistent_time"
    message = "Clocks go forward that night, so this time does not exist. Choose another."


class InThePast(BadTime):
    code = "in_the_past"
    message = "That time has passed already."


class NoRoom(Refusal):
    code = "no_room"
    message = "There is no room for more guests. You keep the places you have."
