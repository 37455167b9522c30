from rest_framework import serializers

from tribemeet.rest.shapes import Choice, Shape, Whole

from .. import recurrence
from ..actions.following import SCOPES, THIS

FREQUENCIES = [recurrence.WEEKLY, recurrence.MONTHLY]
BY = [recurrence.DAY, recurrence.WEEKDAY]


def scope_asked(help_text: str) -> Choice:
    return Choice(choices=list(SCOPES), default=THIS, help_text=help_text)


class RepeatShape(Shape):
    """How often; the first date says on which day and at what time."""

    frequency = Choice(choices=FREQUENCIES)
    interval = Whole(min_value=1, max_value=recurrence.MOST_INTERVAL, default=1, help_text="2: every second.")
    by = Choice(
        choices=BY, default=recurrence.DAY, help_text="Monthly, by the day of the month or by the weekday."
    )
    count = Whole(min_value=1, max_value=recurrence.MOST_DATES, required=False, help_text="How often in all.")
    until = serializers.DateField(
        input_formats=["%Y-%m-%d"], required=False, help_text="The last day; two years off at most."
    )
