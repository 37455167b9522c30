from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from .place import Place
from .zone import TimeZoneField

HANDLE = r"^[A-Za-z0-9_]{2,30}$"


def languages() -> list[tuple[str, str]]:
    """Those that pages and mails are written in."""
    return list(settings.LANGUAGES)


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(handle__iexact=username)

    def create_superuser(self, handle: str, email: str, password: str | None = None) -> "Member":
        """Used by `createsuperuser`; people sign in by mailed code, so the password is never asked for."""
        member = Member(handle=handle, email=email.lower(), is_staff=True, is_superuser=True)
        member.set_unusable_password()
        member.save()
        return member


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account: a verified address and the handle people know online. A guest answered by
    mail and has chosen no handle yet; until then they hold answers and nothing else."""

    handle = models.CharField(
        max_length=30,
        validators=[RegexValidator(HANDLE, "Use 2 to 30 letters, digits or underscores.")],
    )
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=60, blank=True)
    bio = models.TextField(max_length=1000, blank=True)
    interests = models.CharField(max_length=300, blank=True)
    home = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    time_zone = TimeZoneField(default="UTC")
    # kept for the day there is a second language; until then nobody is asked
    locale = models.CharField(max_length=12, choices=languages, default="en")
    picture = models.ImageField(upload_to="pictures/", blank=True)
    is_active = models.BooleanField(default=True)
    # with a default of the database too: the version that runs meanwhile does not know the column
    is_guest = models.BooleanField(default=False, db_default=False, editable=False)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = [
            # Upper, since `__iexact` compares in upper case and should find this index
            models.UniqueConstraint(
                Upper("handle"), name="handle_is_taken_once", violation_error_message="That handle is taken."
            ),
            models.UniqueConstraint("email", name="email_is_taken_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_kept_in_lower_case"),
            models.CheckConstraint(condition=Q(handle__regex=HANDLE), name="handle_is_plain"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def name(self) -> str:
        return self.display_name or self.handle

    def clean(self) -> None:
        self.email = self.email.lower()
