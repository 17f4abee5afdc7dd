"""Plan templates, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.models import ChecklistTemplate
from ops.duties import template_actions as actions
from ops.duties import template_queries as queries
from ops.duties.api import OccurrenceOutput
from ops.duties.models import EscalationPolicy, PlanTemplate, PlanTemplateVersion
from ops.organization.models import TradeUnion
from ops.organization.roles import READING
from ops.records.api import ReadViewSet

_TERMS = PlanTemplateVersion.TERMS


class TemplateVersionOutput(serializers.ModelSerializer):
    """What a template asks for from a day on. Times are of each facility's clock."""

    class Meta:
        model = PlanTemplateVersion
        fields = ("id", "number", "from_day", "reason", *_TERMS)


class PlanTemplateOutput(serializers.ModelSerializer):
    """A template, the unions to whose subtrees it is published, and its versions."""

    versions = TemplateVersionOutput(many=True)
    reach = serializers.SerializerMethodField()

    class Meta:
        model = PlanTemplate
        fields = (
            *("id", "version", "union", "key", "facility_kinds", "regime", "name", "name_en", "last_day"),
            *("reach", "versions"),
        )

    @extend_schema(responses=serializers.ListField(child=serializers.UUIDField()))
    def get_reach(self, template: PlanTemplate) -> list[str]:
        """Ids of unions."""
        return [str(one.union_id) for one in template.reach.all()]


class TermsInput(serializers.ModelSerializer):
    """What is asked for. Without `policy`, the regime's."""

    policy = serializers.PrimaryKeyRelatedField(queryset=EscalationPolicy.objects.all(), required=False)
    checklist = serializers.PrimaryKeyRelatedField(
        queryset=ChecklistTemplate.objects.all(), required=False, allow_null=True
    )
    reason = serializers.CharField(max_length=300)

    class Meta:
        model = PlanTemplateVersion
        fields: Any = ("from_day", "reason", *_TERMS)


class PlanTemplateInput(TermsInput):
    """A new template: who publishes it, to whom, and what it asks for."""

    union = serializers.UUIDField()
    reach = serializers.ListField(child=serializers.UUIDField(), allow_empty=True)
    facility_kinds = serializers.ListField(child=serializers.CharField(max_length=20), allow_empty=True)
    regime = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=120, required=False, allow_blank=True)

    class Meta(TermsInput.Meta):
        fields: Any = ("union", "reach", "facility_kinds", "regime", "name", "name_en", *TermsInput.Meta.fields)


class ReachInput(serializers.Serializer):
    """Further unions; none: only to whatever has no plan of it yet."""

    reach = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    reason = serializers.CharField(max_length=300)


class WithdrawInput(serializers.Serializer):
    """The last day on which it is asked for."""

    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class AddedOutput(serializers.Serializer):
    """How many plans are new."""

    plans = serializers.IntegerField()


class PreviewOutput(serializers.Serializer):
    """What publishing would bring: facilities by kind, the next 30 at a sample, minutes a week there, hours in all."""

    facilities = serializers.IntegerField()
    by_kind = serializers.DictField(child=serializers.IntegerField())
    sample = serializers.UUIDField(source="sample.pk", default=None, allow_null=True)
    next = OccurrenceOutput(many=True)
    minutes_a_week = serializers.IntegerField(source="minutes")
    hours_a_week = serializers.IntegerField(source="hours")


class PlanTemplates(ReadViewSet):
    """Plan templates of the unions in the asker's scope and above it. A version never changes; a new one follows it."""

    queryset = PlanTemplate.objects.all()
    serializer_class = PlanTemplateOutput
    filterset_fields = ("union", "regime", "key")
    roles = READING
    write_roles = actions.PUBLISHING

    def get_queryset(self) -> Any:
        """With versions and reach; four statements."""
        if getattr(self, "swagger_fake_view", False):
            return PlanTemplate.objects.none()
        return queries.templates_of(self.request.access)

    @extend_schema(request=PlanTemplateInput, responses={201: PlanTemplateOutput})
    def create(self, request: Request) -> Response:
        """Publish a template: each facility that it reaches gets its plan."""
        asked = self._asked(request)
        template = actions.publish_template(by=self.actor, **asked)
        return self._answer(template, status.HTTP_201_CREATED)

    @extend_schema(request=PlanTemplateInput, responses=PreviewOutput)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What publishing would bring; nothing is written."""
        asked = self._asked(request)
        reach, from_day, _reason = asked.pop("reach"), asked.pop("from_day"), asked.pop("reason")
        subject = {name: asked.pop(name) for name in ("union", "facility_kinds", "regime", "name")}
        draft = PlanTemplate(**subject, name_en=asked.pop("name_en", ""))
        version = actions.draft_version(draft, from_day=from_day, **asked)
        return Response(PreviewOutput(queries.preview(version, reach)).data)

    @extend_schema(request=TermsInput, responses={201: TemplateVersionOutput})
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, pk: str) -> Response:
        """Announce a new version (If-Match: the template's version); what is left out is as in the latest one."""
        template = self._own()
        sent = TermsInput(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        latest = template.versions.last()
        terms = {name: getattr(latest, name) for name in _TERMS} if latest else {}
        asked = {"reason": "", **terms, **sent.validated_data}
        if "from_day" not in asked:
            raise serializers.ValidationError({"from_day": [serializers.Field.default_error_messages["required"]]})
        version = actions.publish_version(template=template, version=self.expected_version(), by=self.actor, **asked)
        return Response(TemplateVersionOutput(version).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReachInput, responses=AddedOutput)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:
        """Publish to further unions, and to whatever has no plan of it yet; again it adds none."""
        template = self._own()
        sent = ReachInput(data=request.data)
        sent.is_valid(raise_exception=True)
        reach = self._unions(sent.validated_data["reach"])
        made = actions.extend_reach(template=template, reach=reach, reason=sent.validated_data["reason"], by=self.actor)
        return Response(AddedOutput({"plans": made}).data)

    @extend_schema(request=WithdrawInput, responses=PlanTemplateOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Ask for it for the last time on a day (If-Match: the template's version)."""
        template = self._own()
        sent = WithdrawInput(data=request.data)
        sent.is_valid(raise_exception=True)
        actions.withdraw_template(
            template=template, version=self.expected_version(), by=self.actor, **sent.validated_data
        )
        return self._answer(template, status.HTTP_200_OK)

    def _own(self) -> PlanTemplate:
        template: PlanTemplate = self.get_object()
        actions.require_publishing(self.request.access, template.union)
        return template

    def _asked(self, request: Request) -> dict[str, Any]:
        sent = PlanTemplateInput(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = dict(sent.validated_data)
        union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=asked["union"])
        actions.require_publishing(request.access, union)
        return asked | {"union": union, "reach": self._unions(asked["reach"])}

    def _unions(self, ids: list[Any]) -> list[TradeUnion]:
        found = TradeUnion.objects.visible_to(self.request.access)
        return [get_object_or_404(found, pk=pk) for pk in ids]

    def _answer(self, template: PlanTemplate, code: int) -> Response:
        found = self.get_queryset().get(pk=template.pk)
        return Response(PlanTemplateOutput(found).data, status=code)
