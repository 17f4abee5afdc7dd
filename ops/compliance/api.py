"""Compliance for programs: figures by what is asked for, what is overdue, urging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.compliance import actions, exports, queries
from ops.compliance.desk import MAY_URGE, desk_of, names_of_reach
from ops.compliance.figures import Figures
from ops.compliance.forms import DeskForm
from ops.compliance.pagination import moment_place, place_after
from ops.compliance.views import scope_asked
from ops.duties.models import Duty
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.jobs.api import JobOutput
from ops.jobs.tables import Format
from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK, READING
from ops.records.actor import Actor
from ops.records.api import HasRole
from ops.records.errors import RuleBroken

PAGE, MOST = 50, 500

SCOPE = [
    OpenApiParameter("union", OpenApiTypes.UUID, description="A union in your subtree; your own without it."),
    OpenApiParameter("facility", OpenApiTypes.UUID),
    OpenApiParameter("regime", str),
]
DAYS = [OpenApiParameter("first", OpenApiTypes.DATE), OpenApiParameter("last", OpenApiTypes.DATE)]


class FiguresSerializer(serializers.Serializer):
    """The five numbers and what they are made of; expected = done + missed + overdue, done = on time + late."""

    expected = serializers.IntegerField()
    done = serializers.IntegerField()
    on_time = serializers.IntegerField()
    late = serializers.IntegerField()
    missed = serializers.IntegerField()
    overdue = serializers.IntegerField()
    excused = serializers.IntegerField()
    open = serializers.IntegerField()
    rate = serializers.SerializerMethodField(help_text="done ÷ expected; null where nothing was expected.")
    on_time_rate = serializers.SerializerMethodField(help_text="on time ÷ expected.")

    def get_rate(self, row: Figures) -> float | None:
        """A share between 0 and 1, four decimals, rounded down."""
        return _share(row.done, row.expected)

    def get_on_time_rate(self, row: Figures) -> float | None:
        """A share between 0 and 1, four decimals, rounded down."""
        return _share(row.on_time, row.expected)


class GroupFiguresSerializer(FiguresSerializer):
    """Figures of one group."""

    key = serializers.DictField(child=serializers.CharField())
    name = serializers.CharField()


class ComplianceView(APIView):
    """`GET /compliance/?union=&first=&last=&by=regime,day`."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(
        operation_id="compliance",
        parameters=[
            *SCOPE,
            *DAYS,
            OpenApiParameter("by", str, description=f"Comma-separated: {', '.join(queries.BY)}."),
        ],
        responses=GroupFiguresSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Figures of the days `first` to `last` (today without them), grouped."""
        asked = DeskForm(request.query_params).asked()
        _desk, scope = scope_asked(request.access, asked)
        by = tuple(filter(None, request.query_params.get("by", "").split(",")))
        if unknown := [name for name in by if name not in queries.BY]:
            raise RuleBroken("by", f"{', '.join(unknown)}: {', '.join(queries.BY)}")
        if "month" in by and (scope.facility is not None or "facility" in by or "day" in by):
            raise RuleBroken("by", "month: union, regime")
        found = queries.figures(scope, asked.first, asked.last, by)
        names = _names(by, found)
        return Response([_group(by, key, figures, names) for key, figures in sorted(found.items(), key=_as_text)])


class StandingsExportInput(serializers.Serializer):
    """Whose facilities, which days (the facilities' dates; today without them), and the kind of file."""

    union = serializers.UUIDField(required=False, help_text="A union in your subtree; your own without it.")
    kind = serializers.CharField(required=False)
    regime = serializers.CharField(required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    everybody = serializers.BooleanField(default=False, help_text="All facilities, not only those that are behind.")
    format = serializers.ChoiceField(choices=Format.choices, default=Format.XLSX)


class StandingsExportView(APIView):
    """`POST /compliance/export/`."""

    permission_classes = (HasRole,)
    roles = AT_DESK

    @extend_schema(operation_id="compliance_export", request=StandingsExportInput, responses={202: JobOutput})
    def post(self, request: Request) -> Response:
        """Who is behind, with the figures of some days, as a file: a job that writes it, then its file."""
        sent = StandingsExportInput(data=request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        everybody, kind = data.pop("everybody"), data.pop("format")
        asked = DeskForm({name: str(value) for name, value in data.items()}).asked()
        union = desk_of(request.access, asked.union).union
        job = exports.ask_for(asked=asked, union=union, everybody=everybody, format=kind, by=Actor.of(request))
        answer = Response(JobOutput(job).data, status=status.HTTP_202_ACCEPTED)
        answer["Location"] = reverse("api-jobs-detail", args=[job.pk])
        return answer


class OverdueSerializer(serializers.Serializer):
    """An overdue duty that can still be done."""

    duty = serializers.UUIDField(source="duty.pk")
    facility = serializers.UUIDField(source="duty.facility_id")
    facility_name = serializers.CharField(source="duty.facility")
    regime = serializers.CharField(source="duty.regime")
    name = serializers.CharField(source="duty.plan")
    due_at = serializers.DateTimeField(source="duty.due_at")
    overdue_at = serializers.DateTimeField(source="duty.overdue_at")
    closes_at = serializers.DateTimeField(source="duty.closes_at")
    manager = serializers.CharField(source="duty.facility.manager_name")
    phone = serializers.CharField(source="duty.facility.manager_phone")
    reminded = serializers.ListField(source="chain", child=serializers.CharField())
    urged_at = serializers.DateTimeField(source="urging.occurred_at", default=None, allow_null=True)


class OverdueView(APIView):
    """`GET /overdue/`."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(
        operation_id="overdue",
        parameters=[*SCOPE, OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=OverdueSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """What is overdue and can still be done, longest first."""
        asked = DeskForm(request.query_params).asked()
        _desk, scope = scope_asked(request.access, asked)
        rows = queries.behind(scope).select_related("facility", "plan", "policy").prefetch_related("policy__steps")
        if cursor := request.query_params.get("cursor"):
            rows = queries.after(rows, *moment_place(cursor))
        sent = request.query_params.get("page_size", "")
        limit = min(max(int(sent), 1), MOST) if sent.isdigit() else PAGE
        found = list(rows[: limit + 1])
        following = None
        if len(found) > limit:
            last = found[limit - 1]
            query = {**request.query_params.dict(), "cursor": place_after(last.overdue_at, last.pk)}
            following = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
        shown = queries.with_chain(found[:limit], names_of_reach())
        return Response({"next": following, "results": OverdueSerializer(shown, many=True).data})


class UrgingSerializer(serializers.Serializer):
    """An urging as recorded."""

    id = serializers.UUIDField()
    duty = serializers.UUIDField(source="duty_id")
    occurred_at = serializers.DateTimeField()
    told = serializers.IntegerField(help_text="How many people were reminded.")


class UrgeView(APIView):
    """`POST /overdue/{duty}/urge/`."""

    permission_classes = (HasRole,)
    roles = MAY_URGE

    @extend_schema(operation_id="urge", request=None, responses={201: UrgingSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Remind those responsible now; at most once an hour (409)."""
        access: Any = request.access
        duty = get_object_or_404(Duty.objects.visible_to(access).select_related("facility"), pk=pk)
        access.require(duty.facility, *MAY_URGE)
        urging = actions.urge(duty=duty, by=Actor.of(request))
        return Response(UrgingSerializer(urging).data, status=status.HTTP_201_CREATED)


def _share(part: int, whole: int) -> float | None:
    return part * 10000 // whole / 10000 if whole else None


def _as_text(item: tuple[tuple[Any, ...], Figures]) -> list[str]:
    return [str(part) for part in item[0]]


def _names(by: tuple[str, ...], found: dict[tuple[Any, ...], Figures]) -> dict[tuple[str, Any], tuple[str, str]]:
    """Key and name of each group's part, by (kind of part, raw key)."""
    raw = {name: {key[index] for key in found} for index, name in enumerate(by)}
    named: dict[tuple[str, Any], tuple[str, str]] = {}
    for union in TradeUnion.objects.filter(path__in=raw.get("union", ())):
        named["union", union.path] = (str(union.pk), str(union))
    for facility in Facility.objects.filter(pk__in=raw.get("facility", ())):
        named["facility", facility.pk] = (str(facility.pk), str(facility))
    for key in raw.get("regime", ()):
        regime = regimes.get(key)
        named["regime", key] = (key, str(regime.label) if regime else key)
    for name in ("day", "month"):
        for key in raw.get(name, ()):
            named[name, key] = (key.isoformat(), key.isoformat())
    return named


def _group(
    by: tuple[str, ...], key: tuple[Any, ...], figures: Figures, names: dict[tuple[str, Any], tuple[str, str]]
) -> dict[str, Any]:
    parts = [names[name, part] for name, part in zip(by, key, strict=True)]
    return {
        "key": {name: part[0] for name, part in zip(by, parts, strict=True)},
        "name": " · ".join(part[1] for part in parts),
        **FiguresSerializer(figures).data,
    }
