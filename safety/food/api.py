"""Kitchen records, for programs and for the offline outbox."""

from __future__ import annotations

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import AT_STATION, IN_FIELD, READING, Role
from ops.web.text import masked_name
from safety.endpoints import AmendableViewSet, RecordFilter, RecordInput, documented
from safety.food import actions
from safety.food.models import (
    FoodDelivery,
    FridgeReading,
    HealthCertificate,
    Meal,
    RetainedSample,
    StaffHealthCheck,
)

BASE = ("id", "version", "facility", "occurred_at", "recorded_at", "voided_at")
JUDGED = ("passed", "failures", "limits", "remedy", "settled_at", "recorded_by")


class Celsius(serializers.DecimalField):
    """Degrees Celsius, to a tenth."""

    def __init__(self, **options: Any):
        super().__init__(max_digits=4, decimal_places=1, **options)


class FoodInput(RecordInput):
    """What every kitchen record carries."""

    facility = serializers.UUIDField()
    remedy = serializers.CharField(max_length=300, allow_blank=True, required=False)


class FoodOutput(serializers.ModelSerializer):
    """What every kitchen record shows: what it says, and what the rules of its day say of it."""

    failures = serializers.ListField(child=serializers.CharField(), source="failure_labels", read_only=True)


class FoodViewSet(AmendableViewSet):
    """Kitchen records: written at a station, read by whoever oversees it."""

    roles = READING
    write_roles = AT_STATION
    change = staticmethod(actions.correct)
    withdraw = staticmethod(actions.withdraw)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str | None = None) -> Response:
        """Say what was done about a record that failed."""
        record = self.get_object()
        request.access.require(record.facility, *self.write_roles)
        remedy = self.valid(Settlement, request.data)["remedy"]
        return Response(self.shown(actions.settle(record=record, remedy=remedy, by=self.actor)))


class Settlement(serializers.Serializer):
    """What was done about it."""

    remedy = serializers.CharField(max_length=300)


class FoodFilter(RecordFilter):
    """By facility, time, and what the rules say."""

    passed = filters.BooleanFilter()
    unsettled = filters.BooleanFilter(method="only_unsettled", label="unsettled")

    def only_unsettled(self, rows: Any, name: str, value: bool) -> Any:
        """Failed, and nobody has said what was done."""
        return rows.unsettled() if value else rows


class RetainedSampleInput(FoodInput):
    """A sample put away at `occurred_at`."""

    meal = serializers.ChoiceField(choices=Meal.choices)
    dish = serializers.CharField(max_length=60)
    grams = serializers.IntegerField(min_value=1, max_value=5000)
    cabinet = serializers.CharField(max_length=40, allow_blank=True, required=False)
    temperature = Celsius(allow_null=True, required=False)
    kept_by = serializers.CharField(max_length=40, allow_blank=True, required=False)


class RetainedSampleOutput(FoodOutput):
    """A retained sample."""

    class Meta:
        model = RetainedSample
        fields = (
            *BASE,
            *("meal", "dish", "grams", "cabinet", "temperature", "kept_by", "kept_until"),
            *("discarded_at", "discarded_by"),
            *JUDGED,
        )


@documented
class RetainedSamples(FoodViewSet):
    """Retained samples (留样), in the order in which they were put away, the newest first."""

    queryset = RetainedSample.objects.select_related("facility")
    serializer_class = RetainedSampleOutput
    filterset_class = FoodFilter
    input = RetainedSampleInput
    make = staticmethod(actions.keep_sample)

    @extend_schema(request=None, responses=RetainedSampleOutput)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str | None = None) -> Response:
        """The sample has left the cabinet; 409 before its time is over."""
        sample = self.get_object()
        request.access.require(sample.facility, *self.write_roles)
        return Response(self.shown(actions.discard_sample(sample=sample, by=self.actor)))


class FridgeReadingInput(FoodInput):
    """What a thermometer said at `occurred_at`."""

    kind = serializers.ChoiceField(choices=FridgeReading.Appliance.choices, required=False)
    appliance = serializers.CharField(max_length=40)
    temperature = Celsius()


class FridgeReadingOutput(FoodOutput):
    """A fridge reading."""

    class Meta:
        model = FridgeReading
        fields = (*BASE, "kind", "appliance", "temperature", *JUDGED)


@documented
class FridgeReadings(FoodViewSet):
    """Fridge readings, the newest first."""

    queryset = FridgeReading.objects.select_related("facility")
    serializer_class = FridgeReadingOutput
    filterset_class = FoodFilter
    input = FridgeReadingInput
    make = staticmethod(actions.read_fridge)


class FoodDeliveryInput(FoodInput):
    """What arrived at `occurred_at`. `photo` is the id of a photo of this facility."""

    kind = serializers.ChoiceField(choices=FoodDelivery.Kind.choices, required=False)
    supplier = serializers.CharField(max_length=80)
    licence_no = serializers.CharField(max_length=40, allow_blank=True, required=False)
    receipt_no = serializers.CharField(max_length=40, allow_blank=True, required=False)
    items = serializers.CharField(max_length=300)
    accepted = serializers.BooleanField(required=False)
    temperature = Celsius(allow_null=True, required=False)
    cooked_at = serializers.DateTimeField(allow_null=True, required=False)
    photo = serializers.UUIDField(allow_null=True, required=False)


class FoodDeliveryOutput(FoodOutput):
    """A food delivery."""

    class Meta:
        model = FoodDelivery
        fields = (
            *BASE,
            *("kind", "supplier", "licence_no", "receipt_no", "items", "accepted", "temperature", "cooked_at", "photo"),
            *JUDGED,
        )


@documented
class FoodDeliveries(FoodViewSet):
    """Food deliveries with the supplier's papers, the newest first."""

    queryset = FoodDelivery.objects.select_related("facility")
    serializer_class = FoodDeliveryOutput
    filterset_class = FoodFilter
    input = FoodDeliveryInput
    make = staticmethod(actions.receive_food)


class StaffHealthCheckInput(FoodInput):
    """One food handler's morning check."""

    person_name = serializers.CharField(max_length=40)
    outcome = serializers.ChoiceField(choices=StaffHealthCheck.Outcome.choices)
    symptom = serializers.CharField(max_length=200, allow_blank=True, required=False)
    temperature = Celsius(allow_null=True, required=False)


class MaskedPerson(serializers.ModelSerializer):
    """Names and health data are for the facility's people; all others see the family name."""

    PRIVATE: tuple[str, ...] = ()

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Mask for whoever does not work at the facility."""
        shown = super().to_representation(row)
        if not self.context["access"].may_at(row.facility, *IN_FIELD):
            shown["person_name"] = masked_name(row.person_name)
            shown.update(dict.fromkeys(self.PRIVATE))
        return shown


class StaffHealthCheckOutput(MaskedPerson, FoodOutput):
    """A morning check; name, symptom and temperature only for the facility's people."""

    PRIVATE = ("symptom", "temperature")

    class Meta:
        model = StaffHealthCheck
        fields = (*BASE, "person_name", "outcome", "symptom", "temperature", *JUDGED)


@documented
class StaffHealthChecks(FoodViewSet):
    """Morning checks of food handlers, the newest first."""

    queryset = StaffHealthCheck.objects.select_related("facility")
    serializer_class = StaffHealthCheckOutput
    filterset_class = FoodFilter
    input = StaffHealthCheckInput
    make = staticmethod(actions.check_staff)


class HealthCertificateInput(serializers.Serializer):
    """A food handler's health certificate; it expires by the rule in force on its day of issue."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    person_name = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=40, allow_blank=True, required=False)
    issued_on = serializers.DateField()
    photo = serializers.UUIDField(allow_null=True, required=False)


class HealthCertificateOutput(MaskedPerson):
    """A health certificate; name and number only for the facility's people."""

    PRIVATE = ("number",)

    class Meta:
        model = HealthCertificate
        fields = (*BASE, "person_name", "number", "issued_on", "expires_on", "left_on", "photo")


class CertificateFilter(RecordFilter):
    """By facility and expiry."""

    expires_before = filters.DateFilter(field_name="expires_on", lookup_expr="lt")


class Leaving(serializers.Serializer):
    """The day from which a person no longer handles food here."""

    left_on = serializers.DateField()


@documented
class HealthCertificates(AmendableViewSet):
    """Health certificates of food handlers."""

    queryset = HealthCertificate.objects.select_related("facility")
    serializer_class = HealthCertificateOutput
    filterset_class = CertificateFilter
    input = HealthCertificateInput
    roles = READING
    write_roles = AT_STATION
    void_roles = (Role.FACILITY_MANAGER,)
    called = "certificate"
    make = staticmethod(actions.file_certificate)
    change = staticmethod(actions.correct_certificate)
    withdraw = staticmethod(actions.withdraw_certificate)

    @extend_schema(request=Leaving, responses=HealthCertificateOutput)
    @action(detail=True, methods=["post"])
    def left(self, request: Request, pk: str | None = None) -> Response:
        """The person no longer handles food here."""
        certificate = self.get_object()
        request.access.require(certificate.facility, *self.write_roles)
        left_on = self.valid(Leaving, request.data)["left_on"]
        return Response(self.shown(actions.handler_left(certificate=certificate, left_on=left_on, by=self.actor)))
