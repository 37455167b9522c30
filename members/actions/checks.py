import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import CharField, Field, Model, TextField

from tribemeet.errors import Invalid

no_null = ProhibitNullCharactersValidator()

# They join letters in Persian or Hindi and people in an emoji, and mean nothing at the edge of a word.
JOINERS = "\u200c\u200d"
STRAY_JOINER = re.compile(rf"(?<!\S)[{JOINERS}]+|[{JOINERS}]+(?!\S)")
# Letters and signs to Unicode, nothing to the eye
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def check(row: Model, *, only: set[str] | None = None) -> None:
    """Tidy the row's texts, hold it against its model's field rules and refuse with a sentence per field."""
    fields = [field for field in row._meta.fields if only is None or field.name in only]
    for field in fields:
        if isinstance(field, CharField | TextField) and not field.choices:
            setattr(row, field.attname, tidy(getattr(row, field.attname)))
    if faults := dict(_faults(row, fields)):
        raise Invalid(fields=faults)


def tidy(text: Any) -> Any:
    """The text in one normal form, without what nobody sees: format and bidi controls, space around it.
    Where nothing visible is left, nothing is."""
    if not isinstance(text, str) or "\0" in text:
        return text
    kept = "".join(c for c in text if c in JOINERS or unicodedata.category(c) != "Cf")
    kept = unicodedata.normalize("NFC", STRAY_JOINER.sub("", kept)).strip()
    return kept if any(map(_visible, kept)) else ""


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CMZ" and character not in BLANK


def _faults(row: Model, fields: "list[Field]") -> Iterable[tuple[str, str]]:  # type: ignore[type-arg]
    everything_else = {field.name for field in row._meta.fields} - {field.name for field in fields}
    try:
        row.clean_fields(exclude=everything_else)
    except ValidationError as error:
        yield from ((name, " ".join(messages)) for name, messages in error.message_dict.items())
    for field in fields:
        try:
            no_null(getattr(row, field.attname))
        except ValidationError as error:
            yield field.name, error.messages[0]
