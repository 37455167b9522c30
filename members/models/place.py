import re
import unicodedata
from typing import Self

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from .zone import zone_of

# Accents as Unicode takes letters apart, and the letters it keeps whole though people type them plain.
MARKS = r"[\u0300-\u036f]"
WHOLE, TYPED = "łøđðı", "loddi"


def plain(name: str) -> str:
    """The name as people type it on any keyboard: `sao paulo`, `lodz`. The database's `plain_name` agrees."""
    bare = re.sub(MARKS, "", unicodedata.normalize("NFKD", name))
    return bare.lower().translate(str.maketrans(WHOLE, TYPED))


def plain_sql() -> Func:
    apart = Func(F("name"), template="normalize(%(expressions)s, NFKD)")
    bare = Func(apart, Value(MARKS), Value(""), Value("g"), function="regexp_replace")
    return Func(Lower(bare), Value(WHOLE), Value(TYPED), function="translate")


class PlaceQuerySet(models.QuerySet["Place"]):
    def named_like(self, text: str) -> Self:
        """Places whose name begins with the text, the most populous first; without a name there is none."""
        name, _, rest = (part.strip() for part in text.partition(","))
        found = self.filter(plain_name__startswith=plain(name)) if plain(name) else self.none()
        if rest:
            found = found.filter(Q(region__istartswith=rest) | Q(country_code__iexact=rest))
        return found.order_by(F("population").desc(), "pk")

    def called(self, text: str) -> "Place | None":
        """The town by its whole label (name, region, country), or the largest one of that name."""
        name, _, rest = (part.strip() for part in text.partition(","))
        region, _, country = (part.strip() for part in rest.rpartition(","))
        labelled = self.named_like(name).filter(
            plain_name=plain(name), region__iexact=region, country_code__iexact=country
        )
        return labelled.first() or self.named_like(text).first()


class Place(models.Model):
    """A city of the offline gazetteer (GeoNames, CC BY 4.0)."""

    name = models.CharField(max_length=200)
    plain_name = models.GeneratedField(
        expression=plain_sql(), output_field=models.CharField(max_length=400), db_persist=True
    )
    region = models.CharField(max_length=200, blank=True)
    country_code = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            # for LIKE 'portsm%', which an index in the order of a collation does not serve
            models.Index(
                fields=["plain_name"], opclasses=["varchar_pattern_ops"], name="place_by_plain_name"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="place_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        region = self.region if self.region != self.name else ""
        return ", ".join(part for part in (self.name, region, self.country_code) if part)

    @property
    def time_zone(self) -> str:
        return zone_of(self.latitude, self.longitude)
