"""Rules of subsidies by the API, and where each station stands."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.models import TradeUnion
from ops.policy.queries import require_setting
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.pagination import CursorPagination
from stations.attendance.rate_api import QualificationSerializer
from stations.subsidies import actions, queries
from stations.subsidies.actions import DEMANDS
from stations.subsidies.models import SubsidyRule
from stations.subsidies.views import SEEING


class SubsidyRuleSerializer(serializers.ModelSerializer):
    """What a campaign asks of the stations below a union between two days."""

    class Meta:
        model = SubsidyRule
        fields = ("id", "union", *DEMANDS, "withdrawn_at", "version")


class SubsidyRuleInput(serializers.ModelSerializer):
    """A rule under an id of the client's."""

    id = serializers.UUIDField()
    union = serializers.UUIDField()

    class Meta:
        model = SubsidyRule
        fields = ("id", "union", *DEMANDS)
        validators = ()


class SubsidyRuleAmendment(serializers.ModelSerializer):
    """What changes, and why."""

    reason = serializers.CharField(max_length=300)

    class Meta:
        model = SubsidyRule
        fields = (*DEMANDS, "reason")


class StandingSerializer(serializers.Serializer):
    """Where a station stands, and what it still lacks."""

    facility = serializers.UUIDField(source="facility.pk")
    name = serializers.CharField(source="facility")
    qualification = QualificationSerializer()


class ByLastDay(CursorPagination):
    """The latest first."""

    ordering = ("-last_day", "-id")


class SubsidyRules(ReadViewSet):
    """Rules of subsidy campaigns: set, amend with If-Match, withdraw; who meets them so far."""

    queryset = SubsidyRule.objects.all()
    serializer_class = SubsidyRuleSerializer
    filterset_fields = {"union": ["exact"], "withdrawn_at": ["isnull"]}
    pagination_class = ByLastDay
    roles = SEEING
    write_roles = queries.SETTING

    @extend_schema(request=SubsidyRuleInput, responses={200: SubsidyRuleSerializer, 201: SubsidyRuleSerializer})
    def create(self, request: Request) -> Response:
        """Set a rule; the same id with the same content again answers 200."""
        given = SubsidyRuleInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=data.pop("union"))
        require_setting(request.access, union)
        rule, new = actions.set_rule(union=union, by=self.actor, **{"running_mode": "", "source_text": "", **data})
        return created(SubsidyRuleSerializer(rule).data, new=new)

    @extend_schema(request=SubsidyRuleAmendment, responses=SubsidyRuleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what it asks for; needs If-Match."""
        given = SubsidyRuleAmendment(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return self._changed(actions.amend_rule, {"reason": "", **given.validated_data})

    @extend_schema(request=AmendmentSerializer, responses=SubsidyRuleSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It asks for nothing any more; needs If-Match."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self._changed(actions.withdraw_rule, given.validated_data)

    @extend_schema(responses=StandingSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_fields=())
    def standings(self, request: Request, pk: str) -> Response:
        """Each station in scope against the rule, as of now; those that lack something first."""
        return Response(StandingSerializer(queries.standings_of(self.get_object(), request.access), many=True).data)

    def _changed(self, act: Any, given: dict[str, Any]) -> Response:
        rule = self.get_object()
        require_setting(self.request.access, rule.union)
        done = act(rule=rule, version=self.expected_version(), by=self.actor, **given)
        return Response(SubsidyRuleSerializer(done).data)
