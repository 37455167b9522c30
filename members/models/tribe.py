from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from .member import Member
from .membership import Membership
from .zone import TimeZoneField

HASHTAG = r"^[A-Za-z0-9_]{2,40}$"


class TribeQuerySet(models.QuerySet["Tribe"]):
    def of(self, member: Member | None) -> Self:
        """Tribes the member belongs to."""
        if member is None:
            return self.none()
        return self.filter(Exists(Membership.objects.active().filter(tribe=OuterRef("pk"), member=member)))

    def with_standing_of(self, member: Member | None) -> Self:
        """Each tribe with the number of its `people`, and where the member stands with it as `my_status`."""
        own = Membership.objects.filter(tribe=OuterRef("pk"), member=member)
        active = Q(memberships__status=Membership.Status.ACTIVE)
        return self.annotate(
            people=Count("memberships", filter=active), my_status=Subquery(own.values("status"))
        )


class Tribe(models.Model):
    """A community, known by its hashtag."""

    class Admission(models.TextChoices):
        OPEN = "open", "Anyone may join"
        APPROVAL = "approval", "An organiser approves"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Listed for everyone"
        UNLISTED = "unlisted", "Anyone with the link"
        PRIVATE = "private", "Members only"

    slug = models.SlugField(max_length=40, unique=True, editable=False)
    hashtag = models.CharField(
        max_length=40,
        validators=[RegexValidator(HASHTAG, "Use 2 to 40 letters, digits or underscores, without the #.")],
    )
    name = models.CharField(max_length=80)
    description = models.TextField(max_length=2000, blank=True)
    time_zone = TimeZoneField()
    admission = models.CharField(max_length=10, choices=Admission, default=Admission.OPEN)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    founded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TribeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slug=Lower("hashtag")), name="slug_is_the_hashtag_in_lower_case"
            ),
            models.CheckConstraint(condition=Q(hashtag__regex=HASHTAG), name="hashtag_is_plain"),
        ]

    def __str__(self) -> str:
        return f"#{self.hashtag}"
