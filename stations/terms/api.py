"""Stations and terms by the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import MANAGING, READING
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from stations.terms import actions
from stations.terms.details import FIELDS
from stations.terms.models import Group, Station, Term, TermClosure
from stations.terms.queries import with_counts

_TERM = (
    *("name", "name_en", "first_day", "last_day", "opens", "closes", "arrive_by", "weekdays", "capacity"),
    *("grade_from", "grade_to", "age_from", "age_to", "fee_note", "health_check", "state"),
    *("applications_from", "applications_until", "waiting_rule", "filling"),
)


class StationSerializer(serializers.ModelSerializer):
    """A station; address and people stand with its facility."""

    name = serializers.CharField(source="facility.name", read_only=True)
    name_en = serializers.CharField(source="facility.name_en", read_only=True)
    address = serializers.CharField(source="facility.address", read_only=True)
    state = serializers.CharField(source="facility.state", read_only=True)

    class Meta:
        model = Station
        fields = ("id", "facility", "name", "name_en", "address", "state", *FIELDS, "version")


class StationAmendment(AmendmentSerializer, serializers.ModelSerializer):
    """What changes, and why."""

    class Meta:
        model = Station
        fields = ("reason", *FIELDS)


class Stations(ReadViewSet):
    """Day-care stations in the asker's scope."""

    queryset = Station.objects.select_related("facility")
    serializer_class = StationSerializer
    filterset_fields = ("facility", "running_mode", "meal_supply")
    roles = READING
    write_roles = MANAGING

    @extend_schema(request=StationAmendment, responses=StationSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct particulars; needs If-Match."""
        station = self.get_object()
        request.access.require(station.facility, *MANAGING)
        given = StationAmendment(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = {"reason": "", **given.validated_data}
        station = actions.amend_station(station=station, version=self.expected_version(), by=self.actor, **changes)
        return Response(StationSerializer(station).data)


class TermGroupSerializer(serializers.ModelSerializer):
    """A group of a term."""

    class Meta:
        model = Group
        fields = ("id", "name", "name_en", "position")


class TermSerializer(serializers.ModelSerializer):
    """A term with its groups; `on_roll` and `waiting` count places."""

    groups = TermGroupSerializer(many=True, read_only=True)
    on_roll = serializers.IntegerField(read_only=True, default=0)
    waiting = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = Term
        fields = ("id", "facility", *_TERM, "groups", "on_roll", "waiting", "version")


class TermInput(serializers.ModelSerializer):
    """A new term under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    groups = serializers.ListField(child=serializers.CharField(max_length=40), required=False)

    class Meta:
        model = Term
        fields = ("id", "facility", *_TERM, "groups")


class TermAmendment(AmendmentSerializer, serializers.ModelSerializer):
    """What changes, and why."""

    class Meta:
        model = Term
        fields = ("reason", *_TERM)


class TermClosureSerializer(serializers.ModelSerializer):
    """A cancelled day."""

    class Meta:
        model = TermClosure
        fields = ("id", "term", "date", "note")
        read_only_fields = ("id", "term")


class TermFilter(django_filters.FilterSet):
    """Terms by place, state and day."""

    on = django_filters.DateFilter(method="running_on")

    class Meta:
        model = Term
        fields = ("facility", "state")

    def running_on(self, queryset: Any, name: str, value: Any) -> Any:
        """Those whose children come on a day."""
        return queryset.on(value)


class Terms(ReadViewSet):
    """Terms (期): create under a client id, read, change with If-Match, cancel a day."""

    queryset = Term.objects.select_related("facility")
    serializer_class = TermSerializer
    filterset_class = TermFilter
    roles = READING
    write_roles = MANAGING

    def get_queryset(self) -> Any:
        """With counted places."""
        terms: Any = super().get_queryset()
        return with_counts(terms)

    @extend_schema(request=TermInput, responses={200: TermSerializer, 201: TermSerializer})
    def create(self, request: Request) -> Response:
        """Enter a term; the same id again answers 200 with the term that stands."""
        given = TermInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *MANAGING)
        is_new = not Term.objects.filter(pk=data["id"]).exists()
        term = actions.open_term(facility=facility, by=self.actor, **data)
        return created(TermSerializer(self.get_queryset().get(pk=term.pk)).data, new=is_new)

    @extend_schema(request=TermAmendment, responses=TermSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a term; needs If-Match."""
        term = self.get_object()
        request.access.require(term.facility, *MANAGING)
        given = TermAmendment(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = {"reason": "", **given.validated_data}
        actions.amend_term(term=term, version=self.expected_version(), by=self.actor, **changes)
        return Response(TermSerializer(get_object_or_404(self.get_queryset(), pk=pk)).data)

    @extend_schema(request=TermClosureSerializer, responses=TermClosureSerializer)
    @action(detail=True, methods=["post"], url_path="cancelled-days")
    def cancelled_days(self, request: Request, pk: str) -> Response:
        """Cancel one day of the term."""
        term = self.get_object()
        request.access.require(term.facility, *MANAGING)
        given = TermClosureSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        closure = actions.cancel_day(term=term, by=self.actor, **given.validated_data)
        return Response(TermClosureSerializer(closure).data, status=201)
