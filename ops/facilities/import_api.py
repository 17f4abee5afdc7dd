"""Unions and facilities from a spreadsheet, for programs: send the file, read the check, confirm."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import parsers, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.facilities import importing
from ops.facilities.actions import RUNS_FACILITIES
from ops.facilities.models import FacilityImport
from ops.jobs.api import JobOutput
from ops.jobs.queries import latest
from ops.records.api import ReadViewSet


class ImportInput(serializers.Serializer):
    """The filled-in template."""

    file = serializers.FileField()


class ImportOutput(serializers.ModelSerializer):
    """A spreadsheet that was sent in. `job` is the check or the taking over that was asked for last."""

    checked = serializers.JSONField(
        help_text="Once checked and until taken over: `counts`, `wrong_total`, and the first hundred `wrong` lines "
        "(`sheet`, `number`, `name`, `errors` as [column, message]), `rows` and new `unions`."
    )
    job = serializers.SerializerMethodField()

    class Meta:
        model = FacilityImport
        fields = (
            "id",
            "version",
            "file_name",
            "made_at",
            "confirmed",
            "checked",
            "unions",
            "entered",
            "updated",
            "job",
        )

    @extend_schema_field(JobOutput(allow_null=True))
    def get_job(self, draft: FacilityImport) -> Any:
        """How far it is."""
        job = latest(self.context["request"].access, (importing.CHECK, importing.TAKE_OVER), draft.pk)
        return JobOutput(job).data if job else None


class FacilityImports(ReadViewSet):
    """The asker's own spreadsheets. Sending one changes nothing: read `checked`, then confirm; then all or nothing."""

    queryset = FacilityImport.objects.all()
    serializer_class = ImportOutput
    roles = write_roles = RUNS_FACILITIES

    def get_queryset(self) -> Any:
        """Only one's own."""
        if getattr(self, "swagger_fake_view", False):
            return FacilityImport.objects.none()
        return FacilityImport.objects.filter(made_by=self.request.user.pk)

    def get_parsers(self) -> list[Any]:
        """A file comes as a form; confirming has no body."""
        return [parsers.MultiPartParser(), parsers.JSONParser()]

    @extend_schema(request={"multipart/form-data": ImportInput}, responses={202: ImportOutput})
    def create(self, request: Request) -> Response:
        """Send a spreadsheet; its check is asked for. 400 at `file` for what is no spreadsheet of ours."""
        sent = ImportInput(data=request.data)
        sent.is_valid(raise_exception=True)
        draft = importing.take_file(file=sent.validated_data["file"], by=self.actor)
        return Response(self.get_serializer(draft).data, status=202)

    @extend_schema(request=None, responses={202: ImportOutput})
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: Any = None) -> Response:
        """Check the lines once more, as unions and places stand now."""
        draft = self.get_object()
        importing.check_again(draft=draft, by=self.actor)
        return Response(self.get_serializer(FacilityImport.objects.get(pk=draft.pk)).data, status=202)

    @extend_schema(request=None, responses={202: ImportOutput})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: Any = None) -> Response:
        """Take everything over, or nothing. 409 while lines are wrong, or when it was taken over before."""
        draft = self.get_object()
        importing.confirm(draft=draft, by=self.actor)
        return Response(self.get_serializer(draft).data, status=202)
