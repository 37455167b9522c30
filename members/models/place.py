from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper


class PlaceQuerySet(models.QuerySet["Place"]):
    def named_like(self, text: str) -> Self:
        """Places whose name begins with the text, the most populous first."""
        name, _, rest = (part.strip() for part in text.partition(","))
        found = self.filter(name__istartswith=name)
        if rest:
            found = found.filter(Q(region__istartswith=rest) | Q(country_code__iexact=rest))
        return found.order_by(F("population").desc(), "pk")


class Place(models.Model):
    """A city of the offline gazetteer (GeoNames, CC BY 4.0)."""

    name = models.CharField(max_length=200)
    region = models.CharField(max_length=200, blank=True)
    country_code = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            # `istartswith` compares UPPER(name), so the index has to hold it
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="place_name_trgm"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="place_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.region, self.country_code) if part)
