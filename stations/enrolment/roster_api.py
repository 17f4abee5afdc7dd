"""Children from a spreadsheet, for programs: send the file, read the check, confirm."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import parsers, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.jobs.api import JobOutput
from ops.jobs.queries import latest
from ops.organization.roles import AT_STATION
from ops.records.api import ReadViewSet
from stations.enrolment import roster
from stations.enrolment.roster_models import RosterImport
from stations.terms.models import Term


class RosterInput(serializers.Serializer):
    """The filled-in template, its station, and the term in which its children get a place."""

    facility = serializers.UUIDField()
    term = serializers.UUIDField(required=False)
    file = serializers.FileField()


class RosterOutput(serializers.ModelSerializer):
    """A roster that was sent in. `job` is the check or the taking over that was asked for last."""

    checked = serializers.SerializerMethodField(
        help_text="Once checked and until taken over: `counts`, `wrong_total`, and the first hundred `wrong` lines "
        "(`number`, `name`, `errors` as [column, message]) and `rows`."
    )
    job = serializers.SerializerMethodField()

    class Meta:
        model = RosterImport
        fields = (
            *("id", "facility", "term", "file_name", "made_at", "confirmed", "checked"),
            *("entered", "updated", "waiting", "job", "version"),
        )

    @extend_schema_field(serializers.JSONField())
    def get_checked(self, draft: RosterImport) -> Any:
        """What the last check found."""
        return roster.checked_of(draft)

    @extend_schema_field(JobOutput(allow_null=True))
    def get_job(self, draft: RosterImport) -> Any:
        """How far it is."""
        job = latest(self.context["request"].access, (roster.CHECK, roster.TAKE_OVER), draft.pk)
        return JobOutput(job).data if job else None


class RosterImports(ReadViewSet):
    """The asker's own rosters. Sending one changes nothing: read `checked`, then confirm; then all or nothing."""

    queryset = RosterImport.objects.all()
    serializer_class = RosterOutput
    roles = write_roles = AT_STATION

    def get_queryset(self) -> Any:
        """Only one's own, at the stations where the asker works."""
        if getattr(self, "swagger_fake_view", False):
            return RosterImport.objects.none()
        return roster.own(self.request.access)

    def get_parsers(self) -> list[Any]:
        """A file comes as a form; confirming has no body."""
        return [parsers.MultiPartParser(), parsers.JSONParser()]

    @extend_schema(request={"multipart/form-data": RosterInput}, responses={202: RosterOutput})
    def create(self, request: Request) -> Response:
        """Send a roster; its check is asked for. 400 at `file` for what is no roster of ours."""
        sent = RosterInput(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        facility = facility_of(request, data["facility"], *AT_STATION)
        term = get_object_or_404(Term, pk=data["term"], facility=facility) if "term" in data else None
        draft = roster.take_file(facility=facility, file=data["file"], term=term, by=self.actor)
        return Response(self.get_serializer(draft).data, status=202)

    @extend_schema(request=None, responses={202: RosterOutput})
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: Any = None) -> Response:
        """Check the lines once more, as the children stand now."""
        draft = self.get_object()
        roster.check_again(draft=draft, by=self.actor)
        return Response(self.get_serializer(self.get_object()).data, status=202)

    @extend_schema(request=None, responses={202: RosterOutput})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: Any = None) -> Response:
        """Take everything over, or nothing; 409 while lines are wrong."""
        draft = self.get_object()
        roster.confirm(draft=draft, by=self.actor)
        return Response(self.get_serializer(self.get_object()).data, status=202)
