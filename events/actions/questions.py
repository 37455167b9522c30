"""What hosts ask of those who answer: up to ten questions, kept with the event, and replies, kept with the
rsvp under each question's key.

A question is `{"key", "text", "kind", "required", "choices"}`; its kind is `text`, `choice` or `yes_no`.
"""

from typing import Any, TypedDict

from tribemeet.plain_text import one_line

from ..errors import BadQuestion, BadReply

MOST = 10
LONGEST_TEXT = 200
LONGEST_REPLY = 500
MOST_CHOICES = 20
KINDS = ("text", "choice", "yes_no")
YES_NO = ("yes", "no")


class Question(TypedDict):
    key: str
    text: str
    kind: str
    required: bool
    choices: list[str]


def checked_questions(asked: list[dict[str, Any]]) -> list[Question]:
    """The questions as they are kept, each with a key of its own, or BadQuestion naming the one at fault."""
    if len(asked) > MOST:
        raise BadQuestion(fields={"questions": f"Ask {MOST} questions at most."})
    taken = {str(question.get("key")) for question in asked if question.get("key")}
    if len(taken) != sum(1 for question in asked if question.get("key")):
        raise BadQuestion(fields={"questions": "Two questions have the same key."})
    free = iter(key for number in range(1, 2 * MOST + 1) if (key := f"q{number}") not in taken)
    return [_checked(number, question, free) for number, question in enumerate(asked)]


def _checked(number: int, asked: dict[str, Any], free: Any) -> Question:
    text, kind = one_line(str(asked.get("text", ""))), asked.get("kind", "text")
    choices = [one for choice in asked.get("choices") or [] if (one := one_line(str(choice)))]
    wrong = _what_is_wrong(text, kind, choices)
    if wrong:
        raise BadQuestion(fields={f"questions.{number}": wrong})
    return {
        "key": str(asked.get("key") or next(free)),
        "text": text,
        "kind": kind,
        "required": bool(asked.get("required")),
        "choices": choices if kind == "choice" else [],
    }


def _what_is_wrong(text: str, kind: str, choices: list[str]) -> str:
    if not text or len(text) > LONGEST_TEXT:
        return f"Say what you ask, in {LONGEST_TEXT} characters at most."
    if kind not in KINDS:
        return "A question takes text, a choice, or yes or no."
    few = len(set(choices)) < 2 or len(set(choices)) != len(choices)
    if kind == "choice" and (few or len(choices) > MOST_CHOICES or max(map(len, choices)) > LONGEST_TEXT):
        return f"Offer 2 to {MOST_CHOICES} different choices."
    return ""


def checked_replies(questions: list[Question], given: dict[str, Any]) -> dict[str, str]:
    """Replies by key, to questions that are asked; BadReply names those that are missing or make no sense."""
    wrong = {f"replies.{key}": "This is not asked here." for key in given.keys() - _keys(questions)}
    replies = {question["key"]: _reply(given.get(question["key"])) for question in questions}
    wrong |= {
        f"replies.{question['key']}": sentence
        for question in questions
        if (sentence := _why_not(question, replies[question["key"]]))
    }
    if wrong:
        raise BadReply(fields=wrong)
    return {key: reply for key, reply in replies.items() if reply}


def _keys(questions: list[Question]) -> set[str]:
    return {question["key"] for question in questions}


def _reply(given: Any) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    return one_line(str(given or ""))


def _why_not(question: Question, reply: str) -> str:
    if not reply:
        return "The hosts need to know this." if question["required"] else ""
    choices = {"choice": question["choices"], "yes_no": YES_NO}.get(question["kind"])
    if choices is not None and reply not in choices:
        return "Choose one that is offered."
    return f"{LONGEST_REPLY} characters at most." if len(reply) > LONGEST_REPLY else ""
