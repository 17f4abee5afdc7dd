"""The history of a facility and of a record, for programs; and its export."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.audit import actions
from ops.audit.actions import MAY_EXPORT
from ops.audit.exports import file_name, table_of
from ops.audit.filters import ONLY
from ops.audit.forms import HistoryForm, in_words
from ops.audit.lines import Line, Reader
from ops.audit.models import Export
from ops.audit.queries import PAGE, every_line, history_page, record_history
from ops.facilities.models import Facility
from ops.jobs.api import JobOutput
from ops.jobs.models import Job
from ops.jobs.tables import write_csv, write_xlsx
from ops.organization.roles import READING
from ops.records.actor import Actor, Source
from ops.records.api import HasRole
from ops.records.errors import RuleBroken

MOST = 500


class ChangeSerializer(serializers.Serializer):
    """A field's old and new value, as people read them; personal data only as changed."""

    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """One version of one record."""

    kind = serializers.CharField(help_text="Kind of record, `app.model`.")
    label = serializers.CharField(source="entry.label")  # type: ignore[assignment]
    record_id = serializers.CharField()
    version = serializers.IntegerField()
    recorded_at = serializers.DateTimeField(source="at")
    happened_at = serializers.DateTimeField(allow_null=True)
    late_minutes = serializers.SerializerMethodField(help_text="Null unless it was entered late.")
    shape = serializers.CharField(help_text="made, changed, corrected, mended, voided or undone.")
    word = serializers.CharField(help_text="What happened, in the reader's language.")
    title = serializers.CharField()
    regime = serializers.CharField()
    person = serializers.CharField()
    role = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    ip = serializers.CharField(help_text="Masked.")
    reason = serializers.CharField()
    note = serializers.CharField()
    changes = ChangeSerializer(many=True)

    def get_late_minutes(self, line: Line) -> int | None:
        """Minutes between the event and its record."""
        return int(line.late.total_seconds() // 60) if line.late else None


class HistorySerializer(serializers.Serializer):
    """A page of the timeline."""

    next = serializers.URLField(allow_null=True)
    results = LineSerializer(many=True)


class VersionSerializer(LineSerializer):
    """One version with all its values."""

    values = serializers.SerializerMethodField()

    def get_values(self, line: Line) -> list[dict[str, Any]]:
        """Field by field, as people read them."""
        return [{"label": label, "value": value, "changed": changed} for label, value, changed in line.values]


FILTERS = [
    OpenApiParameter("day", OpenApiTypes.DATE, description="The facility's date; short for first and last."),
    OpenApiParameter("first", OpenApiTypes.DATE),
    OpenApiParameter("last", OpenApiTypes.DATE),
    OpenApiParameter("regime", str, description="Key of a regime."),
    OpenApiParameter("kind", str, description="Kind of record, `app.model`."),
    OpenApiParameter("person", str, description="Id of a person, or `system`."),
    OpenApiParameter("source", str, enum=list(Source.values)),
    OpenApiParameter("only", str, enum=list(ONLY)),
]


def facility_in_scope(request: Any, pk: UUID, *roles: str) -> Facility:
    """The facility, 404 out of scope. Raises NotAllowed without one of the roles there."""
    found = Facility.objects.visible_to(request.access).select_related("union")
    facility = get_object_or_404(found, pk=pk)
    request.access.require(facility, *roles)
    return facility


class HistoryView(APIView):
    """`GET /facilities/{id}/history/`."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(
        operation_id="facility_history",
        parameters=[*FILTERS, OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=HistorySerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """The facility's history, newest first."""
        facility = facility_in_scope(request, pk, *READING)
        form = HistoryForm(request.query_params, facility=facility)
        page = history_page(
            facility,
            form.chosen(),
            Reader.of(request.access, facility),
            cursor=request.query_params.get("cursor", ""),
            limit=_page_size(request),
            strokes=False,
        )
        following = None
        if page.next:
            query = {**request.query_params.dict(), "cursor": page.next}
            following = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
        return Response(HistorySerializer({"next": following, "results": page.lines}).data)


class _JsonWhateverFormat(DefaultContentNegotiation):
    """`?format=` names the kind of file here, not a renderer; refusals are JSON."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        return renderers


class ExportView(APIView):
    """`GET /facilities/{id}/history/export/?format=csv|xlsx`."""

    permission_classes = (HasRole,)
    roles = MAY_EXPORT
    content_negotiation_class = _JsonWhateverFormat
    http_method_names = ["get", "options"]  # noqa: RUF012 - as in Django

    @extend_schema(
        operation_id="facility_history_export",
        parameters=[*FILTERS, OpenApiParameter("format", str, enum=list(Export.Format.values), required=True)],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(
                OpenApiTypes.BINARY, description="The file. The export is itself recorded."
            ),
            202: OpenApiResponse(
                JobOutput, description="So many rows that a worker writes the file: ask for the job, then for its file."
            ),
        },
    )
    def get(self, request: Request, pk: UUID) -> Any:
        """The filtered history as a file; more than a few thousand rows as a job that writes it."""
        facility = facility_in_scope(request, pk, *MAY_EXPORT)
        export, job = take_away(request, facility, request.query_params)
        if job is None:
            return file_response(request, export)
        answer = Response(JobOutput(job).data, status=202)
        answer["Location"] = reverse("api-jobs-detail", args=[job.pk])
        return answer


def take_away(request: Any, facility: Facility, data: Any) -> tuple[Export, Job | None]:
    """Record the export; with it the job that writes the file, None where it is small enough to be sent at once."""
    kind = data.get("format") or Export.Format.XLSX
    if kind not in Export.Format.values:
        raise RuleBroken("format", "csv, xlsx")
    form = HistoryForm(data, facility=facility)
    chosen = form.chosen()
    export = actions.export_history(
        facility=facility, chosen=chosen, format=kind, filter_text=in_words(form, chosen), by=Actor.of(request)
    )
    return export, actions.job_of(export)


def file_response(request: Any, export: Export) -> FileResponse | StreamingHttpResponse:
    """The file of a small export, as it is written; the same for page and API."""
    facility = export.facility
    chosen = HistoryForm(export.filters, facility=facility).chosen()
    lines = every_line(facility, chosen.but(until=export.occurred_at), Reader.of(request.access, facility))
    name, table = file_name(export), table_of(export, facility.union, lines)
    if export.format == Export.Format.XLSX:
        file = write_xlsx(table)
        return FileResponse(
            file,
            as_attachment=True,
            filename=name,
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response = StreamingHttpResponse(write_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


class VersionsView(APIView):
    """`GET /records/{kind}/{id}/versions/`."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(operation_id="record_versions", responses=VersionSerializer(many=True))
    def get(self, request: Request, kind: str, pk: UUID) -> Response:
        """All versions of one record, newest first."""
        found = record_history(kind, pk, request.access)
        if found is None:
            raise Http404
        request.access.require(found.facility, *READING)
        return Response(VersionSerializer(found.lines, many=True).data)


def _page_size(request: Request) -> int:
    sent = request.query_params.get("page_size", "")
    return min(max(int(sent), 1), MOST) if sent.isdigit() else PAGE
