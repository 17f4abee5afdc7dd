"""The guardian's page by the API: the day, the menu, coming and going, agreements, data, notices."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import Role
from ops.records.api import ScopedViewSet, created
from ops.records.ids import uuid7
from stations.attendance.absences import announce_absence, take_back_absence
from stations.attendance.codes import issue_pickup_code, revoke_pickup_code
from stations.attendance.models import AbsenceAnnouncement, AbsenceReason, PickupCode
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, Guardian, PickupPerson
from stations.guardians import accounts, actions, queries
from stations.guardians.exporting import as_json
from stations.guardians.held import held_about
from stations.meals.menus import monday_of, published_week


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


class CodeInput(serializers.Serializer):
    """For whom the code is."""

    person = serializers.UUIDField()


class CodeOutput(serializers.Serializer):
    """The code, told this once; good once, on that day."""

    id = serializers.UUIDField()
    person = serializers.UUIDField()
    local_date = serializers.DateField()
    digits = serializers.CharField()


class StandingCode(serializers.ModelSerializer):
    """A code without its digits."""

    class Meta:
        model = PickupCode
        fields = ("id", "person", "local_date", "issued_at", "used_at", "revoked_at")


class ConsentChange(serializers.Serializer):
    """Which agreement is given or taken back."""

    kind = serializers.ChoiceField(Consent.Kind.choices)
    given = serializers.BooleanField()


class AgreementSerializer(serializers.Serializer):
    """What one agreement is about, and whether it stands; `without` says what follows when it is taken back."""

    kind = serializers.CharField(source="text.kind")
    label = serializers.CharField(source="text.label")  # type: ignore[assignment]
    body = serializers.CharField(source="text.body")
    version = serializers.CharField(source="text.version")
    given = serializers.BooleanField(allow_null=True, source="consent.given", default=None)
    given_at = serializers.DateTimeField(allow_null=True, source="consent.occurred_at", default=None)
    at_station = serializers.BooleanField(help_text="Signed at the station only.")
    without = serializers.CharField()


class PublishedDishSerializer(serializers.Serializer):
    """A dish; `allergens` are keys of the registered list, `changed` compares with the edition before."""

    name = serializers.CharField()
    name_en = serializers.CharField()
    ingredients = serializers.CharField()
    allergens = serializers.ListField(child=serializers.CharField())
    allergen_labels = serializers.ListField(child=serializers.CharField())
    changed = serializers.BooleanField()


class PublishedMealSerializer(serializers.Serializer):
    """A meal of a day, and what the edition before had instead."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    dishes = PublishedDishSerializer(many=True)
    gone = serializers.ListField(child=serializers.CharField())


class PublishedDaySerializer(serializers.Serializer):
    """A day of the menu."""

    day = serializers.DateField()
    meals = PublishedMealSerializer(many=True)


class PublishedWeekSerializer(serializers.Serializer):
    """A week's menu as it was published; `number` 0 and no days where nothing was."""

    monday = serializers.DateField()
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="What changed, from the second edition on.")
    days = PublishedDaySerializer(many=True)


class NoticesSerializer(serializers.Serializer):
    """Of what the guardian is told."""

    arrivals = serializers.BooleanField()
    departures = serializers.BooleanField()
    texts = serializers.BooleanField(required=False, help_text="By text message too. Left out, it stays as it is.")


class OwnChildren(ScopedViewSet):
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

    def me(self, child: Child) -> Guardian:
        """The asker as the child's station knows them."""
        return queries.tie_to(self.request.access, child).guardian


class FamilyChildren(OwnChildren):
    """A child's day, the menu, absences, codes, agreements and data."""

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

    @extend_schema(parameters=[OpenApiParameter("day", dt.date)], responses=PublishedWeekSerializer)
    @action(detail=True, methods=["get"])
    def menu(self, request: Request, pk: str) -> Response:
        """The menu of the week of a day (today unless given), as the station published it last."""
        child = self.get_object()
        today = child.facility.today()
        day = serializers.DateField().run_validation(request.query_params.get("day") or today.isoformat())
        week = published_week(child.facility, day)
        nothing = {"monday": monday_of(day), "number": 0, "published_at": None, "reason": "", "days": []}
        return Response(PublishedWeekSerializer(week or nothing).data)

    @extend_schema(request=StayAwayInput, responses={200: StayAwayOutput, 201: StayAwayOutput})
    @action(detail=True, methods=["post"])
    def absences(self, request: Request, pk: str) -> Response:
        """Announce an absence; the same id again answers 200."""
        child, given = self.get_object(), valid(StayAwayInput, request)
        announced, new = announce_absence(child=child, announced_by=self.me(child), by=self.actor, **given)
        return created(StayAwayOutput(announced).data, new=new)

    @extend_schema(responses=StayAwayOutput(many=True))
    @absences.mapping.get
    def absences_ahead(self, request: Request, pk: str) -> Response:
        """What is announced from today on, by whichever guardian."""
        child = self.get_object()
        return Response(StayAwayOutput(queries.announced_of(child, child.facility.today()), many=True).data)

    @extend_schema(request=None, responses=StayAwayOutput)
    @action(detail=True, methods=["post"], url_path="absences/(?P<announced>[0-9a-f-]{36})/take-back")
    def absence_back(self, request: Request, pk: str, announced: str) -> Response:
        """The child comes after all."""
        rows = AbsenceAnnouncement.objects.select_related("facility").filter(child=self.get_object())
        standing = take_back_absence(announcement=get_object_or_404(rows, pk=announced), reason="-", by=self.actor)
        return Response(StayAwayOutput(standing).data)

    @extend_schema(request=CodeInput, responses={201: CodeOutput})
    @action(detail=True, methods=["post"], url_path="pickup-codes")
    def pickup_codes(self, request: Request, pk: str) -> Response:
        """A one-time code of today for somebody who may collect the child."""
        child, given = self.get_object(), valid(CodeInput, request)
        person = get_object_or_404(PickupPerson, pk=given["person"], child=child, barred=False)
        code, digits = issue_pickup_code(person=person, by=self.actor)
        told = {"id": code.pk, "person": person.pk, "local_date": code.local_date, "digits": digits}
        return Response(CodeOutput(told).data, status=201)

    @extend_schema(responses=StandingCode(many=True))
    @pickup_codes.mapping.get
    def standing_codes(self, request: Request, pk: str) -> Response:
        """The codes of today that still open the door; their digits were told once."""
        child = self.get_object()
        return Response(StandingCode(queries.codes_of(child, child.facility.today()), many=True).data)

    @extend_schema(request=None, responses=StandingCode)
    @action(detail=True, methods=["post"], url_path="pickup-codes/(?P<code>[0-9a-f-]{36})/take-back")
    def code_back(self, request: Request, pk: str, code: str) -> Response:
        """Take a code back before it is used."""
        standing = get_object_or_404(PickupCode, person__child=self.get_object(), pk=code)
        return Response(StandingCode(revoke_pickup_code(code=standing, by=self.actor)).data)

    @extend_schema(request=ConsentChange, responses={201: ConsentChange})
    @action(detail=True, methods=["post"])
    def consents(self, request: Request, pk: str) -> Response:
        """Give or take back an agreement."""
        child, given = self.get_object(), valid(ConsentChange, request)
        consent = actions.change_consent(id=uuid7(), child=child, guardian=self.me(child), by=self.actor, **given)
        return Response(ConsentChange(consent).data, status=201)

    @extend_schema(responses=AgreementSerializer(many=True))
    @consents.mapping.get
    def agreements(self, request: Request, pk: str) -> Response:
        """Each kind of agreement with its text, and what stands of it."""
        return Response(AgreementSerializer(queries.agreements_of(self.get_object()), many=True).data)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, methods=["get"])
    def data(self, request: Request, pk: str) -> Response:
        """All that is kept about the child, as in the copy's data.json; that it was read so is kept."""
        child = self.get_object()
        guardian = self.me(child)
        told = as_json(child, held_about(child, guardian))
        actions.note_copy(child=child, asked_by=guardian, by=self.actor)
        return Response(told)

    @extend_schema(responses=NoticesSerializer)
    @action(detail=False, methods=["get"])
    def notices(self, request: Request) -> Response:
        """Of what the asker is told, for all children."""
        return Response(NoticesSerializer(accounts.are_chosen(request.access.user)).data)

    @extend_schema(request=NoticesSerializer, responses=NoticesSerializer)
    @notices.mapping.put
    def choose_notices(self, request: Request) -> Response:
        """Choose of what to be told, for all children, and whether by text (other channels: reminder preference)."""
        user = request.access.user
        given = {"texts": accounts.reached_by_text(user), **valid(NoticesSerializer, request)}
        accounts.choose(user=user, by=self.actor, chosen=accounts.Chosen(**given))
        return Response(NoticesSerializer(given).data)


def valid(kind: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was sent, in the shape of `kind`; raises ValidationError otherwise."""
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
