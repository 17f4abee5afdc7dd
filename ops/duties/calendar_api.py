"""The calendar, for programs: what the page shows, day by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.duties import calendar_queries as queries
from ops.facilities.models import Facility
from ops.organization.roles import READING
from ops.records.api import HasRole
from ops.records.errors import RuleBroken

MOST_FACILITIES = 50


class CalendarQuery(serializers.Serializer):
    """Which days, at most 92; of one facility, or of all at which the asker works."""

    first = serializers.DateField()
    last = serializers.DateField()
    facility = serializers.UUIDField(required=False, help_text="Without it: the facilities where the asker works.")
    mine = serializers.BooleanField(
        required=False, default=False, help_text="Only that for which the asker is responsible now."
    )


class CalendarItem(serializers.Serializer):
    """A duty; `planned` and without an id where it is not made yet."""

    duty = serializers.UUIDField(source="duty.pk", default=None, allow_null=True)
    plan = serializers.UUIDField(source="plan.pk")
    name = serializers.CharField(source="plan")
    facility = serializers.UUIDField(source="facility.pk")
    opens_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    state = serializers.CharField()


class CalendarClosure(serializers.Serializer):
    """What closes a facility that day."""

    facility = serializers.UUIDField()
    closure = serializers.UUIDField()
    cause = serializers.CharField()


class DayOfDutiesOutput(serializers.Serializer):
    """One day. `working` is null on an ordinary day, else whether it is a working day after all, or a day off."""

    date = serializers.DateField()
    items = CalendarItem(many=True)
    closures = serializers.SerializerMethodField()
    term_at = serializers.SerializerMethodField(help_text="Facilities for which it is a term day.")
    working = serializers.BooleanField(source="special.working", default=None, allow_null=True)
    holiday = serializers.CharField(source="special.name", default="")

    @extend_schema(responses=CalendarClosure(many=True))
    def get_closures(self, day: queries.Day) -> list[dict[str, Any]]:
        """Closures by facility."""
        found = [{"facility": place.pk, "closure": one.pk, "cause": one.cause} for place, one in day.closures]
        return [dict(CalendarClosure(one).data) for one in found]

    def get_term_at(self, day: queries.Day) -> list[str]:
        """Ids of facilities."""
        return [str(facility.pk) for facility in day.terms]


class CalendarView(APIView):
    """Duties with what surrounds them: closures, term days, public holidays and make-up working days."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(parameters=[CalendarQuery], responses=DayOfDutiesOutput(many=True))
    def get(self, request: Request) -> Response:
        """Each day from `first` to `last`."""
        asked = CalendarQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        first, last = asked.validated_data["first"], asked.validated_data["last"]
        if not first <= last < first + dt.timedelta(days=queries.MOST_DAYS):
            raise RuleBroken("last", _("Ask for 1 to {n} days.").format(n=queries.MOST_DAYS))
        facilities = self._facilities(asked.validated_data.get("facility"))
        own_of = request.access if asked.validated_data["mine"] else None
        days = queries.calendar(facilities, first, last, own_of=own_of)
        return Response(DayOfDutiesOutput(list(days.values()), many=True).data)

    def _facilities(self, wanted: Any) -> list[Facility]:
        access = self.request.access
        if wanted is None:
            return queries.my_facilities(access, MOST_FACILITIES)
        return [get_object_or_404(Facility.objects.visible_to(access), pk=wanted)]
