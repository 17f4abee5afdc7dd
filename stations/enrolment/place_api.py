"""Places in terms and the waiting list, by the API."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.organization.roles import AT_STATION, Role
from ops.records.api import AmendmentSerializer, HasRole, ReadViewSet, created
from stations.enrolment import places
from stations.enrolment.api import PlaceSerializer
from stations.enrolment.models import Child, Enrolment
from stations.enrolment.waiting import queue_of, steps_of
from stations.terms.models import Group, Term


class OptionalReason(serializers.Serializer):
    """Why, where there is something to say."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class StepSerializer(serializers.Serializer):
    """A place came into a state."""

    at = serializers.DateTimeField()
    state = serializers.CharField()
    who = serializers.CharField(help_text="Empty where it went by itself.")
    reason = serializers.CharField()


class EnrolmentInput(serializers.Serializer):
    """A place for a child that is registered."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    term = serializers.UUIDField()
    group = serializers.UUIDField(required=False)
    from_day = serializers.DateField(required=False, allow_null=True)


class Enrolments(ReadViewSet):
    """Places in terms: enrol, admit from the waiting list, give up."""

    queryset = Enrolment.objects.select_related("facility")
    serializer_class = PlaceSerializer
    filterset_fields = ("facility", "term", "child", "group", "state")
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=EnrolmentInput, responses={200: PlaceSerializer, 201: PlaceSerializer})
    def create(self, request: Request) -> Response:
        """Give a place, or the last place on the waiting list when the term is full."""
        given = EnrolmentInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        child = get_object_or_404(Child.objects.visible_to(request.access, AT_STATION), pk=data.pop("child"))
        term = get_object_or_404(Term, pk=data.pop("term"), facility=child.facility_id)
        group = get_object_or_404(Group, pk=data.pop("group"), term=term) if "group" in data else None
        is_new = not Enrolment.objects.filter(pk=data["id"]).exists()
        place = places.enrol(child=child, term=term, group=group, by=self.actor, **data)
        return created(PlaceSerializer(place).data, new=is_new)

    @extend_schema(request=OptionalReason, responses=PlaceSerializer)
    @action(detail=True, methods=["post"])
    def admit(self, request: Request, pk: str) -> Response:
        """Admit a child who applied or waits (facility manager); out of turn with the reason. Needs If-Match."""
        return self._moved(places.admit, OptionalReason, Role.FACILITY_MANAGER)

    @extend_schema(request=OptionalReason, responses=PlaceSerializer)
    @action(detail=True, methods=["post"], url_path="waiting-list")
    def waiting_list(self, request: Request, pk: str) -> Response:
        """Take an application onto the waiting list; needs If-Match."""
        return self._moved(places.put_on_list, OptionalReason)

    @extend_schema(request=AmendmentSerializer, responses=PlaceSerializer)
    @action(detail=True, methods=["post"], url_path="put-back")
    def put_back(self, request: Request, pk: str) -> Response:
        """Back onto the waiting list (facility manager), with the reason; needs If-Match."""
        return self._moved(places.put_back, AmendmentSerializer, Role.FACILITY_MANAGER)

    @extend_schema(request=AmendmentSerializer, responses=PlaceSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Do not admit a child who applied or waits (facility manager), with the reason; needs If-Match."""
        return self._moved(places.refuse, AmendmentSerializer, Role.FACILITY_MANAGER)

    @extend_schema(request=AmendmentSerializer, responses=PlaceSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Give up a place, with the reason; needs If-Match."""
        return self._moved(places.withdraw, AmendmentSerializer)

    @extend_schema(responses=StepSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_fields=())
    def steps(self, request: Request, pk: str) -> Response:
        """How the place came to its state, oldest step first, each with who, when and why."""
        place = self.get_object()
        return Response(StepSerializer(steps_of([place.pk]).get(place.pk, []), many=True).data)

    def _moved(self, move: Any, body: type[serializers.Serializer], *roles: str) -> Response:
        place = self.get_object()
        if roles:
            self.request.access.require(place.facility, *roles)
        given = body(data=self.request.data)
        given.is_valid(raise_exception=True)
        place = move(enrolment=place, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(PlaceSerializer(place).data)


class WaiterSerializer(serializers.ModelSerializer):
    """A place applied or waited for, with its number in the order; `offered` once a place is free for it."""

    number = serializers.IntegerField()
    offered = serializers.BooleanField()
    child_name = serializers.CharField(source="child.name")

    class Meta:
        model = Enrolment
        fields = ("number", "offered", "id", "child", "child_name", "state", "applied_at", "version")


class WaitingListSerializer(serializers.Serializer):
    """A term's waiting list: the rule of its order in words, places free, and who waits."""

    term = serializers.UUIDField(source="pk")
    rule = serializers.CharField(source="waiting_rule")
    rule_in_words = serializers.CharField(source="get_waiting_rule_display")
    filling = serializers.CharField()
    free = serializers.IntegerField()
    waiting = WaiterSerializer(many=True)


class WaitingListView(APIView):
    """The waiting list of a term, for those who work at its station."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(responses=WaitingListSerializer)
    def get(self, request: Request, pk: str) -> Response:
        """Applications and those who wait, in the order of the term's rule."""
        term = get_object_or_404(Term.objects.visible_to(request.access, AT_STATION), pk=pk)
        term.waiting = queue_of(term)  # type: ignore[attr-defined]
        return Response(WaitingListSerializer(term).data)
