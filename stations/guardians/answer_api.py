"""What the station's staff answer to guardians, by the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.api import AmendmentSerializer, HasRole, ReadViewSet
from stations.guardians import actions, retention
from stations.guardians.allergies import confirm_allergies
from stations.guardians.answering import answer_data_request
from stations.guardians.api import valid
from stations.guardians.models import ANSWERING, AllergyRequest, DataRequest, PersonRequest


class PersonRequestSerializer(serializers.ModelSerializer):
    """A request and its answer; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")

    class Meta:
        model = PersonRequest
        fields = (
            *("id", "facility", "child", "kind", "person", "name", "relation", "phone", "photo", "valid_on", "until"),
            *("note", "occurred_at", "answer", "answered_at", "answer_reason", "version"),
        )


class AllergyRequestSerializer(serializers.ModelSerializer):
    """What a guardian said of a child's allergies: all keys of the registered list, and the guardian's own words."""

    allergens = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = AllergyRequest
        fields = (
            *("id", "facility", "child", "kind", "allergens", "words", "occurred_at"),
            *("answer", "answered_at", "answer_reason", "version"),
        )


class DataRequestSerializer(serializers.ModelSerializer):
    """A copy taken or an erasure asked for, and its answer."""

    class Meta:
        model = DataRequest
        fields = (
            *("id", "facility", "child", "kind", "reason", "occurred_at"),
            *("answer", "answered_at", "answer_reason", "version"),
        )


class PersonRequests(ReadViewSet):
    """What guardians ask about who may collect, for the station's staff to confirm or decline."""

    queryset = PersonRequest.objects.select_related("facility", "child")
    serializer_class = PersonRequestSerializer
    filterset_fields = ("facility", "child", "answer")
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=None, responses=PersonRequestSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Seen, and it holds; needs If-Match."""
        asked = actions.confirm_person(request=self.get_object(), version=self.expected_version(), by=self.actor)
        return Response(PersonRequestSerializer(asked).data)

    @extend_schema(request=AmendmentSerializer, responses=PersonRequestSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Refused, with the reason; needs If-Match."""
        asked, given = self.get_object(), valid(AmendmentSerializer, request)
        asked = actions.decline(request=asked, version=self.expected_version(), by=self.actor, **given)
        return Response(PersonRequestSerializer(asked).data)


class AllergyRequests(ReadViewSet):
    """What guardians say about allergies, for the station's staff to confirm or decline."""

    queryset = AllergyRequest.objects.select_related("facility", "child")
    serializer_class = AllergyRequestSerializer
    filterset_fields = ("facility", "child", "kind", "answer")
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=None, responses=AllergyRequestSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Seen, and it holds; needs If-Match."""
        asked = confirm_allergies(request=self.get_object(), version=self.expected_version(), by=self.actor)
        return Response(AllergyRequestSerializer(asked).data)

    @extend_schema(request=AmendmentSerializer, responses=AllergyRequestSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Refused, with the reason; needs If-Match."""
        asked, given = self.get_object(), valid(AmendmentSerializer, request)
        asked = actions.decline(request=asked, version=self.expected_version(), by=self.actor, **given)
        return Response(AllergyRequestSerializer(asked).data)


class DataRequests(ReadViewSet):
    """What guardians ask about personal data, for the station's manager or its union to answer."""

    queryset = DataRequest.objects.all()
    serializer_class = DataRequestSerializer
    filterset_fields = ("facility", "child", "kind", "answer")
    roles = ANSWERING
    write_roles = ANSWERING

    def get_queryset(self) -> Any:
        """Of the stations that the asker manages or supervises."""
        if getattr(self, "swagger_fake_view", False):
            return DataRequest.objects.none()
        return DataRequest.objects.visible_to(self.request.access, self.roles).select_related("facility", "child")

    @extend_schema(request=AmendmentSerializer, responses=DataRequestSerializer)
    @action(detail=True, methods=["post"])
    def erase(self, request: Request, pk: str) -> Response:
        """Erase for good what was asked; needs If-Match. 409 while the child has a place."""
        return self._answer(request, agreed=True)

    @extend_schema(request=AmendmentSerializer, responses=DataRequestSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Refused, with the reason; needs If-Match."""
        return self._answer(request, agreed=False)

    def _answer(self, request: Request, *, agreed: bool) -> Response:
        asked, given = self.get_object(), valid(AmendmentSerializer, request)
        asked = answer_data_request(
            request=asked, agreed=agreed, version=self.expected_version(), by=self.actor, **given
        )
        return Response(DataRequestSerializer(asked).data)


class ChildOverSerializer(serializers.Serializer):
    """A child whose time is over; the name is masked."""

    child = serializers.UUIDField(source="pk")
    name = serializers.CharField(source="masked")
    last_day = serializers.DateField(help_text="Of the last term.")


class DataOverSerializer(serializers.Serializer):
    """How many days data are kept after the last term, and whose are kept longer."""

    days = serializers.IntegerField()
    children = ChildOverSerializer(many=True)


class DataOverInput(serializers.Serializer):
    """Whose data are erased."""

    facility = serializers.UUIDField()
    children = serializers.ListField(child=serializers.UUIDField(), max_length=retention.MOST_AT_ONCE)


class ErasedSerializer(serializers.Serializer):
    """How many children were erased."""

    erased = serializers.IntegerField()


class DataOver(APIView):
    """Children's data that are kept longer than needed."""

    permission_classes = (HasRole,)
    roles = ANSWERING

    @extend_schema(parameters=[OpenApiParameter("facility", UUID, required=True)], responses=DataOverSerializer)
    def get(self, request: Request) -> Response:
        """Whose last term ended longer ago than data are kept."""
        asked = serializers.UUIDField().run_validation(request.query_params.get("facility", ""))
        facility = facility_of(request, asked, *ANSWERING)
        days = retention.days_kept(facility)
        over = retention.kept_too_long(facility, days)[: retention.MOST_AT_ONCE]
        return Response(DataOverSerializer({"days": days, "children": over}).data)

    @extend_schema(request=DataOverInput, responses=ErasedSerializer)
    def post(self, request: Request) -> Response:
        """Erase them for good, all or none."""
        given = valid(DataOverInput, request)
        facility = facility_of(request, given["facility"], *ANSWERING)
        erased = retention.erase_kept(facility=facility, children=given["children"], by=Actor.of(request))
        return Response({"erased": len(erased)})
