"""The roll call by the API."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION, READING
from ops.records.api import HasRole
from stations.attendance.board import Board, roll_call
from stations.enrolment.identity import masked_name


class TileSerializer(serializers.Serializer):
    """A child on the roll call."""

    child = serializers.UUIDField(source="child_id")
    enrolment = serializers.UUIDField(source="enrolment_id")
    name = serializers.CharField(source="label")
    pinyin = serializers.CharField()
    initials = serializers.CharField()
    flag = serializers.CharField()
    group = serializers.UUIDField(source="group_id", allow_null=True)
    state = serializers.ChoiceField(["missing", "here", "absent", "left"])
    overdue = serializers.BooleanField()
    may_leave_alone = serializers.BooleanField()
    handover = serializers.UUIDField(source="handover_id", allow_null=True)
    version = serializers.IntegerField()
    came_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)
    person_name = serializers.CharField()
    relation = serializers.CharField()
    left_alone = serializers.BooleanField()
    absence_reason = serializers.CharField()
    announced = serializers.BooleanField(help_text="The absence was announced beforehand.")
    feverish = serializers.BooleanField()
    unmeasured = serializers.BooleanField(help_text="Epidemic mode asks for a temperature that nobody entered.")
    by_code = serializers.BooleanField(help_text="The person was recognised by a one-time code.")


class RollCallSerializer(serializers.Serializer):
    """The roll call of a day. To those who do not work at the station names are masked."""

    facility = serializers.UUIDField(source="facility.pk")
    date = serializers.DateField(source="day")
    read_at = serializers.DateTimeField()
    counts = serializers.DictField(child=serializers.IntegerField())
    children = TileSerializer(many=True, source="tiles")


class RollCall(APIView):
    """Who is expected, here, away or gone on a day."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(
        parameters=[
            OpenApiParameter("facility", UUID, required=True),
            OpenApiParameter("date", dt.date, description="The facility's today, unless given."),
        ],
        responses=RollCallSerializer,
    )
    def get(self, request: Request) -> Response:
        """The roll call of a facility and day."""
        given = _RollCallQuery(data=request.query_params)
        given.is_valid(raise_exception=True)
        facility = facility_of(request, given.validated_data["facility"], *READING)
        board = roll_call(facility, given.validated_data.get("date") or facility.today())
        if not request.access.may_at(facility, *AT_STATION):
            mask(board)
        return Response(RollCallSerializer(board).data)


class _RollCallQuery(serializers.Serializer):
    facility = serializers.UUIDField()
    date = serializers.DateField(required=False)


def mask(board: Board) -> None:
    """Leave of a roll call what union roles may read: counts, states and masked names (decision 10)."""
    for tile in board.tiles:
        tile.name, tile.name_en = masked_name(tile.name), ""
        tile.feverish = tile.unmeasured = False
        tile.pinyin, tile.initials, tile.flag, tile.person_name = "", "", "", ""
