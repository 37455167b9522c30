"""How a rule about members and tribes says no."""

from tribemeet.errors import Refusal


class HashtagTaken(Refusal):
    code = "hashtag_taken"
    message = "There is a tribe with that hashtag already."


class BadJoinLink(Refusal):
    code = "bad_join_link"
    message = "This link lets nobody in any more, or never did. Ask an organiser of the tribe for a new one."
    status = 404


class LastOwner(Refusal):
    code = "last_owner"
    message = "A tribe needs an owner. Make someone else one first."


class NotAMember(Refusal):
    code = "not_a_member"
    message = "Only members of the tribe may do that. Join it first."
    status = 403


class Banned(Refusal):
    code = "banned"
    message = "The organisers have banned you from this tribe. Ask them if you think that was a mistake."
    status = 403


class TooManyTokens(Refusal):
    code = "too_many_tokens"
    message = "You have 20 tokens already. Revoke one you no longer use."


class TooManyMails(Refusal):
    code = "too_many_mails"
    message = (
        "That was asked for often. Look for the newest mail, in the spam folder too, or come back in an hour."
    )
    status = 429


class NoHandleYet(Refusal):
    code = "no_handle_yet"
    message = "Choose a handle first: it is the name that people here know you by."
