"""How a rule about members and tribes says no."""

from tribemeet.errors import Refusal


class HashtagTaken(Refusal):
    code = "hashtag_taken"
    message = "There is a tribe with that hashtag already."


class LastOwner(Refusal):
    code = "last_owner"
    message = "A tribe needs an owner. Make someone else one first."


class NotAMember(Refusal):
    code = "not_a_member"
    message = "Only members of the tribe may do that. Join it first."
    status = 403


class TooManyTokens(Refusal):
    code = "too_many_tokens"
    message = "You have 20 tokens already. Revoke one you no longer use."
