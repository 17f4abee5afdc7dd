"""A person's long tasks, for programs: how far, what came of it, the file."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.jobs import actions
from ops.jobs.files import answer_with_file
from ops.jobs.models import Job
from ops.organization.roles import Role
from ops.records.api import ReadViewSet


class JobErrorOutput(serializers.Serializer):
    """One thing to mend."""

    where = serializers.CharField(help_text="Line or field; empty for the whole.")
    message = serializers.CharField()


class JobOutput(serializers.ModelSerializer):
    """A long task: an import, an export. Ask again every second or two while `state` is waiting or running."""

    label = serializers.CharField(help_text="What it is, in the asker's language.")  # type: ignore[assignment]
    done = serializers.SerializerMethodField(help_text="Rows or lines done so far.")
    total = serializers.SerializerMethodField(help_text="Of so many; 0 while that is not known.")
    said = serializers.CharField(help_text="What came of it, or why it failed, as a sentence.")
    outcome = serializers.JSONField(help_text="What came of it, as data; its keys depend on the kind.")
    errors = JobErrorOutput(many=True)  # type: ignore[assignment]
    has_file = serializers.BooleanField(help_text="Whether `…/file/` has something to take away.")
    page = serializers.CharField(help_text="The page of this site that started it.")

    class Meta:
        model = Job
        fields = (
            *("id", "kind", "label", "title", "state", "done", "total", "said", "outcome", "errors", "has_file"),
            *("file_name", "expires_at", "object_id", "page", "started_by", "created_at", "started_at", "finished_at"),
            "attempts",
        )

    def get_done(self, job: Job) -> int:
        """So far."""
        return job.progress[0]

    def get_total(self, job: Job) -> int:
        """Of so many."""
        return job.progress[1]


class Jobs(ReadViewSet):
    """The asker's own jobs, newest first; the administrator of the installation sees everybody's."""

    queryset = Job.objects.select_related("started_by")
    serializer_class = JobOutput
    roles = tuple(Role)
    filterset_fields = ("kind", "state", "object_id")

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file."),
        }
    )
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: Any = None) -> FileResponse:
        """What the job has written, for its starter, as long as it is kept and the role that asked for it is held."""
        return answer_with_file(self.get_object(), request.access)

    @extend_schema(request=None, responses={202: JobOutput})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: Any = None) -> Response:
        """Run a failed job once more."""
        job = actions.ask_again(job=self.get_object(), access=request.access, by=self.actor)
        return Response(self.get_serializer(job).data, status=202)
