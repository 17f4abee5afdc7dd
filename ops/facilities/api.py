"""Facilities, opening hours and closures, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.facilities import actions
from ops.facilities.forms import PLAIN_FIELDS
from ops.facilities.models import Closure, Facility, OpeningHours
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion
from ops.organization.roles import MANAGING, READING
from ops.records.api import AmendmentSerializer, ReadViewSet
from ops.records.errors import DomainError


class FacilityOutput(serializers.ModelSerializer):
    """A station or a room, as in lists."""

    union_name: Any = serializers.StringRelatedField(source="union")

    class Meta:
        model = Facility
        fields = (
            *("id", "version", "kind", "code", "state", "union", "union_name"),
            *PLAIN_FIELDS,
            "time_zone",
        )


class FacilityDetailOutput(FacilityOutput):
    """The same with what its kind asks beside."""

    details = serializers.SerializerMethodField()

    class Meta(FacilityOutput.Meta):
        fields: Any = (*FacilityOutput.Meta.fields, "details")

    def get_details(self, facility: Facility) -> dict[str, Any]:
        """As the kind's own floor keeps it."""
        kind = kinds.get(facility.kind)
        return kind.details.load(facility) if kind and kind.details else {}


class FacilityInput(serializers.ModelSerializer):
    """A facility's own words; `details` are the fields of its kind."""

    details = serializers.DictField(required=False)
    reason = serializers.CharField(required=False, default="", max_length=300, allow_blank=True)

    class Meta:
        model = Facility
        fields = (*PLAIN_FIELDS, "details", "reason")


class NewFacility(FacilityInput):
    """A facility to enter."""

    union = serializers.UUIDField()
    kind = serializers.CharField(max_length=20)

    class Meta(FacilityInput.Meta):
        fields: Any = ("kind", "union", *FacilityInput.Meta.fields)


class StateInput(serializers.Serializer):
    """Another state, and why."""

    state = serializers.ChoiceField(choices=Facility.State.choices)
    reason = serializers.CharField(max_length=300)


class MoveInput(serializers.Serializer):
    """The union that it shall belong to, and why."""

    union = serializers.UUIDField()
    reason = serializers.CharField(max_length=300)


class SpanSerializer(serializers.Serializer):
    """A span of a weekday."""

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    opens = serializers.TimeField()
    closes = serializers.TimeField()


class WeekInput(serializers.Serializer):
    """The whole week as it shall be from a day on; a weekday without a span is closed."""

    first_day = serializers.DateField(required=False, allow_null=True, default=None)
    spans = SpanSerializer(many=True)


class OpeningHoursOutput(serializers.ModelSerializer):
    """A span, and the days between which it holds."""

    class Meta:
        model = OpeningHours
        fields = ("id", "version", "facility", "weekday", "opens", "closes", "first_day", "last_day")


class FacilityFilter(filters.FilterSet):
    """By kind, state, union (with all below it) and name."""

    q = filters.CharFilter(method="filter_text")
    union = filters.UUIDFilter(method="filter_union")

    class Meta:
        model = Facility
        fields = ("kind", "state", "code")

    def filter_text(self, rows: Any, name: str, value: str) -> Any:
        """Name, pinyin, initials, host unit or code."""
        return rows.matching(value)

    def filter_union(self, rows: Any, name: str, value: Any) -> Any:
        """The union's subtree."""
        union = TradeUnion.objects.filter(pk=value).first()
        return rows.filter(union_path__startswith=union.path) if union else rows.none()


class FacilityViewSet(ReadViewSet):
    """Stations and rooms in the asker's scope."""

    queryset = Facility.objects.select_related("union")
    serializer_class = FacilityOutput
    filterset_class = FacilityFilter
    roles = READING
    write_roles = MANAGING

    def get_serializer_class(self) -> Any:
        """The detail has what the kind asks beside."""
        return FacilityOutput if self.action == "list" else FacilityDetailOutput

    @extend_schema(request=NewFacility, responses={201: FacilityDetailOutput})
    def create(self, request: Request) -> Response:
        """Enter a facility of a union in the asker's subtree."""
        data = _valid(NewFacility, request)
        union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=data.pop("union"))
        details = clean_details(data["kind"], data.pop("details", {}))
        facility = actions.enter_facility(union=union, details=details, by=self.actor, **data)
        return Response(self.get_serializer(facility).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=FacilityInput, responses=FacilityDetailOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct its words (If-Match). `details`, when sent, are all of the kind's fields."""
        facility = self.get_object()
        data = _valid(FacilityInput, request, partial=True)
        if "details" in data:
            data["details"] = clean_details(facility.kind, data["details"])
        changed = actions.change_facility(facility=facility, version=self.expected_version(), by=self.actor, **data)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=StateInput, responses=FacilityDetailOutput)
    @action(detail=True, methods=["post"])
    def state(self, request: Request, pk: str) -> Response:
        """Open, suspend or close for good (If-Match)."""
        facility = self.get_object()
        data = _valid(StateInput, request)
        changed = actions.change_state(facility=facility, version=self.expected_version(), by=self.actor, **data)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=MoveInput, responses=FacilityDetailOutput)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Let it belong to another union, whose templates and orders hold from today on (If-Match)."""
        facility = self.get_object()
        data = _valid(MoveInput, request)
        union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=data["union"])
        changed = actions.move_facility(
            facility=facility, union=union, reason=data["reason"], version=self.expected_version(), by=self.actor
        )
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=WeekInput, responses=OpeningHoursOutput(many=True))
    @action(detail=True, methods=["put"], url_path="opening-hours")
    def opening_hours(self, request: Request, pk: str) -> Response:
        """Let other opening hours hold from a day on (If-Match of the facility)."""
        facility = self.get_object()
        data = _valid(WeekInput, request)
        week: actions.Week = {}
        for span in data["spans"]:
            week.setdefault(span["weekday"], []).append((span["opens"], span["closes"]))
        actions.set_opening_hours(
            facility=facility,
            week=week,
            first_day=data["first_day"],
            version=self.expected_version(),
            by=self.actor,
        )
        rows = OpeningHours.objects.filter(facility=facility, last_day=None).order_by("weekday", "opens")
        return Response(OpeningHoursOutput(rows, many=True).data)


class OpeningHoursFilter(filters.FilterSet):
    """By facility and weekday; a foreign facility has none."""

    facility = filters.UUIDFilter(field_name="facility_id")

    class Meta:
        model = OpeningHours
        fields = ("weekday",)


class OpeningHoursViewSet(ReadViewSet):
    """Opening hours, those that ended included."""

    queryset = OpeningHours.objects.all()
    serializer_class = OpeningHoursOutput
    filterset_class = OpeningHoursFilter
    roles = READING


class ClosureOutput(serializers.ModelSerializer):
    """Days on which a facility, or all of a kind below a union, is closed."""

    class Meta:
        model = Closure
        fields = (
            *("id", "version", "facility", "union", "facility_kind", "cause", "document_no", "note"),
            *("first_day", "last_day", "lifted_at"),
        )


class NewClosure(serializers.Serializer):
    """A closure of a facility, or an order for a union's subtree. Exactly one of `facility` and `union`."""

    id = serializers.UUIDField(required=False)
    facility = serializers.UUIDField(required=False)
    union = serializers.UUIDField(required=False)
    facility_kind = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    cause = serializers.ChoiceField(choices=Closure.Cause.choices)
    document_no = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)
    first_day = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """One reach."""
        if ("union" in data) == ("facility" in data):
            raise serializers.ValidationError("Give either union or facility.")
        return data


class ClosureFilter(filters.FilterSet):
    """By reach and cause."""

    facility = filters.UUIDFilter(field_name="facility_id")
    union = filters.UUIDFilter(field_name="union_id")

    class Meta:
        model = Closure
        fields = ("cause", "facility_kind")


class ClosureViewSet(ReadViewSet):
    """Closures and orders in the asker's scope; `lift` ends one before its time."""

    queryset = Closure.objects.select_related("union", "facility")
    serializer_class = ClosureOutput
    filterset_class = ClosureFilter
    roles = READING
    write_roles = MANAGING

    @extend_schema(request=NewClosure, responses={201: ClosureOutput})
    def create(self, request: Request) -> Response:
        """Close a facility, or order a union's subtree closed."""
        data = _valid(NewClosure, request)
        if "facility" in data:
            rows = Facility.objects.select_related("union").visible_to(request.access)
            data["facility"] = get_object_or_404(rows, pk=data["facility"])
            data.pop("facility_kind")
            closure = actions.close_facility(by=self.actor, **data)
        else:
            data["union"] = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=data["union"])
            closure = actions.order_closure(by=self.actor, **data)
        return Response(ClosureOutput(closure).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AmendmentSerializer, responses=ClosureOutput)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """Lift it, with a reason; again changes nothing."""
        data = _valid(AmendmentSerializer, request)
        return Response(
            ClosureOutput(actions.lift_closure(closure=self.get_object(), reason=data["reason"], by=self.actor)).data
        )


def clean_details(kind: str, sent: dict[str, Any]) -> dict[str, Any] | None:
    """What a kind asks beside, through its own form; raises a refusal with `details.<field>` errors."""
    entry = kinds.get(kind)
    if entry is None or entry.details is None:
        return None
    form = entry.details.form(sent)
    if not form.is_valid():
        errors = {f"details.{name}": [str(text) for text in texts] for name, texts in form.errors.items()}
        refusal = DomainError("", errors=errors)
        refusal.type = "rule-broken"
        raise refusal
    return dict(form.cleaned_data)


def _valid(serializer: Any, request: Request, **options: Any) -> dict[str, Any]:
    data = serializer(data=request.data, **options)
    data.is_valid(raise_exception=True)
    return dict(data.validated_data)
