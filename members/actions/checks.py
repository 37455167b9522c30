from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Field, Model

from tribemeet.errors import Invalid

no_null = ProhibitNullCharactersValidator()


def check(row: Model, *, only: set[str] | None = None) -> None:
    """Hold the row against its model's field rules and refuse with a sentence per field."""
    fields = [field for field in row._meta.fields if only is None or field.name in only]
    if faults := dict(_faults(row, fields)):
        raise Invalid(fields=faults)


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
