"""Who is in the house now, by the API: by name for an evacuation, by number for a union."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION, READING
from ops.records.api import HasRole
from stations.attendance.evacuation import evacuation_of
from stations.attendance.headcount import head_counts


class FacilityQuery(serializers.Serializer):
    """Of which facility."""

    facility = serializers.UUIDField()


class EvacueeSerializer(serializers.Serializer):
    """A child in the house."""

    child = serializers.UUIDField(source="child_id")
    name = serializers.CharField(source="label")
    flag = serializers.CharField(help_text="One word on what to mind, such as an allergy; empty for most.")
    came_at = serializers.DateTimeField()


class EvacuationGroupSerializer(serializers.Serializer):
    """A group's children in the house."""

    group = serializers.UUIDField(source="group_id", allow_null=True)
    name = serializers.CharField(allow_blank=True)
    children = EvacueeSerializer(many=True, source="here")


class OnDutySerializer(serializers.Serializer):
    """A grown-up who is on duty now, by the station's clock."""

    shift = serializers.UUIDField(source="pk")
    name = serializers.CharField()
    starts = serializers.TimeField()
    ends = serializers.TimeField()


class EvacuationSerializer(serializers.Serializer):
    """Whom to count outside, as of `read_at`."""

    facility = serializers.UUIDField(source="board.facility.pk")
    date = serializers.DateField(source="board.day")
    read_at = serializers.DateTimeField(source="board.read_at")
    here = serializers.IntegerField()
    groups = EvacuationGroupSerializer(many=True)
    on_duty = OnDutySerializer(many=True)


class EvacuationList(APIView):
    """The evacuation list of a station as of now."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(parameters=[OpenApiParameter("facility", UUID, required=True)], responses=EvacuationSerializer)
    def get(self, request: Request) -> Response:
        """Children in the house by group, and who is on duty."""
        asked = FacilityQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        facility = facility_of(request, asked.validated_data["facility"], *AT_STATION)
        return Response(EvacuationSerializer(evacuation_of(facility)).data)


class HeadCountSerializer(serializers.Serializer):
    """A station's children today, by number: expected = here + left + missing."""

    facility = serializers.UUIDField(source="facility.pk")
    name = serializers.CharField(source="facility")
    date = serializers.DateField(source="day")
    expected = serializers.IntegerField()
    here = serializers.IntegerField()
    left = serializers.IntegerField()
    absent = serializers.IntegerField()
    missing = serializers.IntegerField()


class HeadCountsSerializer(serializers.Serializer):
    """The stations in the reader's scope where children are expected or in the house today, the fullest first."""

    read_at = serializers.DateTimeField()
    expected = serializers.IntegerField()
    here = serializers.IntegerField()
    stations = HeadCountSerializer(many=True)


class HeadCountList(APIView):
    """The live head-count of every station in scope."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(responses=HeadCountsSerializer)
    def get(self, request: Request) -> Response:
        """Numbers only, as of now."""
        return Response(HeadCountsSerializer(head_counts(request.access)).data)
