"""The roster by the API: shifts of a day, and who looks after which group."""

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
from ops.organization.models import User
from ops.organization.roles import MANAGING, READING, Role
from ops.records.api import ReadViewSet, created
from ops.records.pagination import CursorPagination
from stations.terms import roster
from stations.terms.models import Function, Group, GroupStaff, Shift


class ShiftSerializer(serializers.ModelSerializer):
    """A shift as it stands; clock times are the station's."""

    class Meta:
        model = Shift
        fields = ("id", "facility", "date", "starts", "ends", "person", "name", "function", "cancelled_at", "version")


class ShiftInput(serializers.Serializer):
    """A shift under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    date = serializers.DateField()
    starts = serializers.TimeField()
    ends = serializers.TimeField()
    person = serializers.UUIDField(required=False, allow_null=True, help_text="Somebody with a role at the station.")
    name = serializers.CharField(max_length=40, required=False, allow_blank=True, help_text="A volunteer's, without.")
    function = serializers.ChoiceField(Function.choices, default=Function.TUTOR)


class CopyInput(serializers.Serializer):
    """What is copied to which day: the last rostered day, or the week before that day's."""

    facility = serializers.UUIDField()
    to = serializers.DateField()
    what = serializers.ChoiceField(["day", "week"])


class CopiedShiftsSerializer(serializers.Serializer):
    """How many shifts are new."""

    copied = serializers.IntegerField()


class ShiftFilter(django_filters.FilterSet):
    """Shifts by place, day and person."""

    date = django_filters.DateFromToRangeFilter()
    standing = django_filters.BooleanFilter("cancelled_at", "isnull")

    class Meta:
        model = Shift
        fields = ("facility", "person")


class ByDay(CursorPagination):
    """The newest day first."""

    ordering = ("-date", "-starts", "-id")


class Shifts(ReadViewSet):
    """Who is on duty when (值班表)."""

    queryset = Shift.objects.select_related("facility")
    serializer_class = ShiftSerializer
    filterset_class = ShiftFilter
    pagination_class = ByDay
    roles = READING
    write_roles = (Role.FACILITY_MANAGER,)

    @extend_schema(request=ShiftInput, responses={200: ShiftSerializer, 201: ShiftSerializer})
    def create(self, request: Request) -> Response:
        """Put somebody on the roster; the same id again answers 200."""
        given = ShiftInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), Role.FACILITY_MANAGER)
        if person := data.pop("person", None):
            data["person"] = get_object_or_404(roster.staff_of(facility), pk=person)
        shift, new = roster.set_shift(facility=facility, by=self.actor, **data)
        return created(ShiftSerializer(shift).data, new=new)

    @extend_schema(request=None, responses=ShiftSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take a shift off the roster."""
        shift = self.get_object()
        request.access.require(shift.facility, Role.FACILITY_MANAGER)
        return Response(ShiftSerializer(roster.cancel_shift(shift=shift, by=self.actor)).data)

    @extend_schema(request=CopyInput, responses=CopiedShiftsSerializer)
    @action(detail=False, methods=["post"])
    def copy(self, request: Request) -> Response:
        """Copy the last rostered day, or the week before; what stands already is kept."""
        given = CopyInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        facility = facility_of(request, data["facility"], Role.FACILITY_MANAGER)
        copied = _copy(data["what"])(facility=facility, to=data["to"], by=self.actor)
        return Response({"copied": copied})


def _copy(what: str) -> Any:
    return roster.copy_week if what == "week" else roster.copy_day


class GroupStaffSerializer(serializers.ModelSerializer):
    """Somebody who looks after a group."""

    name = serializers.CharField(source="person.name", read_only=True)

    class Meta:
        model = GroupStaff
        fields = ("id", "facility", "group", "person", "name", "function", "since", "until", "version")


class GroupStaffInput(serializers.Serializer):
    """Who looks after which group from today on."""

    group = serializers.UUIDField()
    person = serializers.UUIDField()
    function = serializers.ChoiceField(Function.choices, default=Function.TUTOR)


class ById(CursorPagination):
    """The newest first."""

    ordering = ("-since", "-id")


class GroupStaffs(ReadViewSet):
    """Who looks after which group (带班)."""

    queryset = GroupStaff.objects.select_related("facility", "person")
    serializer_class = GroupStaffSerializer
    filterset_fields = ("facility", "group", "person")
    pagination_class = ById
    roles = READING
    write_roles = MANAGING

    @extend_schema(request=GroupStaffInput, responses={201: GroupStaffSerializer})
    def create(self, request: Request) -> Response:
        """Have somebody look after a group; who already does stays."""
        given = GroupStaffInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        groups = Group.objects.visible_to(request.access, MANAGING).select_related("facility")
        group = get_object_or_404(groups, pk=data["group"])
        person: User = get_object_or_404(roster.staff_of(group.facility), pk=data["person"])
        row = roster.add_to_group(group=group, person=person, function=data["function"], by=self.actor)
        return Response(GroupStaffSerializer(row).data, status=201)

    @extend_schema(request=None, responses=GroupStaffSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Somebody no longer looks after the group."""
        row = self.get_object()
        request.access.require(row.facility, *MANAGING)
        return Response(GroupStaffSerializer(roster.remove_from_group(row=row, by=self.actor)).data)
