from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from tribemeet.errors import Invalid


def check(row: Model, *, only: set[str] | None = None) -> None:
    """Hold the row against its model's field rules and refuse with a sentence per field."""
    names = {field.name for field in row._meta.fields}
    try:
        row.clean_fields(exclude=names - only if only is not None else None)
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        fields.pop(NON_FIELD_ERRORS, None)
        raise Invalid(fields=fields) from error
