"""How a rule says no."""

from collections.abc import Mapping


class Refusal(Exception):
    """An expected no: `code` is stable and part of the API, `message` is for a person.

    `fields` names the inputs at fault, each with its sentence, so that every door can point at them.
    """

    code = "refused"
    message = "That is not possible."
    status = 409

    def __init__(self, message: str | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        self.message = message or self.message
        self.fields = dict(fields or {})
        super().__init__(self.message)


class NotAllowed(Refusal):
    code = "not_allowed"
    message = "You may not do that."
    status = 403


class NotFound(Refusal):
    """Also said of what exists and may not be seen: the two must look the same."""

    code = "not_found"
    message = "There is nothing here, or nothing you may see."
    status = 404


class Invalid(Refusal):
    code = "invalid"
    message = "Please check what you entered."
    status = 422


class Busy(Refusal):
    code = "busy"
    message = "Too many people changed this at once. Nothing was saved; please try again."
    status = 503


class UnknownField(Invalid):
    code = "unknown_field"
    message = "There is no such field here, or it cannot be set."


class BadCursor(Invalid):
    code = "bad_cursor"
    message = "That cursor belongs to no list of ours. Follow `next`, or start again without one."


class BadIfMatch(Refusal):
    code = "bad_if_match"
    message = "If-Match holds the ETag that a read of this meetup gave you, in its quotes."
    status = 400
