"""Corrective actions by the API."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.facilities.models import Facility
from ops.organization.models import User
from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.errors import RuleBroken
from ops.records.pagination import CursorPagination
from ops.rectification import actions, queries
from ops.rectification.models import CorrectiveAction, Severity

VERIFYING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER)
RAISING = (*VERIFYING, Role.INSPECTOR)


class CorrectiveActionSerializer(serializers.ModelSerializer):
    """A corrective action as it stands. `owner` is empty where it is the facility manager's."""

    before = serializers.ListField(child=serializers.UUIDField(), read_only=True, help_text="Photos as it was found.")
    evidence = serializers.ListField(child=serializers.UUIDField(), read_only=True, help_text="Photos as it was left.")
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)

    class Meta:
        model = CorrectiveAction
        fields = (
            *("id", "version", "facility", "source_kind", "source_id", "regime", "title", "title_en", "note"),
            *("severity", "state", "overdue", "owner", "raised_by", "due_at", "occurred_at", "recorded_at"),
            *("times_found", "sent_back", "before", "evidence", "done_at", "done_by", "done_note", "verifier"),
            *("verified_at", "verified_by", "closed_at"),
        )
        read_only_fields = fields


class RaiseInput(serializers.Serializer):
    """A corrective action raised by hand, under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    source_kind = serializers.CharField(max_length=20, help_text="spot_check, acceptance, own_round, incident …")
    source_id = serializers.UUIDField(required=False, allow_null=True)
    title = serializers.CharField(max_length=200)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    severity = serializers.ChoiceField(choices=Severity.choices)
    owner = serializers.UUIDField(required=False, allow_null=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True, help_text="By severity unless given.")
    photos = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=actions.MOST_PHOTOS)
    occurred_at = serializers.DateTimeField(required=False, help_text="When it was found; now, unless given.")


class FinishInput(serializers.Serializer):
    """What was done, with ids of stored photos."""

    note = serializers.CharField(max_length=300)
    photos = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=actions.MOST_PHOTOS)


class VerifyInput(serializers.Serializer):
    """What the verifier adds."""

    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class CorrectiveActionChange(AmendmentSerializer):
    """Another owner; for officers another severity or deadline."""

    owner = serializers.UUIDField(required=False, allow_null=True)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    due_at = serializers.DateTimeField(required=False)


class CorrectiveActionFilter(filters.FilterSet):
    """By facility, state, severity, source; `overdue` are those open beyond their deadline."""

    overdue = filters.BooleanFilter(method="only_overdue", label="overdue")
    due_before = filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")

    class Meta:
        model = CorrectiveAction
        fields = ("facility", "state", "severity", "source_kind", "source_id", "owner")

    def only_overdue(self, rows: Any, name: str, value: bool) -> Any:  # noqa: FBT001 - called so by the library
        """Open beyond the deadline; asked with false it changes nothing."""
        return rows.overdue(timezone.now()) if value else rows


class MostUrgentFirst(CursorPagination):
    """By deadline, the nearest first."""

    ordering = ("due_at", "id")


class CorrectiveActions(ReadViewSet):
    """Corrective actions: list, detail, raise, change, finish, verify, send back, reopen, cancel."""

    queryset = CorrectiveAction.objects.select_related("facility")
    serializer_class = CorrectiveActionSerializer
    filterset_class = CorrectiveActionFilter
    pagination_class = MostUrgentFirst
    roles = READING
    write_roles = (*IN_FIELD, Role.UNION_OFFICER, Role.INSPECTOR)

    @extend_schema(request=RaiseInput, responses={200: CorrectiveActionSerializer, 201: CorrectiveActionSerializer})
    def create(self, request: Request) -> Response:
        """Raise one by hand; the same id with the same content again answers 200."""
        fields = self._valid(RaiseInput)
        facility = get_object_or_404(Facility.objects.visible_to(request.access), pk=fields.pop("facility"))
        request.access.require(facility, *RAISING)
        standing = CorrectiveAction.objects.filter(pk=fields["id"]).first()
        fields.setdefault("occurred_at", standing.occurred_at if standing else timezone.now())
        fields["owner"] = self._person(fields.get("owner"), facility)
        fields["photos"] = [str(photo) for photo in fields.get("photos", [])]
        raised, new = actions.raise_action(facility=facility, by=self.actor, **fields)
        return created(self.get_serializer(raised).data, new=new)

    @extend_schema(request=CorrectiveActionChange, responses=CorrectiveActionSerializer)
    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Another owner, severity or deadline, with a reason; needs If-Match."""
        found = self._at(VERIFYING)
        fields = self._valid(CorrectiveActionChange)
        if "owner" in fields:
            fields["owner"] = self._person(fields["owner"], found.facility)
        return self._answer(actions.change, found, fields)

    @extend_schema(request=FinishInput, responses=CorrectiveActionSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str | None = None) -> Response:
        """It is put right; needs If-Match."""
        found = self._at(IN_FIELD)
        fields = self._valid(FinishInput)
        fields["photos"] = [str(photo) for photo in fields.get("photos", [])]
        return self._answer(actions.finish, found, fields)

    @extend_schema(request=VerifyInput, responses=CorrectiveActionSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str | None = None) -> Response:
        """It is really put right, says somebody else; needs If-Match."""
        return self._answer(actions.verify, self._at(VERIFYING), self._valid(VerifyInput))

    @extend_schema(request=AmendmentSerializer, responses=CorrectiveActionSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str | None = None) -> Response:
        """It is not put right yet: open again, with the reason; needs If-Match."""
        return self._answer(actions.send_back, self._at(VERIFYING), self._valid(AmendmentSerializer))

    @extend_schema(request=AmendmentSerializer, responses=CorrectiveActionSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """It was verified or cancelled and is not put right after all: open again, with the reason; needs If-Match."""
        return self._answer(actions.reopen, self._at(VERIFYING), self._valid(AmendmentSerializer))

    @extend_schema(request=AmendmentSerializer, responses=CorrectiveActionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        """It need not be done, with a reason; needs If-Match."""
        return self._answer(actions.cancel, self._at(VERIFYING), self._valid(AmendmentSerializer))

    def _at(self, roles: Any) -> CorrectiveAction:
        found: CorrectiveAction = self.get_object()
        self.request.access.require(found.facility, *roles)
        return found

    def _valid(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        given = serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _answer(self, act: Any, found: CorrectiveAction, fields: dict[str, Any]) -> Response:
        changed = act(action=found, version=self.expected_version(), by=self.actor, **fields)
        return Response(self.get_serializer(changed).data)

    def _person(self, pk: Any, facility: Facility) -> User | None:
        if pk is None:
            return None
        person = next((one for one in queries.people_of(facility) if one.pk == pk), None)
        if person is None:
            raise RuleBroken("owner", "")
        return person
