"""What the station's staff answer to guardians, by the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, ReadViewSet
from stations.guardians import actions
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
