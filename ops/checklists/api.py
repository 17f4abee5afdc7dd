"""Completed checklists, drafts, photos and findings by the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, parsers, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from ops.checklists import actions, queries
from ops.checklists.models import (
    ChecklistRun,
    ChecklistVersion,
    Finding,
    Mark,
    Photo,
    RunDraft,
)
from ops.checklists.printing import pdf_response
from ops.facilities.models import Facility
from ops.organization.roles import IN_FIELD, READING
from ops.records.api import AmendmentSerializer, ReadViewSet, ScopedViewSet, created
from ops.records.pagination import NewestFirst


def facility_of(request: Request, pk: Any, *roles: str) -> Facility:
    """The facility in the asker's scope (else 404) at which they hold one of the roles (else 403)."""
    facility = get_object_or_404(Facility.objects.select_related("union").visible_to(request.access), pk=pk)
    request.access.require(facility, *roles)
    return facility


class ChecklistRunSerializer(serializers.ModelSerializer):
    """A completed checklist."""

    template = serializers.UUIDField(source="checklist.template_id", read_only=True)
    marks = serializers.SerializerMethodField()
    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = ChecklistRun
        fields = (
            *("id", "facility", "checklist", "template", "name", "started_at", "occurred_at", "recorded_at"),
            *("done_by", "done_by_name", "answers", "passed", "failed_items", "score", "presence", "marks"),
            *("voided_at", "version"),
        )

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Mark.choices)))
    def get_marks(self, run: ChecklistRun) -> list[str]:
        """What an auditor may want to look at."""
        return run.marks.split()


class ChecklistRunInput(serializers.Serializer):
    """A checklist as it was filled in, under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    checklist = serializers.UUIDField(help_text="The id of the checklist version that was answered.")
    answers = serializers.DictField(help_text="By item key: {value, note, remedy, photos: [photo ids]}.")
    started_at = serializers.DateTimeField()
    occurred_at = serializers.DateTimeField(required=False, help_text="When it was finished; now, unless given.")


class ChecklistRunAmendment(AmendmentSerializer):
    """The answers that change, and why."""

    answers = serializers.DictField()


class ChecklistRunFilter(django_filters.FilterSet):
    """Runs by place, time and outcome."""

    occurred_after = django_filters.IsoDateTimeFilter("occurred_at", "gte")
    occurred_before = django_filters.IsoDateTimeFilter("occurred_at", "lt")
    regime = django_filters.CharFilter("checklist__template__regime")
    template = django_filters.UUIDFilter("checklist__template_id")
    score_below = django_filters.NumberFilter("score", "lt")
    marked = django_filters.BooleanFilter(method="with_marks")
    mark = django_filters.ChoiceFilter(field_name="marks", lookup_expr="contains", choices=Mark.choices)

    class Meta:
        model = ChecklistRun
        fields = ("facility", "passed")

    def with_marks(self, rows: Any, name: str, value: bool) -> Any:
        """Only what an auditor may want to look at, or only what not."""
        return rows.exclude(marks="") if value else rows.filter(marks="")


class ChecklistRuns(ReadViewSet):
    """Completed checklists: create under a client id, read, correct with If-Match."""

    queryset = ChecklistRun.objects.select_related("checklist__template")
    serializer_class = ChecklistRunSerializer
    filterset_class = ChecklistRunFilter
    pagination_class = NewestFirst
    roles = READING
    write_roles = IN_FIELD

    @extend_schema(request=ChecklistRunInput, responses={200: ChecklistRunSerializer, 201: ChecklistRunSerializer})
    def create(self, request: Request) -> Response:
        """Record a completed checklist; the same id with the same content again answers 200."""
        given = ChecklistRunInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        facility = facility_of(request, data.pop("facility"), *IN_FIELD)
        checklist = get_object_or_404(ChecklistVersion.objects.select_related("template__union"), pk=data["checklist"])
        standing = queries.run_standing(data["id"])
        data.setdefault("occurred_at", standing.occurred_at if standing else timezone.now())
        run = actions.complete_checklist(**{**data, "facility": facility, "checklist": checklist, "by": self.actor})
        return created(ChecklistRunSerializer(run).data, new=standing is None)

    @extend_schema(request=ChecklistRunAmendment, responses=ChecklistRunSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct some answers (If-Match); the earlier version stays in history."""
        run = self.get_object()
        request.access.require(run.facility, *IN_FIELD)
        given = ChecklistRunAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        run = actions.amend_run(run=run, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(ChecklistRunSerializer(run).data)

    @extend_schema(responses={(200, "application/pdf"): bytes})
    @action(detail=True, methods=["get"])
    def pdf(self, request: Request, pk: str) -> HttpResponse:
        """The completed checklist as a PDF file, photos included; 503 where this server cannot make any."""
        run = get_object_or_404(queries.runs_visible(request.access), pk=pk)
        return pdf_response(run)


class DraftInput(serializers.Serializer):
    """What is answered so far."""

    run_id = serializers.UUIDField(help_text="The id under which it will be handed in.")
    checklist = serializers.UUIDField(help_text="The id of the checklist version.")
    answers = serializers.DictField()
    started_at = serializers.DateTimeField()
    version = serializers.IntegerField(min_value=0, help_text="The draft's version as it was read; 0: there was none.")


class DraftSerializer(serializers.ModelSerializer):
    """A checklist half filled in."""

    started_by = serializers.CharField(read_only=True)
    saved_by = serializers.CharField(read_only=True)

    class Meta:
        model = RunDraft
        fields = (
            *("subject", "run_id", "checklist", "answers", "started_at", "started_by", "saved_at", "saved_by"),
            "version",
        )


class PhotoSerializer(serializers.ModelSerializer):
    """A stored photo; `url` is served to those who may see the place."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields = ("id", "facility", "width", "height", "sha256", "taken_by", "occurred_at", "recorded_at", "url")

    def get_url(self, photo: Photo) -> str:
        """Where the picture is served."""
        return reverse("photo", args=[photo.pk])


class PhotoInput(serializers.Serializer):
    """A picture taken at a facility, under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    file = serializers.FileField(allow_empty_file=False)
    occurred_at = serializers.DateTimeField(required=False)


class Photos(mixins.RetrieveModelMixin, ScopedViewSet):
    """Photos: stored cleaned of metadata, at most 1600 px."""

    queryset = Photo.objects.all()
    serializer_class = PhotoSerializer
    parser_classes = (parsers.MultiPartParser,)
    roles = READING
    write_roles = IN_FIELD

    @extend_schema(request={"multipart/form-data": PhotoInput}, responses={200: PhotoSerializer, 201: PhotoSerializer})
    def create(self, request: Request) -> Response:
        """Store a photo; the same id with the same bytes again answers 200."""
        given = PhotoInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        data["facility"] = facility_of(request, data["facility"], *IN_FIELD)
        data.setdefault("occurred_at", timezone.now())
        is_new = not Photo.objects.filter(pk=data["id"]).exists()
        photo = actions.store_photo(**data, by=self.actor)
        return created(PhotoSerializer(photo).data, new=is_new)


class FindingSerializer(serializers.ModelSerializer):
    """An item that failed, and whether it was put right."""

    item = serializers.CharField(source="item.key", read_only=True)
    text = serializers.CharField(source="item.label", read_only=True)
    critical = serializers.BooleanField(source="item.critical", read_only=True)

    class Meta:
        model = Finding
        fields = (
            *("id", "facility", "run", "item", "text", "critical", "note", "found_at"),
            *("settled_at", "settlement", "version"),
        )


class FindingFilter(django_filters.FilterSet):
    """Findings by place and whether they still stand open."""

    open = django_filters.BooleanFilter("settled_at", "isnull")

    class Meta:
        model = Finding
        fields = ("facility", "run")


class Findings(ReadViewSet):
    """What failed in completed checklists; each is put right by its corrective action."""

    queryset = Finding.objects.select_related("item", "facility")
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    roles = READING
