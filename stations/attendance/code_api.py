"""One-time pick-up codes by the API: issue, look whom one stands for, redeem, revoke."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.api import ReadViewSet
from ops.records.errors import RuleBroken
from ops.records.pagination import CursorPagination
from stations.attendance import codes
from stations.attendance.api import HandoverSerializer, shown, skew_of
from stations.attendance.models import Handover, PickupCode
from stations.enrolment.models import PickupPerson


class CodeSerializer(serializers.ModelSerializer):
    """A code as it stands; its digits are kept nowhere."""

    class Meta:
        model = PickupCode
        fields = (
            "id",
            "facility",
            "person",
            "local_date",
            "issued_at",
            "issued_by",
            "used_at",
            "revoked_at",
            "version",
        )


class IssuedSerializer(CodeSerializer):
    """The answer to whoever asked for it: the only time that the digits are told."""

    digits = serializers.CharField(read_only=True)

    class Meta(CodeSerializer.Meta):
        fields = (*CodeSerializer.Meta.fields, "digits")  # type: ignore[assignment]


class IssueInput(serializers.Serializer):
    """For whom, and for which day."""

    person = serializers.UUIDField(help_text="An authorised pick-up person.")
    day = serializers.DateField(required=False, help_text="The station's today, unless given; at most a week ahead.")


class LookInput(serializers.Serializer):
    """A code as shown at a station's door."""

    facility = serializers.UUIDField()
    code = serializers.CharField(max_length=20, help_text="Six digits; spaces do not matter.")


class RedeemedChild(serializers.Serializer):
    """A child to be brought or collected, and the id of the hand-over to be made."""

    child = serializers.UUIDField()
    id = serializers.UUIDField()


class RedeemInput(LookInput):
    """What is done by a code."""

    kind = serializers.ChoiceField(Handover.Kind.choices)
    handovers = RedeemedChild(many=True, allow_empty=False)
    occurred_at = serializers.DateTimeField(required=False, help_text="By the device's clock; now, unless given.")
    sent_at = serializers.DateTimeField(required=False, help_text="The device's clock at sending.")


class PartyChild(serializers.Serializer):
    """A child of the code's party."""

    child = serializers.UUIDField(source="child_id")
    name = serializers.CharField(source="child.name")
    person = serializers.UUIDField(source="pk")
    relation = serializers.CharField()


class PartySerializer(serializers.Serializer):
    """Whom a code stands for."""

    code = serializers.UUIDField(source="code.pk")
    name = serializers.CharField(source="person.name")
    photo = serializers.UUIDField(source="person.photo_id", allow_null=True)
    kind = serializers.ChoiceField(Handover.Kind.choices, help_text="What it is for now.")
    children = PartyChild(many=True, source="present")


class RedeemedSerializer(serializers.Serializer):
    """The hand-overs that a code made."""

    handovers = HandoverSerializer(many=True)


class ByTime(CursorPagination):
    """The newest first."""

    ordering = ("-issued_at", "-id")


class PickupCodes(ReadViewSet):
    """One-time codes of pick-up persons."""

    queryset = PickupCode.objects.select_related("facility")
    serializer_class = CodeSerializer
    filterset_fields = ("facility", "person", "local_date")
    pagination_class = ByTime
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=IssueInput, responses={201: IssuedSerializer})
    def create(self, request: Request) -> Response:
        """Issue a code; an earlier one of the same person and day is revoked. The digits are told only here."""
        given = IssueInput(data=request.data)
        given.is_valid(raise_exception=True)
        persons = PickupPerson.objects.visible_to(request.access, AT_STATION).select_related("facility").defer("phone")
        person = get_object_or_404(persons, pk=given.validated_data["person"])
        code, digits = codes.issue_pickup_code(person=person, by=self.actor, day=given.validated_data.get("day"))
        return Response({**CodeSerializer(code).data, "digits": digits}, status=201)

    @extend_schema(request=LookInput, responses=PartySerializer)
    @action(detail=False, methods=["post"])
    def look(self, request: Request) -> Response:
        """Whom a code of today stands for; nothing is used up. Many wrong codes answer 429."""
        given = LookInput(data=request.data)
        given.is_valid(raise_exception=True)
        facility = facility_of(request, given.validated_data["facility"], *AT_STATION)
        party = codes.party_of(facility=facility, code=given.validated_data["code"], device=_device(request))
        return Response(
            PartySerializer(
                {"code": party.code, "person": party.person, "kind": party.kind, "present": party.children(party.kind)}
            ).data
        )

    @extend_schema(request=RedeemInput, responses=RedeemedSerializer)
    @action(detail=False, methods=["post"])
    def redeem(self, request: Request) -> Response:
        """Bring or collect children by a code, which is used up; the same request again answers the same."""
        given = RedeemInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        ids = {one["child"]: one["id"] for one in data["handovers"]}
        if len(set(ids.values())) < len(data["handovers"]):
            raise RuleBroken("handovers", "Each child once, each with an id of its own.")
        records = codes.redeem(
            facility=facility_of(request, data["facility"], *AT_STATION),
            code=data["code"],
            kind=data["kind"],
            ids=ids,
            by=self.actor,
            device=_device(request),
            occurred_at=data.get("occurred_at"),
            clock_skew=skew_of(data.get("sent_at")),
        )
        return Response({"handovers": [shown(record) for record in records]})

    @extend_schema(request=None, responses=CodeSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Take a code back; one that was used stays used."""
        return Response(CodeSerializer(codes.revoke_pickup_code(code=self.get_object(), by=self.actor)).data)


def _device(request: Request) -> str:
    return f"user:{request.user.pk}"
