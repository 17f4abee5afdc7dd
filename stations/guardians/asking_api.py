"""What a guardian asks of the station, by the API: persons, allergies, erasure; and the way to take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.models import Photo
from ops.records.api import created
from stations.enrolment.models import PickupPerson, Relation
from stations.guardians import actions, queries
from stations.guardians.allergies import ask_allergies, confirm_on_file, on_file
from stations.guardians.answer_api import AllergyRequestSerializer, DataRequestSerializer, PersonRequestSerializer
from stations.guardians.api import OwnChildren, valid
from stations.guardians.models import AllergyRequest, Asked, PersonRequest


class PersonRequestInput(serializers.Serializer):
    """Whom a guardian wants authorised (`add`), changed or withdrawn; of a withdrawal only `person`, `note` count."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(PersonRequest.Kind.choices)
    person = serializers.UUIDField(required=False, help_text="Of a change or withdrawal.")
    name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    relation = serializers.ChoiceField(Relation.choices, required=False)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True)
    valid_on = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)
    photo = serializers.UUIDField(required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ErasureInput(serializers.Serializer):
    """A wish that the child's data be erased."""

    id = serializers.UUIDField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class AllergyInput(serializers.Serializer):
    """All that the child must not eat. `confirm` says that what is kept was read and is right; `change` asks for it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(AllergyRequest.Kind.choices)
    allergens = serializers.ListField(child=serializers.CharField(max_length=20), max_length=40)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    agree = serializers.BooleanField(
        default=False, help_text="Agrees that health data are kept, where that was not agreed before."
    )


class OnFileSerializer(serializers.Serializer):
    """What is kept from the child's plate, who of the family said so last, and a change that staff have not seen."""

    allergens = serializers.ListField(child=serializers.CharField())
    labels = serializers.ListField(child=serializers.CharField())
    words = serializers.CharField()
    confirmed = AllergyRequestSerializer(allow_null=True)
    asked = AllergyRequestSerializer(allow_null=True)
    agreed = serializers.BooleanField(help_text="Whether a guardian agreed that health data are kept.")


class AskedSerializer(serializers.Serializer):
    """The newest of what was asked about a child, by any of its guardians."""

    person_requests = PersonRequestSerializer(many=True)
    data_requests = DataRequestSerializer(many=True)


class TakenBackSerializer(serializers.Serializer):
    """A request after it was taken back; one that was answered before stays as it is."""

    id = serializers.UUIDField()
    answer = serializers.CharField()


class FamilyRequests(OwnChildren):
    """What a guardian asks about an own child."""

    @extend_schema(responses=AskedSerializer)
    @action(detail=True, methods=["get"])
    def requests(self, request: Request, pk: str) -> Response:
        """What was asked about persons and data, and what became of it."""
        child = self.get_object()
        found = {"person_requests": queries.requests_of(child), "data_requests": queries.data_requests_of(child)}
        return Response(AskedSerializer(found).data)

    @extend_schema(request=None, responses=TakenBackSerializer)
    @action(detail=True, methods=["post"], url_path="requests/(?P<asked>[0-9a-f-]{36})/take-back")
    def request_back(self, request: Request, pk: str, asked: str) -> Response:
        """Take back what the station has not answered, of whichever kind."""
        standing: Asked = queries.request_of(self.get_object(), UUID(asked))
        return Response(TakenBackSerializer(actions.take_back(request=standing, by=self.actor)).data)

    @extend_schema(request=PersonRequestInput, responses={200: PersonRequestSerializer, 201: PersonRequestSerializer})
    @action(detail=True, methods=["post"], url_path="person-requests")
    def person_requests(self, request: Request, pk: str) -> Response:
        """Ask that somebody be authorised, changed or withdrawn; holds once staff confirm it."""
        child, given = self.get_object(), valid(PersonRequestInput, request)
        person, photo = given.pop("person", None), given.pop("photo", None)
        if photo is not None:
            get_object_or_404(Photo, pk=photo, facility=child.facility, taken_by=request.user)
        asked, new = actions.ask_person(
            id=given.pop("id"),
            child=child,
            kind=given.pop("kind"),
            person=get_object_or_404(PickupPerson, pk=person, child=child, barred=False) if person else None,
            wish=actions.Wish(photo_id=photo, **given),
            asked_by=self.me(child),
            by=self.actor,
        )
        return created(PersonRequestSerializer(asked).data, new=new)

    @extend_schema(responses=OnFileSerializer)
    @action(detail=True, methods=["get"])
    def allergies(self, request: Request, pk: str) -> Response:
        """What the child must not eat, as the station keeps it."""
        return Response(OnFileSerializer(on_file(self.get_object())).data)

    @extend_schema(request=AllergyInput, responses={200: AllergyRequestSerializer, 201: AllergyRequestSerializer})
    @allergies.mapping.post
    def say_allergies(self, request: Request, pk: str) -> Response:
        """Confirm what is kept, or ask for a change that holds once staff have seen it."""
        child, given = self.get_object(), valid(AllergyInput, request)
        told: dict[str, Any] = {"id": given["id"], "child": child, "words": given["words"], "by": self.actor}
        told["asked_by"] = self.me(child)
        if given["kind"] == AllergyRequest.Kind.CONFIRM:
            said, new = confirm_on_file(seen=given["allergens"], **told)
        else:
            said, new = ask_allergies(allergens=given["allergens"], agreed=given["agree"], **told)
        return created(AllergyRequestSerializer(said).data, new=new)

    @extend_schema(request=ErasureInput, responses={200: DataRequestSerializer, 201: DataRequestSerializer})
    @action(detail=True, methods=["post"])
    def erasure(self, request: Request, pk: str) -> Response:
        """Ask that the data be erased; the station answers with its reason."""
        child, given = self.get_object(), {"reason": "", **valid(ErasureInput, request)}
        asked, new = actions.ask_erasure(child=child, asked_by=self.me(child), by=self.actor, **given)
        return created(DataRequestSerializer(asked).data, new=new)
