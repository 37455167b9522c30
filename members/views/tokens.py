from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tribemeet.forms import show

from .. import actions
from ..forms.tokens import TokenForm
from ..policies import tokens_visible_to
from .viewer import MemberRequest, signed_in


@never_cache
@signed_in
def tokens(request: MemberRequest) -> HttpResponse:
    """One's keys to the API; a new one is shown in the answer to the form and never again."""
    form = TokenForm.of(request)
    if made := form.carry_out(actions.issue_token, request.user):
        token, secret = made
        return render(request, "members/token_made.html", {"token": token, "secret": secret})
    mine = tokens_visible_to(request.user).filter(expires_at__gt=timezone.now()).order_by("-created_at")
    return show(request, "members/tokens.html", form, tokens=mine)


@require_POST
@signed_in
def token_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(tokens_visible_to(request.user), pk=pk)
    actions.revoke_token(token)
    messages.success(request, f"“{token.name}” opens nothing any more.")
    return redirect("tokens")
