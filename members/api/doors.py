from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

from tribemeet.errors import UnknownField
from tribemeet.rest.paging import PARAMETERS, Pages
from tribemeet.rest.shapes import Nothing
from tribemeet.rest.tags import stamp

from ..models import Member


class Door(GenericAPIView[Any]):
    """Fetch what the policies let one see, shape, act, show."""

    filter_backends = [DjangoFilterBackend]
    filterset_class: type[FilterSet] | None = None
    pagination_class: type[Pages] | None = None
    ordering: tuple[str, ...] = ("pk",)
    version = ""

    @property
    def member(self) -> Member:
        """Whose token it is, where one is needed."""
        return cast(Member, self.request.user)

    @property
    def viewer(self) -> Member | None:
        return cast("Member | None", self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if _length(request) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            raise RequestDataTooBig
        if unknown := set(request.query_params) - self._parameters(request):
            raise UnknownField(fields=dict.fromkeys(sorted(unknown), UnknownField.message))
        if request.method == "DELETE":
            self.asked(Nothing)

    def _parameters(self, request: Request) -> set[str]:
        if self.pagination_class is None or request.method not in SAFE_METHODS:
            return set()
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        return {*PARAMETERS, *filters}

    def asked(self, shape: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What the body says, once its shape holds."""
        found = shape(data=self.request.data, partial=partial)
        found.is_valid(raise_exception=True)
        return cast(dict[str, Any], found.validated_data)

    def page(self, rows: QuerySet[Any], shape: type[BaseSerializer[Any]], **context: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(shape(page, many=True, context=context).data)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(answer, ["Authorization"])
        if response.data is not None and response.status_code in (200, 201):
            stamp(request, response, self.version)
        return answer


def _length(request: Request) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
