"""Medicine by the API: orders, what is to be given today, givings."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, HasRole, ReadViewSet, created
from ops.records.pagination import NewestFirst
from stations.enrolment.models import Child
from stations.medicine import actions, queries
from stations.medicine.models import MedicationOrder, MedicineGiving


class MedicationOrderSerializer(serializers.ModelSerializer):
    """An order without what is encrypted; the medicine stands on the list of its days (`medicine-today`)."""

    class Meta:
        model = MedicationOrder
        fields = (
            *("id", "facility", "child", "times", "first_day", "last_day", "signed_by", "signed_at"),
            *("signature", "withdrawn_at", "version"),
        )


class MedicationFieldsInput(serializers.Serializer):
    """A guardian's order; `times` as 08:30,12:00, local."""

    medicine = serializers.CharField(max_length=80)
    dose = serializers.CharField(max_length=60)
    manner = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    times = serializers.CharField(max_length=60)
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class MedicationOrderInput(MedicationFieldsInput):
    """A signed order under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    signed_by = serializers.CharField(max_length=40)


class GivingSerializer(serializers.ModelSerializer):
    """A dose that was given, or was not; the note is for the list of its day only."""

    class Meta:
        model = MedicineGiving
        fields = (
            *("id", "facility", "order", "local_date", "clock", "given", "given_by", "occurred_at", "recorded_at"),
            *("voided_at", "version"),
        )


class GivingInput(serializers.Serializer):
    """A dose under an id of the client's; `note` says why it was not given."""

    id = serializers.UUIDField()
    order = serializers.UUIDField()
    clock = serializers.CharField(max_length=5, help_text="The ordered time, as 12:00.")
    given = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    occurred_at = serializers.DateTimeField()


class DoseSerializer(serializers.Serializer):
    """A dose of today, in clear for whoever gives it."""

    order = serializers.UUIDField(source="order.pk")
    child = serializers.UUIDField(source="order.child_id")
    child_name = serializers.CharField(source="order.child.name")
    clock = serializers.CharField()
    medicine = serializers.CharField(source="order.medicine")
    dose = serializers.CharField(source="order.dose")
    manner = serializers.CharField(source="order.manner")
    late = serializers.BooleanField()
    giving = GivingSerializer(allow_null=True)


class Orders(ReadViewSet):
    """Orders to give medicine, for those who work at the station: enter, read, withdraw."""

    queryset = MedicationOrder.objects.plainly()
    serializer_class = MedicationOrderSerializer
    filterset_fields = ("facility", "child")
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(
        request=MedicationOrderInput, responses={200: MedicationOrderSerializer, 201: MedicationOrderSerializer}
    )
    def create(self, request: Request) -> Response:
        """Enter a guardian's signed order; the same id again answers 200 with the order that stands."""
        given = MedicationOrderInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        id = data.pop("id")
        children = Child.objects.visible_to(request.access, AT_STATION).plainly().select_related("facility")
        child = get_object_or_404(children, pk=data.pop("child"))
        new = not MedicationOrder.objects.filter(pk=id).exists()
        order = actions.order_medicine(id=id, child=child, entered=actions.NewOrder(**data), by=self.actor)
        return created(MedicationOrderSerializer(order).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=MedicationOrderSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """The medicine is given no longer, with the reason; needs If-Match."""
        order = self.get_object()
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        order = actions.withdraw_order(
            order=order, version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(MedicationOrderSerializer(order).data)


class Givings(ReadViewSet):
    """Doses given and not given: record once under a client id, void."""

    queryset = MedicineGiving.objects.select_related("facility")
    serializer_class = GivingSerializer
    filterset_fields = ("facility", "local_date", "order")
    pagination_class = NewestFirst
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=GivingInput, responses={200: GivingSerializer, 201: GivingSerializer})
    def create(self, request: Request) -> Response:
        """Record a dose; the same id again answers 200, a dose that is recorded already 409 with by whom."""
        given = GivingInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        orders = MedicationOrder.objects.visible_to(request.access, AT_STATION).select_related("facility")
        order = get_object_or_404(orders, pk=data.pop("order"))
        giving, new = actions.give(order=order, by=self.actor, **data)
        return created(GivingSerializer(giving).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=GivingSerializer)
    @action(detail=True, methods=["post"], url_path="void")
    def void_record(self, request: Request, pk: str) -> Response:
        """Strike a dose out, with the reason; needs If-Match."""
        giving = self.get_object()
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        giving = actions.void_giving(
            giving=giving, version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(GivingSerializer(giving).data)


class MedicineToday(APIView):
    """What is to be given at a station today."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(responses=DoseSerializer(many=True))
    def get(self, request: Request, pk: str) -> Response:
        """Every dose of today by its time, for those who work there."""
        stations: Any = Facility.objects.filter(kind="station").visible_to(request.access)
        station = get_object_or_404(stations, pk=pk)
        request.access.require(station, *AT_STATION)
        return Response(DoseSerializer(queries.doses_of(station, station.today()), many=True).data)
