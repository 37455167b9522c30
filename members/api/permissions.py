from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ..models import Token


class MayUseScope(BasePermission):
    """Everything needs a token, changes one that may write. Views that anyone may read say so themselves."""

    code = "read_only_token"
    message = "This token may only read. Make one that may also change things."

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Token):
            return False
        return request.method in SAFE_METHODS or request.auth.may_write


class AnyoneMayRead(MayUseScope):
    """Reading needs no token: the policies decide what a stranger sees."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or super().has_permission(request, view)
