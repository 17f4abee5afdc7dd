"""Absences and their announcement by the API."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.pagination import NewestFirst
from stations.attendance import absences
from stations.attendance.models import Absence, AbsenceAnnouncement
from stations.enrolment.models import Child, Guardian


class AbsenceSerializer(serializers.ModelSerializer):
    """An absence as it stands."""

    class Meta:
        model = Absence
        fields = (
            *("id", "facility", "child", "local_date", "reason", "note", "announced_by", "announced_by_name"),
            *("occurred_at", "recorded_at", "voided_at", "version"),
        )


class AbsenceInput(serializers.ModelSerializer):
    """An absence under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    announced_by = serializers.UUIDField(required=False, allow_null=True)
    occurred_at = serializers.DateTimeField(required=False)

    class Meta:
        model = Absence
        fields = (
            *("id", "child", "local_date", "reason", "note", "announced_by", "announced_by_name"),
            "occurred_at",
        )


class Absences(ReadViewSet):
    """Absences (请假): record, read, void."""

    queryset = Absence.objects.select_related("facility")
    serializer_class = AbsenceSerializer
    filterset_fields = ("facility", "child", "local_date", "reason")
    pagination_class = NewestFirst
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=AbsenceInput, responses={200: AbsenceSerializer, 201: AbsenceSerializer})
    def create(self, request: Request) -> Response:
        """Record an absence; the same id with the same content again answers 200."""
        given = AbsenceInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        children = Child.objects.visible_to(request.access, AT_STATION).plainly().select_related("facility")
        child = get_object_or_404(children, pk=data.pop("child"))
        if guardian := data.pop("announced_by", None):
            data["announced_by"] = get_object_or_404(Guardian, pk=guardian, children=child)
        standing = Absence.objects.filter(pk=data["id"]).first()
        if standing:
            data.setdefault("occurred_at", standing.occurred_at)
        absence, new = absences.record_absence(child=child, by=self.actor, **data)
        return created(AbsenceSerializer(absence).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw an absence with a reason; needs If-Match."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        absence = absences.void_absence(
            absence=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(AbsenceSerializer(absence).data)


class AnnouncementSerializer(serializers.ModelSerializer):
    """An announced absence as it stands; its days are absences of their own."""

    class Meta:
        model = AbsenceAnnouncement
        fields = (
            *("id", "facility", "child", "first_day", "last_day", "reason", "note", "announced_by"),
            *("announced_by_name", "occurred_at", "recorded_at", "voided_at", "version"),
        )


class AnnouncementInput(serializers.ModelSerializer):
    """Which days a child stays away, under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    announced_by = serializers.UUIDField(required=False, allow_null=True, help_text="The guardian who said so.")

    class Meta:
        model = AbsenceAnnouncement
        fields = ("id", "child", "first_day", "last_day", "reason", "note", "announced_by", "announced_by_name")


class Announcements(ReadViewSet):
    """Absences announced beforehand (请假): announce, read, take back."""

    queryset = AbsenceAnnouncement.objects.select_related("facility")
    serializer_class = AnnouncementSerializer
    filterset_fields = ("facility", "child", "reason")
    pagination_class = NewestFirst
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=AnnouncementInput, responses={200: AnnouncementSerializer, 201: AnnouncementSerializer})
    def create(self, request: Request) -> Response:
        """Announce days; the same id with the same content again answers 200."""
        given = AnnouncementInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        children = Child.objects.visible_to(request.access, AT_STATION).plainly().select_related("facility")
        child = get_object_or_404(children, pk=data.pop("child"))
        if guardian := data.pop("announced_by", None):
            data["announced_by"] = get_object_or_404(Guardian, pk=guardian, children=child)
        announcement, new = absences.announce_absence(child=child, by=self.actor, **data)
        return created(AnnouncementSerializer(announcement).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=AnnouncementSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """The child comes after all: from today on it is expected again; needs If-Match."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        announcement = absences.take_back_absence(
            announcement=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(AnnouncementSerializer(announcement).data)
