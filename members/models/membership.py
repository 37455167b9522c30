from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .member import Member


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(status=Membership.Status.ACTIVE)

    def requested(self) -> Self:
        return self.filter(status=Membership.Status.REQUESTED)

    def banned(self) -> Self:
        return self.filter(status=Membership.Status.BANNED)

    def organising(self) -> Self:
        return self.active().filter(role__in=Membership.ORGANISING)


class Membership(models.Model):
    """A member's belonging to a tribe."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        ORGANISER = "organiser", "Organiser"
        OWNER = "owner", "Owner"

    class Status(models.TextChoices):
        ACTIVE = "active", "Member"
        REQUESTED = "requested", "Waiting for approval"
        # kept, so that they do not come back by another door
        BANNED = "banned", "Banned"

    ORGANISING = (Role.ORGANISER, Role.OWNER)

    tribe = models.ForeignKey("members.Tribe", models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("tribe", "member", name="one_membership_per_tribe_and_member"),
            models.CheckConstraint(
                condition=Q(status="active") | Q(role="member"), name="only_the_admitted_have_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.tribe}: {self.role}"

    @property
    def organises(self) -> bool:
        return self.status == self.Status.ACTIVE and self.role in self.ORGANISING
