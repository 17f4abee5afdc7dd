"""Applications by the API, for the staff who decide, and enrolment forms on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.api import AmendmentSerializer, HasRole, ReadViewSet
from ops.records.pagination import NewestFirst
from stations.applications import actions, printing
from stations.applications.models import Application, AppliedChild
from stations.enrolment.models import Child


class AppliedChildSerializer(serializers.ModelSerializer):
    """A child of an application: its place, or what staff have to ask first."""

    class Meta:
        model = AppliedChild
        fields = ("id", "name_masked", "enrolment", "doubt", "closed_at", "withdrawn", "version")


class ApplicationSerializer(serializers.ModelSerializer):
    """An application as staff read it; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")
    children = AppliedChildSerializer(many=True)

    class Meta:
        model = Application
        fields = ("id", "facility", "term", "phone", "signed_by", "signature", "occurred_at", "children", "version")


class Applications(ReadViewSet):
    """Applications of guardians, for those who work at the station. Places are decided on at `enrolments`."""

    queryset = Application.objects.defer("phone").prefetch_related("children")
    serializer_class = ApplicationSerializer
    filterset_fields = ("facility", "term")
    pagination_class = NewestFirst
    roles = AT_STATION
    write_roles = AT_STATION
    found_by = AT_STATION
    http_method_names = ("get", "head", "options")


class AppliedChildren(ReadViewSet):
    """Children whose application staff have to ask about first: take over, or close with the reason."""

    queryset = AppliedChild.objects.select_related("application__term", "facility")
    serializer_class = AppliedChildSerializer
    filterset_fields = ("facility", "application")
    roles = AT_STATION
    write_roles = AT_STATION
    found_by = AT_STATION

    @extend_schema(request=None, responses=AppliedChildSerializer)
    @action(detail=True, methods=["post"], url_path="take-over")
    def take_over(self, request: Request, pk: str) -> Response:
        """Register what was entered, applied for since the application; needs If-Match."""
        applied = self.get_object()
        applied = actions.take_over(applied=applied, version=self.expected_version(), by=self.actor)
        return Response(AppliedChildSerializer(applied).data)

    @extend_schema(request=AmendmentSerializer, responses=AppliedChildSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Do not take it over, with the reason; needs If-Match."""
        applied = self.get_object()
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        applied = actions.close(applied=applied, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(AppliedChildSerializer(applied).data)


class FilledForm(APIView):
    """A child's enrolment form on paper."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(request=AmendmentSerializer, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def post(self, request: Request, pk: str) -> HttpResponse:
        """The form as a PDF file, with what is masked elsewhere; the reason is recorded."""
        children = Child.objects.visible_to(request.access, AT_STATION).plainly().select_related("facility")
        child = get_object_or_404(children, pk=pk)
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = printing.filled_form(child=child, by=Actor.of(request), **given.validated_data)
        return printing.response_of(data, child)


class BlankForm(APIView):
    """An empty enrolment form."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: str) -> HttpResponse:
        """The form with the texts in force, as a PDF file."""
        stations: Any = Facility.objects.filter(kind="station").select_related("union").visible_to(request.access)
        station = get_object_or_404(stations, pk=pk)
        request.access.require(station, *AT_STATION)
        return printing.response_of(printing.blank_form(station), station)


router = SimpleRouter()
router.register("applications", Applications, basename="api-applications")
router.register("applied-children", AppliedChildren, basename="api-applied-children")
