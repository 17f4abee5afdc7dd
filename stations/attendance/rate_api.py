"""Attendance rates, the monthly sheet and the subsidy's rule by the API."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.organization.roles import READING
from ops.records.api import HasRole
from stations.attendance.qualification import qualification_of
from stations.attendance.rate_views import attendance_for, sheet_response


class TallySerializer(serializers.Serializer):
    """Child-days. Rate is present ÷ expected in thousandths, null where nothing was expected.

    Late is among present; excused (ill, announced) and missed (nobody said why) are absent. Cancelled days and closures
    are not expected.
    """

    expected = serializers.IntegerField()
    present = serializers.IntegerField()
    late = serializers.IntegerField()
    excused = serializers.IntegerField()
    missed = serializers.IntegerField()
    permille = serializers.IntegerField(allow_null=True)


class GroupTally(serializers.Serializer):
    """A group's tally."""

    name = serializers.CharField(allow_blank=True)
    tally = TallySerializer()


class ChildTally(serializers.Serializer):
    """A child's tally and marks by day: present, late, missed, or the absence's reason. Names masked for unions."""

    child = serializers.UUIDField()
    name = serializers.CharField()
    group = serializers.CharField(allow_blank=True)
    tally = TallySerializer()
    days = serializers.DictField(child=serializers.CharField())


class CriterionSerializer(serializers.Serializer):
    """One demand of the subsidy's rule."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    needed = serializers.CharField()
    have = serializers.CharField()
    met = serializers.BooleanField()
    missing = serializers.CharField(allow_blank=True)


class QualificationSerializer(serializers.Serializer):
    """Whether the term meets the rule in force on its last day."""

    met = serializers.BooleanField()
    missing = serializers.CharField(allow_blank=True)
    criteria = CriterionSerializer(many=True)


class AttendanceSerializer(serializers.Serializer):
    """A term's attendance up to today."""

    term = serializers.UUIDField()
    until = serializers.DateField()
    days_held = serializers.IntegerField()
    days_to_come = serializers.IntegerField()
    total = TallySerializer()
    groups = GroupTally(many=True)
    children = ChildTally(many=True)
    qualification = QualificationSerializer()


class TermAttendance(APIView):
    """Attendance of a term by child, group and term, and the subsidy's rule."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(responses=AttendanceSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """The attendance up to today."""
        found = attendance_for(request, pk)
        answer = {
            "term": found.term.pk,
            "until": found.until,
            "days_held": len(found.held),
            "days_to_come": len(found.coming),
            "total": found.total,
            "groups": [{"name": name, "tally": tally} for name, tally in found.groups],
            "children": [
                {
                    "child": row.child_id,
                    "name": row.name,
                    "group": row.group,
                    "tally": tally,
                    "days": {day.isoformat(): mark for day, mark in row.days.items()},
                }
                for row, tally in found.children
            ],
            "qualification": qualification_of(found),
        }
        return Response(AttendanceSerializer(answer).data)


class MonthlySheet(APIView):
    """The monthly attendance sheet as a file."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID, year: int, month: int, form: str) -> HttpResponse:
        """The sheet of a month; `form` is xlsx or pdf."""
        return sheet_response(attendance_for(request, pk), dt.date(year, min(max(month, 1), 12), 1), form)
