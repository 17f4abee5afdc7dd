"""Absences, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.absences import actions, queries
from ops.absences.models import Absence
from ops.absences.views import KEEPING
from ops.organization.models import User
from ops.records.api import AmendmentSerializer, ReadViewSet


class StaffAbsenceOutput(serializers.ModelSerializer):
    """Who is away from when to when, and who stands in. `until` is the moment after; null: not yet known."""

    class Meta:
        model = Absence
        fields = ("id", "version", "user", "since", "until", "cause", "note", "stand_in", "withdrawn_at")


class StaffAbsenceFields(serializers.ModelSerializer):
    """What may be said of an absence. `stand_in` works in the field at a facility of the same person."""

    stand_in = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Absence
        fields = ("since", "until", "cause", "note", "stand_in")
        validators = ()


class StaffAbsenceInput(StaffAbsenceFields):
    """An absence to enter; without `user`, one's own."""

    user = serializers.UUIDField(required=False)

    class Meta(StaffAbsenceFields.Meta):
        fields: Any = ("user", *StaffAbsenceFields.Meta.fields)


class StaffAbsenceChange(StaffAbsenceFields):
    """Changes of an absence, and why; what is left out stays."""

    reason = serializers.CharField(max_length=300)

    class Meta(StaffAbsenceFields.Meta):
        fields: Any = (*StaffAbsenceFields.Meta.fields, "reason")


class StaffAbsences(ReadViewSet):
    """One's own absences, those in which one stands in, and those of the people whom one manages."""

    queryset = Absence.objects.all()
    serializer_class = StaffAbsenceOutput
    filterset_fields = ("user", "stand_in", "cause")
    roles = KEEPING

    @extend_schema(request=StaffAbsenceInput, responses={201: StaffAbsenceOutput})
    def create(self, request: Request) -> Response:
        """Enter an absence: one's own, or that of somebody whom one manages."""
        sent = StaffAbsenceInput(data=request.data)
        sent.is_valid(raise_exception=True)
        fields = dict(sent.validated_data)
        people = queries.people_of(request.access)
        user = get_object_or_404(people, pk=fields.pop("user", request.user.pk))
        absence = actions.enter_absence(user=user, by=self.actor, **fields)
        return Response(StaffAbsenceOutput(absence).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=StaffAbsenceChange, responses=StaffAbsenceOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change it (If-Match: its version) with a reason; 409 once it is withdrawn."""
        sent = StaffAbsenceChange(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        changes = dict(sent.validated_data)
        reason = changes.pop("reason", "")
        absence = actions.change_absence(
            absence=self.get_object(), by=self.actor, version=self.expected_version(), reason=reason, **changes
        )
        return Response(StaffAbsenceOutput(absence).data)

    @extend_schema(request=AmendmentSerializer, responses=StaffAbsenceOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It does not take place; it stays readable."""
        sent = AmendmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        absence = actions.withdraw_absence(
            absence=self.get_object(), by=self.actor, reason=sent.validated_data["reason"]
        )
        return Response(StaffAbsenceOutput(absence).data)
