from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members.views.viewer import viewer

from ..calendar.write import download
from ..entries import copy_of
from ..models import Invite
from ..policies import events_visible_to


@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy to import. Who was mailed an invite gets its UID, so that theirs stays one entry."""
    member = viewer(request)
    event = get_object_or_404(events_visible_to(member).with_people(), pk=pk)
    invite = Invite.objects.filter(event=event, member=member).first() if member else None
    content = download(copy_of(event, member, invite))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tribemeet-{pk}.ics"'
    return response
