"""Calls about children who did not come, by the API."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.api import ReadViewSet, created
from ops.records.pagination import NewestFirst
from stations.attendance import calls
from stations.attendance.absence_api import AbsenceSerializer
from stations.attendance.count_api import FacilityQuery
from stations.attendance.models import AbsenceReason, CallRecord
from stations.enrolment.models import Child


class CallSerializer(serializers.ModelSerializer):
    """A call as it stands."""

    class Meta:
        model = CallRecord
        fields = (
            *("id", "facility", "child", "local_date", "guardian", "guardian_name", "outcome", "note", "called_by"),
            *("occurred_at", "recorded_at", "voided_at", "version"),
        )


class CallInput(serializers.Serializer):
    """A call under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    guardian = serializers.UUIDField()
    outcome = serializers.ChoiceField(CallRecord.Outcome.choices)
    reason = serializers.ChoiceField(
        AbsenceReason.choices, required=False, allow_blank=True, help_text="Why the child does not come (outcome away)."
    )
    note = serializers.CharField(max_length=100, required=False, allow_blank=True)
    occurred_at = serializers.DateTimeField(required=False)


class GivenUpInput(serializers.Serializer):
    """The id of the absence to be made."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()


class UnexplainedSerializer(serializers.Serializer):
    """A child who is missing without a word."""

    child = serializers.UUIDField(source="tile.child_id")
    name = serializers.CharField(source="tile.name")
    next_guardian = serializers.UUIDField(source="next.guardian_id", default=None, allow_null=True)
    coming = serializers.BooleanField()
    in_vain = serializers.BooleanField(help_text="Every guardian was called and nobody answered.")
    calls = CallSerializer(many=True)


class Calls(ReadViewSet):
    """The log of calls about children who did not come."""

    queryset = CallRecord.objects.select_related("facility")
    serializer_class = CallSerializer
    filterset_fields = ("facility", "child", "local_date", "outcome")
    pagination_class = NewestFirst
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    def _child(self, pk: UUID) -> Child:
        children = Child.objects.visible_to(self.request.access, AT_STATION).plainly().select_related("facility")
        return get_object_or_404(children, pk=pk)

    @extend_schema(request=CallInput, responses={200: CallSerializer, 201: CallSerializer})
    def create(self, request: Request) -> Response:
        """Record a call; the same id with the same content again answers 200."""
        given = CallInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        child = self._child(data.pop("child"))
        call, new = calls.record_call(child=child, guardian_id=data.pop("guardian"), by=self.actor, **data)
        return created(CallSerializer(call).data, new=new)

    @extend_schema(
        parameters=[OpenApiParameter("facility", UUID, required=True)], responses=UnexplainedSerializer(many=True)
    )
    @action(detail=False, methods=["get"], pagination_class=None, filterset_fields=())
    def missing(self, request: Request) -> Response:
        """Who is missing today without a word, and whom to call next."""
        asked = FacilityQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        facility = facility_of(request, asked.validated_data["facility"], *AT_STATION)
        found = calls.missing_without_a_word(facility, facility.today())
        return Response(UnexplainedSerializer(found, many=True).data)

    @extend_schema(request=GivenUpInput, responses={200: AbsenceSerializer, 201: AbsenceSerializer})
    @action(detail=False, methods=["post"])
    def unreached(self, request: Request) -> Response:
        """Every guardian was called in vain: the child counts as accounted for, the managers know."""
        given = GivenUpInput(data=request.data)
        given.is_valid(raise_exception=True)
        child = self._child(given.validated_data["child"])
        absence, new = calls.give_up_calling(id=given.validated_data["id"], child=child, by=self.actor)
        return created(AbsenceSerializer(absence).data, new=new)
