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


class NotYetOpen(Refusal):
    code = "not_yet_open"
    message = "Answers are not open yet."


class AnswersClosed(Refusal):
    code = "answers_closed"
    message = "Answers are closed. Those who have a place can still give it back."


class NoMaybe(Invalid):
    code = "no_maybe"
    message = "The hosts want a yes or a no here."


class BadReply(Invalid):
    code = "bad_reply"
    message = "The hosts ask something that is not answered yet."


class BadQuestion(Invalid):
    code = "bad_question"
    message = "One of the questions does not work."


class OfferOver(Refusal):
    code = "offer_over"
    message = "The time to take this place is over; it went on to the next in line."


class NotProposed(Refusal):
    code = "not_proposed"
    message = "This meetup is not looking for a date."


class DateFixed(NotProposed):
    code = "date_fixed"
    message = "The date was fixed meanwhile."


class NothingToKeep(Refusal):
    code = "nothing_to_keep"
    message = "You have no place here that could be kept."


class NothingToHide(Refusal):
    code = "nothing_to_hide"
    message = "Your name does not stand here where others could read it."


class TooManyHosts(Invalid):
    code = "too_many_hosts"
    message = "At most eight people host a meetup together."


class HostStays(Refusal):
    code = "host_stays"
    message = "Who proposed the meetup cannot be taken off it. Call it off instead."


class BadLink(Refusal):
    code = "bad_link"
    message = "It may be incomplete: open it from the mail again. Or you may no longer see that meetup."
    status = 404


class LinkTooOld(Refusal):
    code = "link_too_old"
    message = "Links in mails are good for 60 days. A newer mail has a newer one, and signing in works."
    status = 410


class NotMergeable(Refusal):
    code = "not_mergeable"
    message = "These two meetups cannot become one."


class BadSlots(Invalid):
    code = "bad_slots"
    message = "Offer 1 to 20 different times."


class BadVote(Invalid):
    code = "bad_vote"
    message = "One of these votes does not count."


class DateOpen(Refusal):
    code = "date_open"
    message = "The date is not fixed yet. Add a time, take one out or choose one instead."


class LastSlot(Refusal):
    code = "last_slot"
    message = "This is the last time that is left. Add another first, or call the meetup off."


class NoSeries(Refusal):
    code = "no_series"
    message = "This meetup does not repeat: there is this date only."


class AnswerEachDate(Refusal):
    code = "answer_each_date"
    message = "The hosts say yes to each who comes. Answer each date on its own."


class BadRepeat(Invalid):
    code = "bad_repeat"
    message = "It cannot repeat like that."
