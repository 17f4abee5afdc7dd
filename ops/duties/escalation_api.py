"""Escalation policies, for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.duties import escalation
from ops.duties.escalation import Step
from ops.duties.escalation_queries import Usage, policies, usage
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.organization.roles import READING
from ops.records.api import AmendmentSerializer, ReadViewSet


class EscalationStepSerializer(serializers.ModelSerializer):
    """Who is reminded, so many minutes after a duty is overdue, by which channels (none: each recipient's own)."""

    channels = serializers.ListField(child=serializers.CharField(max_length=20), required=False)

    class Meta:
        model = EscalationStep
        fields = ("level", "after_minutes", "reach", "role", "channels")


class UsageOutput(serializers.Serializer):
    """Who names the policy, and how many overdue duties are under way by it."""

    plans = serializers.IntegerField()
    facilities = serializers.IntegerField()
    overdue = serializers.IntegerField()


class EscalationPolicyOutput(serializers.ModelSerializer):
    """Who is told of overdue duties, and when. Quiet hours are of the facility's clock; urgent ones ignore them."""

    steps = EscalationStepSerializer(many=True)
    usage = serializers.SerializerMethodField()

    class Meta:
        model = EscalationPolicy
        fields = (
            *("id", "version", "key", "name", "name_en", "concerns", "urgent", "before_minutes"),
            *("quiet_from", "quiet_until", "retired_at", "steps", "usage"),
        )

    @extend_schema(responses=UsageOutput)
    def get_usage(self, policy: EscalationPolicy) -> dict[str, int]:
        """Plans, facilities, and overdue duties under way."""
        found: Usage = self.context.get("usage", {}).get(policy.pk) or usage([policy.pk])[policy.pk]
        return {"plans": found.plans, "facilities": found.facilities, "overdue": found.overdue}


class EscalationPolicyInput(serializers.ModelSerializer):
    """A policy with all its steps, and why. Errors of a step stand at `steps.<n>.<field>`."""

    steps = EscalationStepSerializer(many=True)
    reason = serializers.CharField(max_length=300)

    class Meta:
        model = EscalationPolicy
        fields = ("name", "name_en", "urgent", "before_minutes", "quiet_from", "quiet_until", "steps", "reason")


class EscalationPolicies(ReadViewSet):
    """The escalation policies that plans may name: one list for the whole federation, which alone may change it."""

    queryset = EscalationPolicy.objects.all()
    serializer_class = EscalationPolicyOutput
    filterset_fields = {"key": ["exact"], "concerns": ["exact"], "urgent": ["exact"], "retired_at": ["isnull"]}
    roles = READING
    write_roles = escalation.EDITING

    def get_queryset(self) -> Any:
        """The same for everybody."""
        return policies()

    def get_serializer_context(self) -> dict[str, Any]:
        """With the usage of all of them, read once."""
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context["usage"] = usage(list(EscalationPolicy.objects.values_list("pk", flat=True)))
        return context

    @extend_schema(request=EscalationPolicyInput, responses={201: EscalationPolicyOutput})
    def create(self, request: Request) -> Response:
        """Add a policy."""
        escalation.require_editing(request.access)
        policy = escalation.add_policy(by=self.actor, **_asked(request))
        return Response(EscalationPolicyOutput(policy).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EscalationPolicyInput, responses=EscalationPolicyOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a policy (If-Match: its version); what is left out stays, steps are given all at once."""
        policy = get_object_or_404(self.get_queryset(), pk=pk)
        escalation.require_editing(request.access)
        asked = _asked(request, partial=True)
        asked.setdefault("steps", [Step.of(row) for row in policy.steps.all()])
        asked.setdefault("reason", "")
        changed = escalation.change_policy(policy=policy, version=self.expected_version(), by=self.actor, **asked)
        return Response(EscalationPolicyOutput(changed).data)

    @extend_schema(request=AmendmentSerializer, responses=EscalationPolicyOutput)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Offer it no more (If-Match: its version): what names it goes on by it; 409 for the ready ones."""
        return self._offered(escalation.retire_policy)

    @extend_schema(request=AmendmentSerializer, responses=EscalationPolicyOutput)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: str) -> Response:
        """Offer a retired one again (If-Match: its version)."""
        return self._offered(escalation.bring_back_policy)

    def _offered(self, act: Callable[..., EscalationPolicy]) -> Response:
        policy = self.get_object()
        escalation.require_editing(self.request.access)
        sent = AmendmentSerializer(data=self.request.data)
        sent.is_valid(raise_exception=True)
        done = act(policy=policy, version=self.expected_version(), by=self.actor, **sent.validated_data)
        return Response(EscalationPolicyOutput(done).data)


def _asked(request: Request, *, partial: bool = False) -> dict[str, Any]:
    sent = EscalationPolicyInput(data=request.data, partial=partial)
    sent.is_valid(raise_exception=True)
    asked = dict(sent.validated_data)
    if "steps" in asked:
        asked["steps"] = [Step(**{**step, "channels": tuple(step.get("channels", ()))}) for step in asked["steps"]]
    return asked
