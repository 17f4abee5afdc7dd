"""Hand-overs by the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import django_filters
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.backends import TokenWithGrants, sign_in_with
from ops.organization.roles import AT_STATION, READING, Role
from ops.records.api import AmendmentSerializer, ReadViewSet, created, refused
from ops.records.errors import DomainError
from ops.records.pagination import NewestFirst
from stations.attendance import actions, queries
from stations.attendance.models import Handover
from stations.attendance.rules import Arrival, Departure, Tap
from stations.enrolment.models import Relation

MOST_AT_ONCE = 200


class HandoverSerializer(serializers.ModelSerializer):
    """A hand-over as it stands."""

    late = serializers.BooleanField(source="entered_late", read_only=True)

    class Meta:
        model = Handover
        fields = (
            *("id", "facility", "child", "enrolment", "kind", "local_date", "sequence", "occurred_at", "recorded_at"),
            *("person", "person_name", "relation", "left_alone", "temperature", "observation", "measure"),
            *("feverish", "override_by"),
            *("override_reason", "code", "recorded_by", "clock_skew", "late", "undone", "voided_at", "version"),
        )


def shown(handover: Handover) -> dict[str, Any]:
    """The same as HandoverSerializer, without its cost: the answer to a tap at the door."""
    return {
        "id": handover.pk,
        "facility": handover.facility_id,
        "child": handover.child_id,
        "enrolment": handover.enrolment_id,
        "kind": str(handover.kind),
        "local_date": handover.local_date,
        "sequence": handover.sequence,
        "occurred_at": handover.occurred_at,
        "recorded_at": handover.recorded_at,
        "person": handover.person_id,
        "person_name": handover.person_name,
        "relation": handover.relation,
        "left_alone": handover.left_alone,
        "temperature": handover.temperature,
        "observation": handover.observation,
        "measure": handover.measure,
        "feverish": handover.feverish,
        "override_by": handover.override_by_id,
        "override_reason": handover.override_reason,
        "code": handover.code_id,
        "recorded_by": handover.recorded_by_id,
        "clock_skew": handover.clock_skew,
        "late": handover.entered_late,
        "undone": handover.undone,
        "voided_at": handover.voided_at,
        "version": handover.version,
    }


class HandoverInput(serializers.Serializer):
    """A tap at the door, under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    kind = serializers.ChoiceField(Handover.Kind.choices)
    occurred_at = serializers.DateTimeField(help_text="By the device's clock.")
    sent_at = serializers.DateTimeField(
        required=False, help_text="The device's clock at sending: a difference from ours is noted, never refused."
    )
    person = serializers.UUIDField(
        required=False, allow_null=True, help_text="The authorised person. At a drop-off, empty: nobody noted it."
    )
    left_alone = serializers.BooleanField(required=False)
    override_reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    person_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    relation = serializers.ChoiceField(Relation.choices, required=False, allow_blank=True)
    temperature = serializers.DecimalField(max_digits=3, decimal_places=1, required=False, allow_null=True)
    observation = serializers.CharField(max_length=100, required=False, allow_blank=True)
    measure = serializers.ChoiceField(
        Handover.Measure.choices,
        required=False,
        allow_blank=True,
        help_text="In epidemic mode, what was done about a fever.",
    )


def read_tap(data: Any) -> dict[str, Any]:
    """A HandoverInput as validated. A plain drop-off, by far the most, is read without building a serializer.

    Raises ValidationError as the serializer does.
    """
    try:
        if data["kind"] == "drop_off" and data.keys() <= _PLAIN:
            person = data.get("person")
            moment = dt.datetime.fromisoformat(data["occurred_at"])
            if moment.tzinfo is not None:
                return {
                    "id": UUID(data["id"]),
                    "child": UUID(data["child"]),
                    "kind": "drop_off",
                    "occurred_at": moment,
                    "person": UUID(person) if person else None,
                }
    except (KeyError, TypeError, ValueError, AttributeError):
        pass  # the serializer says what is wrong
    given = HandoverInput(data=data)
    given.is_valid(raise_exception=True)
    return given.validated_data


_PLAIN = frozenset({"id", "child", "kind", "occurred_at", "person"})


def tap_of(data: dict[str, Any], device_time: dt.datetime | None = None) -> Tap:
    """What was tapped, from a validated HandoverInput; `device_time` is the sending device's clock where it told."""
    common = {
        "id": data["id"],
        "child_id": data["child"],
        "occurred_at": data["occurred_at"],
        "person_id": data.get("person"),
        "observation": data.get("observation", ""),
        "clock_skew": skew_of(data.get("sent_at") or device_time),
    }
    if data["kind"] == Handover.Kind.DROP_OFF:
        return Arrival(temperature=data.get("temperature"), measure=data.get("measure", ""), **common)
    return Departure(
        left_alone=data.get("left_alone", False),
        override_reason=data.get("override_reason", ""),
        person_name=data.get("person_name", ""),
        relation=data.get("relation", ""),
        **common,
    )


def skew_of(sent_at: dt.datetime | None) -> int:
    """Seconds by which the server's clock is ahead of the device's; small ones are the line's and count as none."""
    if sent_at is None:
        return 0
    seconds = int((timezone.now() - sent_at).total_seconds())
    return seconds if abs(seconds) > 30 else 0


def device_time(request: Request) -> dt.datetime | None:
    """The device's clock at sending, from X-Device-Time (as the outbox of the pages sends it)."""
    sent = request.headers.get("X-Device-Time", "")
    try:
        moment = dt.datetime.fromisoformat(sent) if sent else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


class ReleaseInput(serializers.Serializer):
    """A release to somebody else, and the manager who confirms it where the asker is none."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    occurred_at = serializers.DateTimeField()
    person_name = serializers.CharField(max_length=40)
    relation = serializers.ChoiceField(Relation.choices, required=False, allow_blank=True)
    override_reason = serializers.CharField(max_length=200)
    manager_login = serializers.CharField(max_length=60, required=False, allow_blank=True)
    manager_password = serializers.CharField(max_length=128, required=False, allow_blank=True, write_only=True)


class HandoverAmendment(AmendmentSerializer):
    """What changes, and why."""

    occurred_at = serializers.DateTimeField(required=False)
    person = serializers.UUIDField(source="person_id", required=False, allow_null=True)
    observation = serializers.CharField(max_length=100, required=False, allow_blank=True)
    temperature = serializers.DecimalField(max_digits=3, decimal_places=1, required=False, allow_null=True)
    measure = serializers.ChoiceField(Handover.Measure.choices, required=False, allow_blank=True)


class UndoInput(serializers.Serializer):
    """When the person undid it, by the same device's clock."""

    at = serializers.DateTimeField(required=False)


class BatchInput(serializers.Serializer):
    """Many taps, in their order."""

    handovers = HandoverInput(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]


class OutcomeSerializer(serializers.Serializer):
    """What became of one tap: 201 new, 200 stood already, or the status and shape of a refusal."""

    id = serializers.UUIDField()
    status = serializers.IntegerField()
    handover = HandoverSerializer(required=False)
    error = serializers.DictField(required=False)


class OutcomesSerializer(serializers.Serializer):
    """A result for each tap, in the order sent."""

    results = OutcomeSerializer(many=True)


class HandoverFilter(django_filters.FilterSet):
    """Hand-overs by place, child, day and way."""

    standing = django_filters.BooleanFilter("voided_at", "isnull")

    class Meta:
        model = Handover
        fields = ("facility", "child", "local_date", "kind")


class Handovers(ReadViewSet):
    """Drop-offs and pick-ups: create once under a client id, amend with If-Match, undo, void."""

    queryset = Handover.objects.select_related("facility")
    serializer_class = HandoverSerializer
    filterset_class = HandoverFilter
    pagination_class = NewestFirst
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION
    # A queue stands at this door: the person and what they may do are read in one statement.
    authentication_classes = (TokenWithGrants, SessionAuthentication)

    @extend_schema(request=HandoverInput, responses={200: HandoverSerializer, 201: HandoverSerializer})
    def create(self, request: Request) -> Response:
        """Record one hand-over; the same id with the same content again answers 200."""
        tap = tap_of(read_tap(request.data), device_time(request))
        child_day = queries.day_of_child(tap.child_id, tap.occurred_at)
        if child_day is None or not request.access.may_at(child_day.place, *READING):
            raise Http404
        request.access.require(child_day.place, *AT_STATION)
        if isinstance(tap, Arrival):
            handover, new = actions.drop_off(arrival=tap, child_day=child_day, by=self.actor)
        else:
            handover, new = actions.pick_up(departure=tap, child_day=child_day, by=self.actor)
        return created(shown(handover), new=new)

    @extend_schema(request=ReleaseInput, responses={200: HandoverSerializer, 201: HandoverSerializer})
    @action(detail=False, methods=["post"])
    def release(self, request: Request) -> Response:
        """Release a child to somebody who is not authorised, by a manager or confirmed by one with their password."""
        given = ReleaseInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        login, password = data.pop("manager_login", ""), data.pop("manager_password", "")
        child_day = queries.day_of_child(data["child"], data["occurred_at"])
        if child_day is None or not request.access.may_at(child_day.place, *READING):
            raise Http404
        request.access.require(child_day.place, *AT_STATION)
        # Password hashing takes its time: only asked for where the asker is no manager.
        is_manager = request.access.may_at(child_day.place, Role.FACILITY_MANAGER)
        manager = None if is_manager or not login else sign_in_with(request._request, login, password)
        departure = replace(cast("Departure", tap_of({**data, "kind": "pick_up"})), released_by=manager)
        handover, new = actions.pick_up(departure=departure, child_day=child_day, by=self.actor)
        return created(shown(handover), new=new)

    @extend_schema(request=BatchInput, responses=OutcomesSerializer)
    @action(detail=False, methods=["post"])
    def batch(self, request: Request) -> Response:
        """Record many hand-overs, each with its own result: a whole board, or what was kept while offline."""
        given = BatchInput(data=request.data)
        given.is_valid(raise_exception=True)
        clock = device_time(request)
        taps = [tap_of(data, clock) for data in given.validated_data["handovers"]]
        outcomes = actions.hand_over_many(taps=taps, by=self.actor, access=request.access)
        return Response({"results": [_result(outcome) for outcome in outcomes]})

    @extend_schema(request=HandoverAmendment, responses=HandoverSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct time, person or observation; needs If-Match."""
        given = HandoverAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        handover = actions.amend_handover(
            handover=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(shown(handover))

    @extend_schema(request=UndoInput, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take back one's own tap within two minutes."""
        given = UndoInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(shown(actions.undo(handover=self.get_object(), by=self.actor, **given.validated_data)))

    @extend_schema(request=AmendmentSerializer, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw a wrong hand-over with a reason; needs If-Match."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        handover = actions.void_handover(
            handover=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(shown(handover))


def _result(outcome: actions.Outcome) -> dict[str, Any]:
    if outcome.handover is not None:
        return {"id": outcome.id, "status": 201 if outcome.new else 200, "handover": shown(outcome.handover)}
    return {"id": outcome.id, **refused(outcome.error or DomainError())}
