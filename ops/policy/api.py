"""Regulatory numbers and the calendar, for programs."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.models import TradeUnion
from ops.organization.roles import READING
from ops.policy import actions, queries
from ops.policy.defaults import defaults
from ops.policy.models import CalendarDay, Parameter
from ops.records.api import ReadViewSet
from ops.records.days import day_in
from ops.records.errors import RuleBroken
from ops.records.ids import id_in


class ParameterOutput(serializers.ModelSerializer):
    """One value of a number, from a day on."""

    name = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()

    class Meta:
        model = Parameter
        fields = ("id", "version", "key", "name", "unit", "union", "value", "valid_from", "source_text", "mark")

    def get_name(self, row: Parameter) -> str:
        """What the number means, in the reader's language."""
        default = defaults.get(row.key)
        return str(default) if default else row.key

    def get_unit(self, row: Parameter) -> str:
        """Its unit, in the reader's language."""
        default = defaults.get(row.key)
        return default.unit_label if default else ""


class ParameterInput(serializers.Serializer):
    """A new value from a day on."""

    key = serializers.CharField(max_length=60)
    union = serializers.UUIDField()
    value = serializers.DecimalField(max_digits=10, decimal_places=2)
    valid_from = serializers.DateField()
    source_text = serializers.CharField(max_length=200)
    mark = serializers.ChoiceField(choices=Parameter.Mark.choices, default=Parameter.Mark.VERIFIED)
    reason = serializers.CharField(max_length=300)


class NumberOutput(serializers.Serializer):
    """A number as it holds for a union on a day."""

    key = serializers.CharField(source="default.key")
    name = serializers.CharField(source="default")
    unit = serializers.CharField(source="default.unit_label")
    bound = serializers.CharField(source="default.bound")
    value = serializers.DecimalField(max_digits=10, decimal_places=2)
    mark = serializers.CharField()
    source_text = serializers.CharField(source="source")


class ParameterFilter(filters.FilterSet):
    """By number, union and day."""

    valid_on = filters.DateFilter(field_name="valid_from", lookup_expr="lte")

    class Meta:
        model = Parameter
        fields = ("key", "union")


class Parameters(ReadViewSet):
    """Every value of every number, newest entry first; a POST lets a new value hold from a day on."""

    queryset = Parameter.objects.select_related("union")
    serializer_class = ParameterOutput
    filterset_class = ParameterFilter
    roles = READING
    write_roles = queries.SETTING

    @extend_schema(request=ParameterInput, responses={201: ParameterOutput})
    def create(self, request: Request) -> Response:
        """Set a number for a union in scope and all below it."""
        data = ParameterInput(data=request.data)
        data.is_valid(raise_exception=True)
        fields = dict(data.validated_data)
        union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=fields.pop("union"))
        queries.require_setting(request.access, union)
        number = actions.set_parameter(union=union, by=self.actor, **fields)
        return Response(ParameterOutput(number).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=NumberOutput(many=True))
    @action(detail=False, url_path="in-force", pagination_class=None, filterset_class=None)
    def in_force(self, request: Request) -> Response:
        """What holds for `?union=` on `?day=` (today unless told): ours, or that of the nearest union above."""
        union = get_object_or_404(queries.readable_unions(request.access), pk=_union_id(request))
        numbers = queries.numbers_of(union.path, _day(request))
        return Response(NumberOutput([one for _group, group in numbers for one in group], many=True).data)


def _union_id(request: Request) -> UUID:
    union = id_in(request.query_params.get("union"))
    if union is None:
        raise RuleBroken("union", _("Give the id of a union."))
    return union


def _day(request: Request) -> dt.date:
    sent = request.query_params.get("day")
    if not sent:
        return timezone.localdate()
    day = day_in(sent)
    if day is None:
        raise RuleBroken("day", _("Give a date as YYYY-MM-DD."))
    return day


class CalendarDayOutput(serializers.ModelSerializer):
    """A day that the federation entered itself."""

    class Meta:
        model = CalendarDay
        fields = ("id", "version", "date", "working", "name")


class CalendarDayInput(serializers.Serializer):
    """A day, and whether it is a working day."""

    date = serializers.DateField()
    working = serializers.BooleanField()
    name = serializers.CharField(max_length=60, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300)


class CalendarFilter(filters.FilterSet):
    """By year and span."""

    year = filters.NumberFilter(field_name="date__year")
    since = filters.DateFilter(field_name="date", lookup_expr="gte")
    until = filters.DateFilter(field_name="date", lookup_expr="lte")

    class Meta:
        model = CalendarDay
        fields = ("working",)


class CalendarDays(ReadViewSet):
    """The federation's own entries, which win over the published calendar."""

    queryset = CalendarDay.objects.all()
    serializer_class = CalendarDayOutput
    filterset_class = CalendarFilter
    roles = READING
    write_roles = queries.SETTING

    @extend_schema(request=CalendarDayInput, responses={201: CalendarDayOutput})
    def create(self, request: Request) -> Response:
        """Say that a day is, or is not, a working day; only for the whole federation."""
        queries.require_calendar(request.access)
        data = CalendarDayInput(data=request.data)
        data.is_valid(raise_exception=True)
        day = actions.set_calendar_day(by=self.actor, **data.validated_data)
        return Response(CalendarDayOutput(day).data, status=status.HTTP_201_CREATED)
