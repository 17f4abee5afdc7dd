"""The state of the program, for programs that watch it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.jobs.api import JobOutput
from ops.operation import queries
from ops.operation.models import TaskFailure
from ops.operation.queries import Repeated
from ops.operation.views import require_administrator
from ops.organization.roles import Role
from ops.records.api import HasRole


class PartOutput(serializers.Serializer):
    """A part of the program."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sign = serializers.ChoiceField(choices=["ok", "due", "bad"])
    detail = serializers.CharField(help_text="Of a queue: how many tasks wait. Of a worker: last heard of.")
    advice = serializers.CharField(help_text="What to do; empty while it is well.")


class RepeatedOutput(serializers.Serializer):
    """What runs by itself."""

    task = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sign = serializers.ChoiceField(choices=["ok", "due", "bad"])
    late = serializers.BooleanField()
    every_seconds = serializers.SerializerMethodField(help_text="Null for what runs at a time of day.")
    last_at = serializers.DateTimeField(source="pulse.last_at", default=None, allow_null=True)
    last_seconds = serializers.FloatField(source="pulse.last_seconds", default=None, allow_null=True)
    runs = serializers.IntegerField(source="pulse.runs", default=0)
    failures = serializers.IntegerField(source="pulse.failures", default=0)

    def get_every_seconds(self, row: Repeated) -> float | None:
        """How often it is started."""
        return row.every.total_seconds() if row.every else None


class FailureOutput(serializers.ModelSerializer):
    """A task's error, and how often."""

    class Meta:
        model = TaskFailure
        fields = ("task", "error", "worker", "first_at", "last_at", "times")


class OperationOutput(serializers.Serializer):
    """Everything on the page."""

    version = serializers.CharField()
    wrong = serializers.IntegerField(help_text="How many things somebody has to see to.")
    parts = PartOutput(many=True)
    queues = PartOutput(many=True, help_text="Empty while the broker does not answer.")
    workers = PartOutput(many=True)
    repeated = RepeatedOutput(many=True)
    failures = FailureOutput(many=True)
    reminders: Any = serializers.DictField(child=serializers.IntegerField(), help_text="`waiting` and `dead`.")
    jobs: Any = serializers.DictField(child=serializers.IntegerField(), help_text="By state.")
    failed_jobs = JobOutput(many=True)


class OperationView(APIView):
    """`GET /operation/`."""

    permission_classes = (HasRole,)
    roles = (Role.ADMINISTRATOR,)

    @extend_schema(operation_id="operation", responses=OperationOutput)
    def get(self, request: Request) -> Response:
        """The state of the program, for the administrator of the whole installation."""
        require_administrator(request.access)
        return Response(OperationOutput(queries.state()).data)
