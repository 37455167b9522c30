from typing import Any, NotRequired, TypedDict, Unpack

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from tribemeet.errors import Invalid

from ..models import Member, Place
from .checks import check


class Profile(TypedDict):
    handle: NotRequired[str]
    display_name: NotRequired[str]
    bio: NotRequired[str]
    interests: NotRequired[str]
    home: NotRequired[Place | None]
    time_zone: NotRequired[str]


def make_member(*, handle: str, email: str, **profile: Any) -> Member:
    """A new account without a password: people sign in by mailed code or passkey."""
    member = Member(handle=handle, email=email.lower(), **profile)
    member.set_unusable_password()
    check(member)
    _save(member)
    return member


@transaction.atomic
def edit_profile(member: Member, **changes: Unpack[Profile]) -> Member:
    """Change what a member says of themselves; what is not named stays. A guest who chooses a handle is one
    no more. Returns the row anew."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    changes |= _zone_from_home(member, changes)
    member.is_guest = member.is_guest and changes.get("handle", member.handle) == member.handle
    for name, value in changes.items():
        setattr(member, name, value)
    check(member, only=set(changes))
    if changes:
        _save(member, update_fields=[*changes, "is_guest"])
    return member


def _zone_from_home(member: Member, changes: Profile) -> Profile:
    """A new home brings its zone to who never chose one; UTC is what an account starts with."""
    home = changes.get("home")
    if home is None or home.pk == member.home_id:
        return {}
    wanted = changes.get("time_zone", member.time_zone)
    return {"time_zone": home.time_zone} if wanted == member.time_zone == "UTC" else {}


def set_picture(member: Member, picture: "ContentFile[bytes] | None") -> Member:
    """Take a re-encoded picture, or none; the old file goes."""
    old = member.picture.name
    if picture is None:
        member.picture = ""
    else:
        member.picture.save(picture.name or "picture.webp", picture, save=False)
    member.save(update_fields=["picture"])
    if old:
        transaction.on_commit(lambda: member.picture.storage.delete(old))
    return member


def _save(member: Member, **options: Any) -> None:
    try:
        with transaction.atomic():
            member.save(**options)
    except IntegrityError as error:
        name = "email" if "email_is_taken_once" in str(error) else "handle"
        raise Invalid(fields={name: f"That {name} is taken."}) from error
