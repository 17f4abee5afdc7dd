"""The equipment register and its inspections, for programs and for the offline outbox."""

from __future__ import annotations

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.api import AmendmentSerializer
from safety.endpoints import AmendableViewSet, RecordFilter, RecordInput, documented
from safety.equipment import actions
from safety.equipment.models import Equipment, EquipmentInspection

BASE = ("id", "version", "facility", "occurred_at", "recorded_at", "voided_at")
REGISTERING = (Role.ROOM_MANAGER, Role.FACILITY_MANAGER)


class EquipmentInput(serializers.Serializer):
    """A piece of equipment."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=Equipment.Kind.choices)
    serial = serializers.CharField(max_length=60, allow_blank=True, required=False)
    location = serializers.CharField(max_length=60, allow_blank=True, required=False)
    quantity = serializers.IntegerField(min_value=1, max_value=10000, required=False)
    bought_on = serializers.DateField(allow_null=True, required=False)
    interval_days = serializers.IntegerField(min_value=1, max_value=1825, required=False)


class EquipmentOutput(serializers.ModelSerializer):
    """A piece of equipment, with its state and the next inspection."""

    class Meta:
        model = Equipment
        fields = (
            *BASE,
            *("name", "kind", "serial", "location", "quantity", "bought_on", "interval_days"),
            *("state", "inspected_on", "next_due"),
        )


class EquipmentFilter(RecordFilter):
    """By facility, kind, state and due day."""

    due_by = filters.DateFilter(field_name="next_due", lookup_expr="lte")

    class Meta:
        model = Equipment
        fields = ("kind", "state")


@documented
class EquipmentItems(AmendableViewSet):
    """The equipment register."""

    queryset = Equipment.objects.select_related("facility")
    serializer_class = EquipmentOutput
    filterset_class = EquipmentFilter
    input = EquipmentInput
    roles = READING
    write_roles = REGISTERING
    called = "equipment"
    make = staticmethod(actions.enter_equipment)
    change = staticmethod(actions.change_equipment)
    withdraw = staticmethod(actions.withdraw_equipment)

    @extend_schema(request=AmendmentSerializer, responses=EquipmentOutput)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str | None = None) -> Response:
        """Take it out of daily view, with a reason."""
        equipment = self.get_object()
        request.access.require(equipment.facility, *self.write_roles)
        reason = self.valid(AmendmentSerializer, request.data)["reason"]
        return Response(self.shown(actions.retire(equipment=equipment, reason=reason, by=self.actor)))


class EquipmentInspectionInput(RecordInput):
    """An inspection, or a repair, at `occurred_at`."""

    equipment = serializers.UUIDField()
    result = serializers.ChoiceField(choices=EquipmentInspection.Result.choices)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False)
    photo = serializers.UUIDField(allow_null=True, required=False)
    inspector_name = serializers.CharField(max_length=40, allow_blank=True, required=False)


class EquipmentInspectionOutput(serializers.ModelSerializer):
    """An inspection of a piece of equipment."""

    class Meta:
        model = EquipmentInspection
        fields = (*BASE, "equipment", "result", "note", "photo", "inspected_by", "inspector_name")


class InspectionFilter(RecordFilter):
    """By facility, equipment, time and result."""

    equipment = filters.UUIDFilter(field_name="equipment_id")

    class Meta:
        model = EquipmentInspection
        fields = ("result",)


@documented
class EquipmentInspections(AmendableViewSet):
    """Inspections and repairs, the newest first."""

    queryset = EquipmentInspection.objects.select_related("facility", "equipment")
    serializer_class = EquipmentInspectionOutput
    filterset_class = InspectionFilter
    input = EquipmentInspectionInput
    roles = READING
    write_roles = IN_FIELD
    called = "inspection"
    within = "equipment"
    within_model = Equipment
    make = staticmethod(actions.inspect)
    change = staticmethod(actions.correct_inspection)
    withdraw = staticmethod(actions.withdraw_inspection)
