"""Incidents, their timelines, reports to authorities, plans and drills, for programs and for the offline outbox."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.facilities.models import Facility
from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.api import ReadViewSet
from safety.endpoints import AmendableViewSet, RecordFilter, RecordInput, RecordViewSet, documented, row_of
from safety.incidents import actions, queries
from safety.incidents.models import (
    Authority,
    Drill,
    EmergencyPlan,
    Incident,
    IncidentEntry,
    Kind,
    Severity,
    StatutoryReport,
)

BASE = ("id", "version", "facility", "occurred_at", "recorded_at", "voided_at")
# Anybody in the field reports and writes; officers add what they know, and close.
WRITING = (*IN_FIELD, Role.UNION_OFFICER)
CLOSING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER)
MANAGER = (Role.FACILITY_MANAGER,)


class IncidentInput(RecordInput):
    """An emergency. Names go into `people`, which union roles see masked."""

    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    what = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    people = serializers.CharField(max_length=500, allow_blank=True, required=False)
    affected = serializers.IntegerField(min_value=0, max_value=10000, required=False)
    place = serializers.CharField(max_length=80, allow_blank=True, required=False)
    reporter_name = serializers.CharField(max_length=40, allow_blank=True, required=False)


class IncidentOutput(serializers.ModelSerializer):
    """An incident as this reader may see it, with its clock."""

    what = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    reports_missing = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields = (
            *BASE,
            *("kind", "severity", "what", "people", "affected", "place", "reporter_name", "reported_by", "state"),
            *("contained_at", "closed_at", "conclusion", "report_due_at", "reports_missing"),
        )

    def get_what(self, row: Incident) -> str:
        """What happened, or that it is confidential."""
        return queries.what_as_seen(row, self.context["access"])

    def get_people(self, row: Incident) -> str:
        """Names, masked for union roles."""
        return queries.people_as_seen(row, self.context["access"])

    def get_reports_missing(self, row: Incident) -> list[str]:
        """Authorities to which the law wants it reported and nobody has yet."""
        return queries.reports_missing(row)


class IncidentFilter(RecordFilter):
    """By facility, time, kind and state."""

    running = filters.BooleanFilter(method="only_running", label="running")

    class Meta:
        model = Incident
        fields = ("kind", "severity", "state")

    def only_running(self, rows: Any, name: str, value: bool) -> Any:
        """Somebody still has to act."""
        return rows.running() if value else rows


class Conclusion(serializers.Serializer):
    """What came of it."""

    conclusion = serializers.CharField(max_length=500)


class Containment(serializers.Serializer):
    """A word on how it was contained."""

    text = serializers.CharField(max_length=500, allow_blank=True, required=False, default="")


class Reopening(serializers.Serializer):
    """Why it is taken up again."""

    reason = serializers.CharField(max_length=300)


@documented
class Incidents(AmendableViewSet):
    """Incidents, the newest first. Whoever works at a facility reports; its manager or the union closes."""

    queryset = Incident.objects.select_related("facility").prefetch_related("reports")
    serializer_class = IncidentOutput
    filterset_class = IncidentFilter
    input = IncidentInput
    roles = READING
    write_roles: Any = IN_FIELD
    void_roles = MANAGER
    called = "incident"
    make = staticmethod(actions.report_incident)
    change = staticmethod(actions.correct_incident)
    withdraw = staticmethod(actions.withdraw_incident)

    def get_permissions(self) -> Any:
        """Officers may contain, close and reopen, though they do not report."""
        if self.action in ("contain", "close", "reopen"):
            self.write_roles = WRITING
        return super().get_permissions()

    @extend_schema(request=Containment, responses=IncidentOutput)
    @action(detail=True, methods=["post"])
    def contain(self, request: Request, pk: str | None = None) -> Response:
        """The danger is over."""
        incident = self._incident(*WRITING)
        return Response(
            self.shown(actions.contain(incident=incident, by=self.actor, **self.valid(Containment, request.data)))
        )

    @extend_schema(request=Conclusion, responses=IncidentOutput)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        """Close with a conclusion; 409 while a report that the law demands is missing."""
        incident = self._incident(*CLOSING)
        return Response(
            self.shown(actions.close(incident=incident, by=self.actor, **self.valid(Conclusion, request.data)))
        )

    @extend_schema(request=Reopening, responses=IncidentOutput)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Take a closed incident up again."""
        incident = self._incident(*CLOSING)
        return Response(
            self.shown(actions.reopen(incident=incident, by=self.actor, **self.valid(Reopening, request.data)))
        )

    def _incident(self, *roles: str) -> Incident:
        incident = self.get_object()
        self.request.access.require(incident.facility, *roles)
        return incident


class OfIncident(RecordViewSet):
    """What belongs to an incident: its words are the incident's, confidential where that is."""

    roles = READING
    write_roles = WRITING
    void_roles = MANAGER
    within = "incident"
    within_model = Incident


class IncidentFilterOf(RecordFilter):
    """By incident."""

    incident = filters.UUIDFilter(field_name="incident_id")


class ConfidentialText(serializers.ModelSerializer):
    """`text` is null where the reader may not read it."""

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Leave out what only the facility's people may read."""
        shown = super().to_representation(row)
        if not queries.may_read_text(row.incident, self.context["access"]):
            shown["text"] = None
        return shown


class IncidentEntryInput(RecordInput):
    """A line of the timeline."""

    incident = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=IncidentEntry.Kind.choices, required=False)
    text = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    whom = serializers.CharField(max_length=60, allow_blank=True, required=False)
    photo = serializers.UUIDField(allow_null=True, required=False)


class IncidentEntryOutput(ConfidentialText):
    """A line of the timeline."""

    class Meta:
        model = IncidentEntry
        fields = (*BASE, "incident", "kind", "text", "whom", "photo", "written_by")


@documented
class IncidentEntries(OfIncident):
    """Lines of timelines, the newest first; they are added and struck out, not amended."""

    queryset = IncidentEntry.objects.select_related("facility", "incident__facility")
    serializer_class = IncidentEntryOutput
    filterset_class = IncidentFilterOf
    input = IncidentEntryInput
    called = "entry"
    make = staticmethod(actions.add_entry)
    withdraw = staticmethod(actions.withdraw_entry)


class StatutoryReportInput(RecordInput):
    """A report to an authority, made at `occurred_at`."""

    incident = serializers.UUIDField()
    authority = serializers.ChoiceField(choices=Authority.choices)
    reported_to = serializers.CharField(max_length=80, allow_blank=True, required=False)
    reference = serializers.CharField(max_length=60, allow_blank=True, required=False)
    place = serializers.CharField(max_length=80, allow_blank=True, required=False)
    affected = serializers.IntegerField(min_value=0, max_value=10000)
    text = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class StatutoryReportOutput(ConfidentialText):
    """A report to an authority."""

    class Meta:
        model = StatutoryReport
        fields = (
            *BASE,
            *("incident", "authority", "reported_to", "reference", "place", "affected", "text", "supplement"),
            "reported_by",
        )


@documented
class StatutoryReports(OfIncident):
    """Reports to authorities, the newest first."""

    queryset = StatutoryReport.objects.select_related("facility", "incident__facility")
    serializer_class = StatutoryReportOutput
    filterset_class = IncidentFilterOf
    input = StatutoryReportInput
    called = "report"
    make = staticmethod(actions.report_to_authority)
    withdraw = staticmethod(actions.withdraw_report)


class DrillInput(RecordInput):
    """An emergency drill, held at `occurred_at`."""

    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    plan = serializers.UUIDField(allow_null=True, required=False)
    children = serializers.IntegerField(min_value=0, max_value=10000, required=False)
    adults = serializers.IntegerField(min_value=0, max_value=10000, required=False)
    seconds = serializers.IntegerField(min_value=0, max_value=86400, allow_null=True, required=False)
    summary = serializers.CharField(max_length=500)
    to_improve = serializers.CharField(max_length=500, allow_blank=True, required=False)
    photo = serializers.UUIDField(allow_null=True, required=False)


class DrillOutput(serializers.ModelSerializer):
    """An emergency drill."""

    class Meta:
        model = Drill
        fields = (
            *BASE,
            *("kind", "plan", "children", "adults", "seconds", "summary", "to_improve", "photo", "recorded_by"),
        )


class DrillFilter(RecordFilter):
    """By facility, time and kind."""

    class Meta:
        model = Drill
        fields = ("kind",)


@documented
class Drills(AmendableViewSet):
    """Emergency drills, the newest first."""

    queryset = Drill.objects.select_related("facility")
    serializer_class = DrillOutput
    filterset_class = DrillFilter
    input = DrillInput
    roles = READING
    write_roles = IN_FIELD
    called = "drill"
    make = staticmethod(actions.record_drill)
    change = staticmethod(actions.correct_drill)
    withdraw = staticmethod(actions.withdraw_drill)

    def with_rows(self, fields: dict[str, Any], facility: Facility) -> dict[str, Any]:
        """The plan too is one of this facility."""
        fields = super().with_rows(fields, facility)
        if fields.get("plan") is not None:
            fields["plan"] = row_of(EmergencyPlan, fields["plan"], facility, "plan")
        return fields


class EmergencyPlanOutput(serializers.ModelSerializer):
    """What a facility does in one kind of emergency, from a day until a day."""

    class Meta:
        model = EmergencyPlan
        fields = ("id", "version", "facility", "kind", "title", "steps", "contacts", "valid_from", "valid_until")


class EmergencyPlanInput(serializers.Serializer):
    """A plan that holds from a day on; the one before it ends the day before."""

    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField(max_length=80)
    steps = serializers.CharField(max_length=4000)
    contacts = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    valid_from = serializers.DateField()


class PlanFilter(filters.FilterSet):
    """By facility and kind."""

    facility = filters.UUIDFilter(field_name="facility_id")

    class Meta:
        model = EmergencyPlan
        fields = ("kind",)


class EmergencyPlans(ReadViewSet):
    """Emergency plans; a new one of a kind follows the old, which stays readable."""

    queryset = EmergencyPlan.objects.select_related("facility")
    serializer_class = EmergencyPlanOutput
    filterset_class = PlanFilter
    roles = READING
    write_roles = MANAGER

    @extend_schema(request=EmergencyPlanInput, responses={201: EmergencyPlanOutput})
    def create(self, request: Request) -> Response:
        """Let a plan hold from a day on."""
        data = EmergencyPlanInput(data=request.data)
        data.is_valid(raise_exception=True)
        fields = dict(data.validated_data)
        facility = get_object_or_404(Facility.objects.visible_to(request.access), pk=fields.pop("facility"))
        request.access.require(facility, *MANAGER)
        plan = actions.publish_plan(facility=facility, by=self.actor, **fields)
        return Response(EmergencyPlanOutput(plan).data, status=status.HTTP_201_CREATED)
