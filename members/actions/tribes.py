from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction

from tribemeet.errors import NotAllowed

from ..errors import HashtagTaken, NoHandleYet
from ..models import Member, Membership, Tribe
from ..policies import has_handle, may_organise
from .checks import check

RESERVED = {"new"}  # words of our own addresses
CHECKED = {"hashtag", "name", "time_zone", "description", "admission", "visibility"}


@transaction.atomic
def found_tribe(
    *,
    by: Member,
    hashtag: str,
    name: str,
    time_zone: str,
    description: str = "",
    admission: str = Tribe.Admission.OPEN,
    visibility: str = Tribe.Visibility.PUBLIC,
) -> Tribe:
    """Found a tribe; its founder owns it."""
    if not has_handle(by):
        raise NoHandleYet
    hashtag = hashtag.removeprefix("#")
    if hashtag.lower() in RESERVED:
        raise HashtagTaken(fields={"hashtag": "That word is one of ours. Choose another."})
    tribe = Tribe(
        hashtag=hashtag,
        name=name,
        time_zone=time_zone,
        description=description,
        admission=admission,
        visibility=visibility,
    )
    check(tribe, only=CHECKED)
    tribe.slug = tribe.hashtag.lower()
    try:
        with transaction.atomic():
            tribe.save(force_insert=True)
    except IntegrityError as error:
        raise HashtagTaken(fields={"hashtag": HashtagTaken.message}) from error
    Membership.objects.create(tribe=tribe, member=by, role=Membership.Role.OWNER)
    return tribe


class About(TypedDict):
    name: NotRequired[str]
    description: NotRequired[str]
    time_zone: NotRequired[str]
    admission: NotRequired[str]
    visibility: NotRequired[str]


@transaction.atomic
def edit_tribe(tribe: Tribe, *, by: Member, **changes: Unpack[About]) -> Tribe:
    """Change what a tribe says of itself and whom it lets in; the hashtag stays. Returns the row anew."""
    tribe = Tribe.objects.select_for_update().get(pk=tribe.pk)
    if not may_organise(by, tribe):
        raise NotAllowed
    for name, value in changes.items():
        setattr(tribe, name, value)
    check(tribe, only=set(changes))
    tribe.save(update_fields=list(changes))
    return tribe
