"""Duty plans and duties, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.models import ChecklistTemplate
from ops.duties import actions, queries
from ops.duties.models import Duty, DutyPlan, EscalationPolicy
from ops.duties.responsible import of_person
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.organization.roles import MANAGING, READING
from ops.records.api import AmendmentSerializer, ReadViewSet

_CHANGEABLE = (
    *("regime", "name", "name_en", "rrule", "calendar", "opens", "due", "also_due", "every_opening_hours"),
    *("window_minutes", "grace_minutes", "late_minutes", "role", "person", "policy", "completed_by", "checklist"),
    *("trigger", "presence", "first_day", "last_day"),
)


class DutyPlanOutput(serializers.ModelSerializer):
    """A plan."""

    class Meta:
        model = DutyPlan
        fields = ("id", "version", "facility", *_CHANGEABLE, "paused", "template", "template_version", "adapted")


class PlanFields(serializers.ModelSerializer):
    """What a plan says. Times are of the facility's clock; `trigger` is a registered record or condition.

    `rrule` is any RFC 5545 rule down to FREQ=MINUTELY that falls at most 48 times a day. One that names hours or
    minutes brings its own times; else it is due on its days at `due` and `also_due`, or with `every_opening_hours` so
    many hours after each opening. It may be done `window_minutes` before each due time; without them from `opens`, and
    what is due again that day from the time before. `person` is responsible, while absent their stand-in; else `role`.
    """

    due = serializers.TimeField(required=False, help_text="Left out where the rule or the opening hours say when.")
    also_due = serializers.ListField(child=serializers.TimeField(format="%H:%M"), required=False, max_length=47)
    person = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), required=False, allow_null=True)

    policy = serializers.PrimaryKeyRelatedField(queryset=EscalationPolicy.objects.all(), required=False)
    checklist = serializers.PrimaryKeyRelatedField(
        queryset=ChecklistTemplate.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = DutyPlan
        fields = _CHANGEABLE
        extra_kwargs = {"first_day": {"required": False}}  # noqa: RUF012


class DutyPlanInput(PlanFields):
    """A plan to make at a facility. Without `policy`, the regime's; without `first_day`, from today."""

    facility = serializers.UUIDField()

    class Meta(PlanFields.Meta):
        fields: Any = ("facility", *_CHANGEABLE)


class DutyPlanChange(PlanFields):
    """Changes of a plan, and why; what is left out stays."""

    reason = serializers.CharField(max_length=300)

    class Meta(PlanFields.Meta):
        fields: Any = (*_CHANGEABLE, "reason")


class OccurrenceOutput(serializers.Serializer):
    """One duty to be."""

    day = serializers.DateField()
    opens_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    closure = serializers.UUIDField(
        source="closure.pk", allow_null=True, default=None, help_text="The closure for which it will not be required."
    )


class DutyPlans(ReadViewSet):
    """Plans of the facilities in the asker's scope. A plan is changed or paused, never deleted."""

    queryset = DutyPlan.objects.select_related("facility", "policy")
    serializer_class = DutyPlanOutput
    filterset_fields = ("facility", "regime", "paused", "completed_by", "template", "template_version")
    roles = READING
    write_roles = MANAGING

    @extend_schema(request=DutyPlanInput, responses={201: DutyPlanOutput})
    def create(self, request: Request) -> Response:
        """Make a plan, and its duties of the week ahead."""
        facility, fields = self._sent(request)
        plan = actions.create_plan(facility=facility, by=self.actor, **fields)
        return Response(DutyPlanOutput(plan).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=DutyPlanChange, responses=DutyPlanOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a plan (If-Match: its version); its future open duties follow."""
        sent = DutyPlanChange(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        changes = dict(sent.validated_data)
        reason = changes.pop("reason", "")
        plan = actions.change_plan(
            plan=self._managed(), by=self.actor, version=self.expected_version(), reason=reason, **changes
        )
        return Response(DutyPlanOutput(plan).data)

    @extend_schema(request=AmendmentSerializer, responses=DutyPlanOutput)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Ask for nothing from now on."""
        plan = actions.pause_plan(plan=self._managed(), by=self.actor, reason=self._reason())
        return Response(DutyPlanOutput(plan).data)

    @extend_schema(request=AmendmentSerializer, responses=DutyPlanOutput)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Ask again from now on."""
        plan = actions.resume_plan(plan=self._managed(), by=self.actor, reason=self._reason())
        return Response(DutyPlanOutput(plan).data)

    @extend_schema(responses=OccurrenceOutput(many=True), filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def preview(self, request: Request, pk: str) -> Response:
        """The next 30 occurrences."""
        return Response(OccurrenceOutput(queries.preview(self.get_object()), many=True).data)

    @extend_schema(request=DutyPlanInput, responses=OccurrenceOutput(many=True))
    @action(detail=False, methods=["post"], url_path="preview", url_name="draft")
    def draft(self, request: Request) -> Response:
        """The next 30 occurrences of a plan that is not made: nothing is written."""
        facility, fields = self._sent(request)
        plan = actions.draft_plan(facility=facility, **fields)
        return Response(OccurrenceOutput(queries.preview(plan), many=True).data)

    def _sent(self, request: Request) -> tuple[Facility, dict[str, Any]]:
        """The facility, managed by the asker, and the fields of the plan."""
        sent = DutyPlanInput(data=request.data)
        sent.is_valid(raise_exception=True)
        fields = dict(sent.validated_data)
        facility = get_object_or_404(Facility.objects.visible_to(request.access), pk=fields.pop("facility"))
        request.access.require(facility, *MANAGING)
        return facility, fields

    def _managed(self) -> DutyPlan:
        plan: DutyPlan = self.get_object()
        self.request.access.require(plan.facility, *MANAGING)
        return plan

    def _reason(self) -> str:
        sent = AmendmentSerializer(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return str(sent.validated_data["reason"])


class DutyOutput(serializers.ModelSerializer):
    """One occurrence of a plan. `day` is the facility's date."""

    name = serializers.CharField(source="plan.name", read_only=True)
    name_en = serializers.CharField(source="plan.name_en", read_only=True)

    class Meta:
        model = Duty
        fields = (
            *("id", "version", "facility", "plan", "name", "name_en", "regime", "role", "person", "policy", "trigger"),
            *("day", "opens_at", "due_at", "overdue_at", "closes_at", "state", "done_at", "done_by", "record_kind"),
            *("record_id", "escalated_to", "escalate_at", "closure", "void_reason"),
        )


class DutyFilter(filters.FilterSet):
    """By place, plan, regime, state and days."""

    first = filters.DateFilter(field_name="day", lookup_expr="gte")
    last = filters.DateFilter(field_name="day", lookup_expr="lte")
    mine = filters.BooleanFilter(
        method="only_mine", label="True: those for which the asker is responsible now, by name, as stand-in or by role."
    )

    def only_mine(self, rows: Any, name: str, value: bool) -> Any:
        """Those for which the asker is responsible now."""
        return of_person(rows, self.request.access, timezone.now()) if value else rows

    class Meta:
        model = Duty
        fields = ("facility", "plan", "regime", "state", "day", "person")


class Duties(ReadViewSet):
    """Duties of the facilities in the asker's scope, newest first. What completes one is recorded where it happens."""

    queryset = Duty.objects.select_related("plan")
    serializer_class = DutyOutput
    filterset_class = DutyFilter
    roles = READING
