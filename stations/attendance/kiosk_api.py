"""Kiosks by the API: start, read, end."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import Role
from ops.records.api import ReadViewSet
from ops.records.pagination import CursorPagination
from stations.attendance import kiosk
from stations.attendance.models import Kiosk


class KioskSerializer(serializers.ModelSerializer):
    """A tablet at the door."""

    class Meta:
        model = Kiosk
        fields = ("id", "facility", "name", "started_at", "started_by", "seen_at", "ended_at", "version")


class StartedSerializer(KioskSerializer):
    """The answer to whoever started it: the only time that the token is told."""

    token = serializers.CharField(read_only=True, help_text="The value of the tablet's cookie `kiosk`.")

    class Meta(KioskSerializer.Meta):
        fields = (*KioskSerializer.Meta.fields, "token")  # type: ignore[assignment]


class StartInput(serializers.Serializer):
    """Where, and how the tablet is called."""

    facility = serializers.UUIDField()
    name = serializers.CharField(max_length=40)


class ByStart(CursorPagination):
    """The newest first."""

    ordering = ("-started_at", "-id")


class Kiosks(ReadViewSet):
    """Tablets at the door that take codes and do nothing else."""

    queryset = Kiosk.objects.select_related("facility")
    serializer_class = KioskSerializer
    filterset_fields = ("facility",)
    pagination_class = ByStart
    roles = (Role.FACILITY_MANAGER,)
    write_roles = (Role.FACILITY_MANAGER,)

    def get_queryset(self) -> Any:
        """Kiosks of the stations that the asker manages."""
        if getattr(self, "swagger_fake_view", False):
            return Kiosk.objects.none()
        return Kiosk.objects.visible_to(self.request.access, self.roles).select_related("facility")

    @extend_schema(request=StartInput, responses={201: StartedSerializer})
    def create(self, request: Request) -> Response:
        """Start a kiosk; the token is told only here."""
        given = StartInput(data=request.data)
        given.is_valid(raise_exception=True)
        facility = facility_of(request, given.validated_data["facility"], Role.FACILITY_MANAGER)
        made, token = kiosk.start_kiosk(facility=facility, name=given.validated_data["name"], by=self.actor)
        return Response({**KioskSerializer(made).data, "token": token}, status=201)

    @extend_schema(request=None, responses=KioskSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a kiosk, wherever it is."""
        return Response(KioskSerializer(kiosk.end_kiosk(kiosk=self.get_object(), by=self.actor)).data)
