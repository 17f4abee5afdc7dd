"""Checklists by the API: read, written, proposed, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists import publishing, queries
from ops.checklists.api import facility_of
from ops.checklists.models import ChecklistItem, ChecklistTemplate, ChecklistVersion
from ops.organization.models import TradeUnion
from ops.organization.roles import READING
from ops.records.api import ReadViewSet


class ChecklistItemSerializer(serializers.ModelSerializer):
    """One question. Answers of a choice, or ready remedies of a failure, stand in `choices`."""

    class Meta:
        model = ChecklistItem
        fields = (
            *("key", "position", "section", "section_en", "text", "text_en", "help_text", "help_text_en", "kind"),
            *("required", "allow_na", "critical", "photo_on_failure", "weight", "low", "high"),
            *("low_parameter", "high_parameter", "unit", "choices", "condition"),
        )


class ChecklistVersionSerializer(serializers.ModelSerializer):
    """What a checklist asks from a day on."""

    items = ChecklistItemSerializer(many=True)

    class Meta:
        model = ChecklistVersion
        fields = ("id", "number", "valid_from", "published_at", "declined_at", "note", "items")


class ChecklistTemplateSerializer(serializers.ModelSerializer):
    """A checklist by name."""

    class Meta:
        model = ChecklistTemplate
        fields = ("id", "key", "union", "facility", "name", "name_en", "regime", "a_month", "version")


class ChecklistTemplateDetailSerializer(ChecklistTemplateSerializer):
    """A checklist with the version in force today."""

    current = serializers.SerializerMethodField()

    class Meta(ChecklistTemplateSerializer.Meta):
        fields: Any = (*ChecklistTemplateSerializer.Meta.fields, "current")

    @extend_schema_field(ChecklistVersionSerializer(allow_null=True))
    def get_current(self, template: ChecklistTemplate) -> Any:
        """The version in force today."""
        version = queries.version_on(template, timezone.localdate())
        return ChecklistVersionSerializer(version).data if version else None


class ItemInput(ChecklistItemSerializer):
    """One question as it is written; its place in the list is its position."""

    class Meta(ChecklistItemSerializer.Meta):
        fields: Any = tuple(name for name in ChecklistItemSerializer.Meta.fields if name != "position")


class VersionInput(serializers.Serializer):
    """What a checklist asks from a day on."""

    items = ItemInput(many=True)
    valid_from = serializers.DateField(required=False, help_text="Today, unless given.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class TemplateInput(VersionInput):
    """A new checklist with its first version: a union's, or one facility's own."""

    name = serializers.CharField(max_length=100)
    name_en = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    regime = serializers.CharField(max_length=30)
    a_month = serializers.IntegerField(min_value=1, max_value=400, default=20, help_text="Times in four weeks.")
    union = serializers.UUIDField(required=False)
    facility = serializers.UUIDField(required=False)

    def validate(self, data: Any) -> Any:
        """Exactly one place."""
        if ("union" in data) == ("facility" in data):
            raise serializers.ValidationError(gettext("Name a union or a facility."))
        return data


class DeclineInput(serializers.Serializer):
    """Why a proposed version is not used."""

    reason = serializers.CharField(max_length=300)


class ChecklistTemplates(ReadViewSet):
    """Checklists that the asker's places may use; the detail has the items in force today."""

    queryset = ChecklistTemplate.objects.all()
    serializer_class = ChecklistTemplateSerializer
    roles = READING
    write_roles = publishing.EDITING
    filterset_fields = ("regime", "key", "union", "facility")

    def get_queryset(self) -> Any:
        """Common checklists, and those of the unions above and below."""
        if getattr(self, "swagger_fake_view", False):
            return ChecklistTemplate.objects.none()
        return queries.templates_visible(self.request.access)

    def get_serializer_class(self) -> Any:
        """The detail carries the items."""
        return ChecklistTemplateDetailSerializer if self.action == "retrieve" else ChecklistTemplateSerializer

    @extend_schema(request=TemplateInput, responses={201: ChecklistTemplateDetailSerializer})
    def create(self, request: Request) -> Response:
        """Write a checklist: an officer publishes it, a facility's manager proposes it for the own facility."""
        given = TemplateInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        first = {
            name: data.pop(name, standard) for name, standard in (("items", []), ("valid_from", None), ("note", ""))
        }
        if "union" in data:
            unions = TradeUnion.objects.filter(request.access.unions())
            data["union"] = get_object_or_404(unions, pk=data["union"])
        else:
            data["facility"] = facility_of(request, data["facility"], *publishing.EDITING)
        with transaction.atomic():
            template = publishing.add_template(by=self.actor, **data)
            self._new_version(template, first)
        return Response(ChecklistTemplateDetailSerializer(template).data, status=201)

    @extend_schema(methods=["get"], responses=ChecklistVersionSerializer(many=True), filters=False)
    @extend_schema(methods=["post"], request=VersionInput, responses={201: ChecklistVersionSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """All versions, the newest first; POST writes the next one, which changes none of the others."""
        template = self.get_object()
        if request.method == "GET":
            found = template.versions.order_by("-number").prefetch_related("items")
            return Response(ChecklistVersionSerializer(found, many=True).data)
        given = VersionInput(data=request.data)
        given.is_valid(raise_exception=True)
        version = self._new_version(template, given.validated_data)
        return Response(ChecklistVersionSerializer(version).data, status=201)

    def _new_version(self, template: ChecklistTemplate, data: Mapping[str, Any]) -> ChecklistVersion:
        return publishing.new_version(
            template=template,
            items=[ChecklistItem(**item) for item in data["items"]],
            valid_from=data.get("valid_from") or timezone.localdate(),
            note=data.get("note", ""),
            by=self.actor,
        )

    @extend_schema(request=None, responses=ChecklistVersionSerializer)
    @action(detail=True, methods=["post"], url_path=r"versions/(?P<number>[0-9]{1,5})/publish")
    def publish(self, request: Request, pk: str, number: str) -> Response:
        """Put a proposed version in force."""
        version = publishing.publish_version(version=self._version(number), by=self.actor)
        return Response(ChecklistVersionSerializer(version).data)

    @extend_schema(request=DeclineInput, responses=ChecklistVersionSerializer)
    @action(detail=True, methods=["post"], url_path=r"versions/(?P<number>[0-9]{1,5})/decline")
    def decline(self, request: Request, pk: str, number: str) -> Response:
        """Say why a proposed version is not used."""
        given = DeclineInput(data=request.data)
        given.is_valid(raise_exception=True)
        version = self._version(number)
        version = publishing.decline_version(version=version, by=self.actor, **given.validated_data)
        return Response(ChecklistVersionSerializer(version).data)

    def _version(self, number: str) -> ChecklistVersion:
        found = ChecklistVersion.objects.select_related("template__union", "template__facility")
        return get_object_or_404(found, template=self.get_object(), number=int(number))
