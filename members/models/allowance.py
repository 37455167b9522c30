from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Allowance(models.Model):
    """What somebody who has not signed in had us do lately. It stands here and not in the cache: a cache that
    was emptied must not open the gate."""

    # a digest: the table names nobody
    key = models.CharField(max_length=64, unique=True, editable=False)
    spent_at: "ArrayField[list[datetime], list[datetime]]" = ArrayField(models.DateTimeField(), default=list)
    idle_from = models.DateTimeField(editable=False)

    class Meta:
        indexes = [models.Index("idle_from", name="allowance_by_idle_from")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {len(self.spent_at)}"
