"""What the field records of this floor share at the API: found in scope, created once, amended, voided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.models import Photo
from ops.facilities.models import Facility
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.errors import RuleBroken
from ops.records.pagination import NewestFirst


class RecordInput(serializers.Serializer):
    """What every field record carries: the id that the client chose, and when it happened."""

    id = serializers.UUIDField()
    occurred_at = serializers.DateTimeField()


class RecordFilter(filters.FilterSet):
    """By facility, time and whether it still stands. Bounds are moments: `since` included, `until` not."""

    facility = filters.UUIDFilter(field_name="facility_id")
    since = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="lt")
    void = filters.BooleanFilter(field_name="voided_at", lookup_expr="isnull", exclude=True)


class RecordViewSet(ReadViewSet):
    """List, detail, create once by client id, void; each by one action of the capability.

    `make(**fields, by=)` answers with the record and whether it is new; `withdraw(record=, by=, reason=)` takes it
    under the name `called`.
    """

    pagination_class = NewestFirst
    input: type[serializers.Serializer]
    make: Callable[..., tuple[Any, bool]]
    withdraw: Callable[..., Any]
    called = "record"
    write_roles: Any = ()
    # The input field that says where the record belongs, and the rows among which its id is found.
    within = "facility"
    within_model: type[Any] = Facility
    # Who may void; those who may write unless told.
    void_roles: Any = None

    def get_serializer_context(self) -> dict[str, Any]:
        """Serializers mask by the reader's access."""
        return {**super().get_serializer_context(), "access": getattr(self.request, "access", None)}

    def create(self, request: Request) -> Response:
        """Record it; the same id with the same content again answers 200 and changes nothing."""
        fields = self.valid(self.input, request.data)
        place = get_object_or_404(self.within_model.objects.visible_to(request.access), pk=fields.pop(self.within))
        facility = place if self.within == "facility" else place.facility
        request.access.require(facility, *self.write_roles)
        record, new = self.make(**{self.within: place}, **self.with_rows(fields, facility), by=self.actor)
        return created(self.shown(record), new=new)

    @action(detail=True, methods=["post"], url_path="void")
    def void_record(self, request: Request, pk: str | None = None) -> Response:
        """Withdraw it, with a reason; it stays readable."""
        record = self.get_object()
        request.access.require(record.facility, *(self.void_roles or self.write_roles))
        reason = self.valid(AmendmentSerializer, request.data)["reason"]
        return Response(self.shown(self.withdraw(**{self.called: record}, by=self.actor, reason=reason)))

    def valid(self, serializer: type[serializers.Serializer], sent: Any, *, partial: bool = False) -> dict[str, Any]:
        """The fields of a request, in their types. Only what was sent when `partial`."""
        data = serializer(data=sent, partial=partial)
        data.is_valid(raise_exception=True)
        return dict(data.validated_data)

    def with_rows(self, fields: dict[str, Any], facility: Facility) -> dict[str, Any]:
        """Replace ids of other rows (a photo) by the rows; only those of the facility are found."""
        if fields.get("photo") is not None:
            fields["photo"] = row_of(Photo, fields["photo"], facility, "photo")
        return fields

    def shown(self, record: Any) -> Any:
        """The record as this reader sees it."""
        return self.get_serializer(record).data


class AmendableViewSet(RecordViewSet):
    """Also amended under If-Match, by `change(record=, by=, version=, reason=, **changes)`."""

    change: Callable[..., Any]

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Correct it, with a reason, at the version that was read (If-Match)."""
        record = self.get_object()
        request.access.require(record.facility, *self.write_roles)
        version = self.expected_version()
        reason = self.valid(AmendmentSerializer, request.data)["reason"]
        changes = self.valid(self.input, request.data, partial=True)
        changes = {name: value for name, value in changes.items() if name not in ("id", self.within)}
        changes = self.with_rows(changes, record.facility)
        changed = self.change(**{self.called: record}, by=self.actor, version=version, reason=reason, **changes)
        return Response(self.shown(changed))


def row_of(model: type[Any], pk: Any, facility: Facility, field: str) -> Any:
    """A row of this facility. Raises RuleBroken at the field when there is none."""
    row = model.objects.filter(facility=facility, pk=pk).first()
    if row is None:
        raise RuleBroken(field, _("Not found at this facility."))
    return row


V = TypeVar("V", bound=type[RecordViewSet])


def documented(view: V) -> V:
    """Tell the API's description what each request carries."""
    amendment = type(
        f"{view.input.__name__}Amendment", (AmendmentSerializer, view.input), {"__doc__": view.input.__doc__}
    )
    shown: Any = view.serializer_class  # type: ignore[misc]  # the class itself, not of one row
    methods = {
        "create": extend_schema(request=view.input, responses={201: shown, 200: shown}),
        "void_record": extend_schema(request=AmendmentSerializer, responses=shown),
    }
    if issubclass(view, AmendableViewSet):
        methods["partial_update"] = extend_schema(request=amendment, responses=shown)
    return extend_schema_view(**methods)(view)
