"""The guardian's page by the API, and the staff's answers."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.models import Photo
from ops.organization.roles import AT_STATION, Role
from ops.records.api import AmendmentSerializer, ReadViewSet, ScopedViewSet, created
from ops.records.ids import uuid7
from stations.attendance.absences import announce_absence, take_back_absence
from stations.attendance.codes import issue_pickup_code
from stations.attendance.models import AbsenceAnnouncement, AbsenceReason
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, Guardian, PickupPerson, Relation
from stations.guardians import accounts, actions, queries
from stations.guardians.answering import answer_data_request
from stations.guardians.exporting import as_json
from stations.guardians.held import held_about
from stations.guardians.models import DataRequest, PersonRequest


class CollectorSerializer(serializers.ModelSerializer):
    """Somebody who may collect the child today; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")

    class Meta:
        model = PickupPerson
        fields = ("id", "name", "relation", "phone", "valid_on", "until", "withdrawal_asked_at")


class MealOutput(serializers.Serializer):
    """A meal of today as the child had it."""

    kind = serializers.CharField()
    menu = serializers.CharField()
    ate = serializers.CharField()


class TodaySerializer(serializers.Serializer):
    """A child's day: `state` is here, left, absent, late, expected, closed or free; `words` says it in a sentence."""

    id = serializers.UUIDField(source="child.pk")
    name = serializers.CharField(source="child.name")
    station = serializers.UUIDField(source="station.pk")
    state = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()
    meals = MealOutput(many=True)


class StayAwayInput(serializers.Serializer):
    """From when until when the child stays away (the station's dates)."""

    id = serializers.UUIDField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    reason = serializers.ChoiceField(AbsenceReason.choices)
    note = serializers.CharField(max_length=100, required=False, allow_blank=True)


class StayAwayOutput(serializers.ModelSerializer):
    """What is announced."""

    class Meta:
        model = AbsenceAnnouncement
        fields = ("id", "child", "first_day", "last_day", "reason", "note", "voided_at", "version")


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


class PersonRequestSerializer(serializers.ModelSerializer):
    """A request and its answer; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")

    class Meta:
        model = PersonRequest
        fields = (
            *("id", "facility", "child", "kind", "person", "name", "relation", "phone", "photo", "valid_on", "until"),
            *("note", "occurred_at", "answer", "answered_at", "answer_reason", "version"),
        )


class CodeInput(serializers.Serializer):
    """For whom the code is."""

    person = serializers.UUIDField()


class CodeOutput(serializers.Serializer):
    """The code, told this once; good once, on that day."""

    id = serializers.UUIDField()
    person = serializers.UUIDField()
    local_date = serializers.DateField()
    digits = serializers.CharField()


class ConsentChange(serializers.Serializer):
    """Which agreement is given or taken back."""

    kind = serializers.ChoiceField(Consent.Kind.choices)
    given = serializers.BooleanField()


class ErasureInput(serializers.Serializer):
    """A wish that the child's data be erased."""

    id = serializers.UUIDField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class DataRequestSerializer(serializers.ModelSerializer):
    """A copy taken or an erasure asked for, and its answer."""

    class Meta:
        model = DataRequest
        fields = (
            *("id", "facility", "child", "kind", "reason", "occurred_at"),
            *("answer", "answered_at", "answer_reason", "version"),
        )


class NoticesSerializer(serializers.Serializer):
    """Of what the guardian is told."""

    arrivals = serializers.BooleanField()
    departures = serializers.BooleanField()


class FamilyChildren(ScopedViewSet):
    """The asker's own children, as their guardian: all others are 404."""

    queryset = Child.objects.all()
    serializer_class = TodaySerializer
    roles = (Role.GUARDIAN,)
    write_roles = (Role.GUARDIAN,)
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> Any:
        """Own children only."""
        if getattr(self, "swagger_fake_view", False):
            return Child.objects.none()
        return queries.children_of(self.request.access).select_related("facility", "facility__union")

    def _me(self, child: Child) -> Guardian:
        return queries.tie_to(self.request.access, child).guardian

    @extend_schema(responses=TodaySerializer(many=True))
    def list(self, request: Request) -> Response:
        """Each child's day."""
        return Response(TodaySerializer(queries.todays(request.access), many=True).data)

    @extend_schema(responses=TodaySerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One child's day."""
        return Response(TodaySerializer(queries.today_of(request.access, self.get_object())).data)

    @extend_schema(responses=CollectorSerializer(many=True))
    @action(detail=True, methods=["get"])
    def persons(self, request: Request, pk: str) -> Response:
        """Who may collect the child today."""
        child = self.get_object()
        return Response(CollectorSerializer(queries.collectors_of(child, child.facility.today()), many=True).data)

    @extend_schema(request=StayAwayInput, responses={200: StayAwayOutput, 201: StayAwayOutput})
    @action(detail=True, methods=["post"])
    def absences(self, request: Request, pk: str) -> Response:
        """Announce an absence; the same id again answers 200."""
        child, given = self.get_object(), _valid(StayAwayInput, request)
        announced, new = announce_absence(child=child, announced_by=self._me(child), by=self.actor, **given)
        return created(StayAwayOutput(announced).data, new=new)

    @extend_schema(request=None, responses=StayAwayOutput)
    @action(detail=True, methods=["post"], url_path="absences/(?P<announced>[0-9a-f-]{36})/take-back")
    def absence_back(self, request: Request, pk: str, announced: str) -> Response:
        """The child comes after all."""
        rows = AbsenceAnnouncement.objects.select_related("facility").filter(child=self.get_object())
        standing = take_back_absence(announcement=get_object_or_404(rows, pk=announced), reason="-", by=self.actor)
        return Response(StayAwayOutput(standing).data)

    @extend_schema(request=PersonRequestInput, responses={200: PersonRequestSerializer, 201: PersonRequestSerializer})
    @action(detail=True, methods=["post"], url_path="person-requests")
    def person_requests(self, request: Request, pk: str) -> Response:
        """Ask that somebody be authorised, changed or withdrawn; holds once staff confirm it."""
        child, given = self.get_object(), _valid(PersonRequestInput, request)
        person, photo = given.pop("person", None), given.pop("photo", None)
        if photo is not None:
            get_object_or_404(Photo, pk=photo, facility=child.facility, taken_by=request.user)
        asked, new = actions.ask_person(
            id=given.pop("id"),
            child=child,
            kind=given.pop("kind"),
            person=get_object_or_404(PickupPerson, pk=person, child=child, barred=False) if person else None,
            wish=actions.Wish(photo_id=photo, **given),
            asked_by=self._me(child),
            by=self.actor,
        )
        return created(PersonRequestSerializer(asked).data, new=new)

    @extend_schema(request=CodeInput, responses={201: CodeOutput})
    @action(detail=True, methods=["post"], url_path="pickup-codes")
    def pickup_codes(self, request: Request, pk: str) -> Response:
        """A one-time code of today for somebody who may collect the child."""
        child, given = self.get_object(), _valid(CodeInput, request)
        person = get_object_or_404(PickupPerson, pk=given["person"], child=child, barred=False)
        code, digits = issue_pickup_code(person=person, by=self.actor)
        told = {"id": code.pk, "person": person.pk, "local_date": code.local_date, "digits": digits}
        return Response(CodeOutput(told).data, status=201)

    @extend_schema(request=ConsentChange, responses={201: ConsentChange})
    @action(detail=True, methods=["post"])
    def consents(self, request: Request, pk: str) -> Response:
        """Give or take back an agreement."""
        child, given = self.get_object(), _valid(ConsentChange, request)
        consent = actions.change_consent(id=uuid7(), child=child, guardian=self._me(child), by=self.actor, **given)
        return Response(ConsentChange(consent).data, status=201)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, methods=["get"])
    def data(self, request: Request, pk: str) -> Response:
        """All that is kept about the child, as in the copy's data.json; that it was read so is kept."""
        child = self.get_object()
        guardian = self._me(child)
        told = as_json(child, held_about(child, guardian))
        actions.note_copy(child=child, asked_by=guardian, by=self.actor)
        return Response(told)

    @extend_schema(request=ErasureInput, responses={200: DataRequestSerializer, 201: DataRequestSerializer})
    @action(detail=True, methods=["post"])
    def erasure(self, request: Request, pk: str) -> Response:
        """Ask that the data be erased; the station answers with its reason."""
        child, given = self.get_object(), {"reason": "", **_valid(ErasureInput, request)}
        asked, new = actions.ask_erasure(child=child, asked_by=self._me(child), by=self.actor, **given)
        return created(DataRequestSerializer(asked).data, new=new)

    @extend_schema(request=NoticesSerializer, responses=NoticesSerializer)
    @action(detail=False, methods=["put"])
    def notices(self, request: Request) -> Response:
        """Choose of what to be told, for all children."""
        given = _valid(NoticesSerializer, request)
        accounts.choose_notices(user=request.access.user, by=self.actor, **given)
        return Response(given)


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
        asked, given = self.get_object(), _valid(AmendmentSerializer, request)
        asked = actions.decline(request=asked, version=self.expected_version(), by=self.actor, **given)
        return Response(PersonRequestSerializer(asked).data)


class DataRequests(ReadViewSet):
    """What guardians ask about personal data, for the station's manager to answer."""

    queryset = DataRequest.objects.all()
    serializer_class = DataRequestSerializer
    filterset_fields = ("facility", "child", "kind", "answer")
    roles = (Role.FACILITY_MANAGER,)
    write_roles = (Role.FACILITY_MANAGER,)

    def get_queryset(self) -> Any:
        """Of the stations that the asker manages."""
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
        asked, given = self.get_object(), _valid(AmendmentSerializer, request)
        asked = answer_data_request(
            request=asked, agreed=agreed, version=self.expected_version(), by=self.actor, **given
        )
        return Response(DataRequestSerializer(asked).data)


def _valid(kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
