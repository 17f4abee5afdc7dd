"""Meals by the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.pagination import CursorPagination
from stations.meals import actions
from stations.meals.models import MealException, MealRecord


class MealSerializer(serializers.ModelSerializer):
    """A meal as it stands; `exceptions` by child id, whoever is not named ate as usual."""

    class Meta:
        model = MealRecord
        fields = (
            *("id", "facility", "kind", "local_date", "occurred_at", "recorded_at", "menu", "exceptions"),
            *("present", "ate", "accompanied_by", "flags_confirmed", "recorded_by", "voided_at", "version"),
        )


class ExceptionInput(serializers.Serializer):
    """How a child's meal differed."""

    kind = serializers.ChoiceField(MealException.choices, allow_blank=True)
    note = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class MealInput(serializers.ModelSerializer):
    """A meal under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    occurred_at = serializers.DateTimeField()
    exceptions = serializers.DictField(child=ExceptionInput(), required=False, help_text="By child id.")

    class Meta:
        model = MealRecord
        fields = (
            *("id", "facility", "kind", "occurred_at", "menu", "exceptions", "accompanied_by"),
            "flags_confirmed",
        )


class MealAmendment(AmendmentSerializer):
    """What changes, and why."""

    menu = serializers.CharField(max_length=200, required=False, allow_blank=True)
    accompanied_by = serializers.CharField(max_length=40, required=False, allow_blank=True)
    exceptions = serializers.DictField(child=ExceptionInput(), required=False)


class NewestFirst(CursorPagination):
    """By the time of the meal."""

    ordering = ("-occurred_at", "-id")


class Meals(ReadViewSet):
    """Meals: create once under a client id, amend with If-Match, void."""

    queryset = MealRecord.objects.select_related("facility")
    serializer_class = MealSerializer
    filterset_fields = ("facility", "local_date", "kind")
    pagination_class = NewestFirst
    roles = AT_STATION
    write_roles = AT_STATION

    def get_queryset(self) -> Any:
        """Meals at the stations where the asker works."""
        if getattr(self, "swagger_fake_view", False):
            return MealRecord.objects.none()
        return MealRecord.objects.visible_to(self.request.access, AT_STATION).select_related("facility")

    @extend_schema(request=MealInput, responses={200: MealSerializer, 201: MealSerializer})
    def create(self, request: Request) -> Response:
        """Record a meal for everybody present; the same id with the same content again answers 200."""
        given = MealInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        data["exceptions"] = by_child(data.get("exceptions", {}))
        meal, new = actions.log_meal(facility=facility, by=self.actor, **data)
        return created(MealSerializer(meal).data, new=new)

    @extend_schema(request=MealAmendment, responses=MealSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct menu, exceptions or who ate along; needs If-Match."""
        given = MealAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        if "exceptions" in changes:
            changes["exceptions"] = by_child(changes["exceptions"])
        meal = actions.amend_meal(meal=self.get_object(), version=self.expected_version(), by=self.actor, **changes)
        return Response(MealSerializer(meal).data)

    @extend_schema(request=AmendmentSerializer, responses=MealSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw a meal with a reason; needs If-Match."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        meal = actions.void_meal(
            meal=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(MealSerializer(meal).data)


def by_child(sent: dict[str, Any]) -> actions.Exceptions:
    """Exceptions with their keys as ids. Raises ValidationError at the field."""
    try:
        return {UUID(child_id): dict(entry) for child_id, entry in sent.items()}
    except ValueError as error:
        raise serializers.ValidationError({"exceptions": ["id"]}) from error
