"""Uses of rooms, feedback, and the scan at the door by the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.organization.roles import AT_ROOM, READING
from ops.organization.throttle import require_moderation
from ops.records.api import ReadViewSet, created
from ops.records.pagination import NewestFirst
from rooms.opening.models import Room
from rooms.opening.queries import room_by_code
from rooms.visits import actions, queries
from rooms.visits.models import Feedback, Visit


class VisitSerializer(serializers.ModelSerializer):
    """One use of a room; nothing about the person."""

    class Meta:
        model = Visit
        fields = ("facility", "occurred_at", "left_at", "minutes", "ending", "voided_at")


class VisitFilter(django_filters.FilterSet):
    """Uses by room and time."""

    occurred_after = django_filters.IsoDateTimeFilter("occurred_at", "gte")
    occurred_before = django_filters.IsoDateTimeFilter("occurred_at", "lt")

    class Meta:
        model = Visit
        fields = ("facility",)


class Visits(ReadViewSet):
    """The register of uses. Without ids: an id is the key by which a user ends her visit."""

    queryset = Visit.objects.all()
    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    pagination_class = NewestFirst
    roles = READING
    http_method_names = ("get", "head", "options")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """There is no single visit to look at."""
        raise Http404


class FeedbackSerializer(serializers.ModelSerializer):
    """What a user said of a room."""

    class Meta:
        model = Feedback
        fields = ("id", "facility", "kind", "occurred_at", "handled_at", "handled_by", "handling", "version")


class HandlingInput(serializers.Serializer):
    """What was done about it."""

    handling = serializers.CharField(max_length=200)


class FeedbackFilter(django_filters.FilterSet):
    """Feedback by room, kind, and whether it waits."""

    open = django_filters.BooleanFilter("handled_at", "isnull")

    class Meta:
        model = Feedback
        fields = ("facility", "kind")


class FeedbackViews(ReadViewSet):
    """What users said of rooms."""

    queryset = Feedback.objects.select_related("facility")
    serializer_class = FeedbackSerializer
    filterset_class = FeedbackFilter
    pagination_class = NewestFirst
    roles = READING
    write_roles = AT_ROOM

    @extend_schema(request=HandlingInput, responses=FeedbackSerializer)
    @action(detail=True, methods=["post"])
    def handle(self, request: Request, pk: str) -> Response:
        """Say what was done about it; needs If-Match."""
        feedback = self.get_object()
        request.access.require(feedback.facility, *AT_ROOM)
        given = HandlingInput(data=request.data)
        given.is_valid(raise_exception=True)
        feedback = actions.handle(
            feedback=feedback, version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(FeedbackSerializer(feedback).data)


class DoorInput(serializers.Serializer):
    """What somebody at the door does, under an id that their device chose and keeps to itself."""

    id = serializers.UUIDField()


class DoorFeedbackInput(DoorInput):
    """What is wrong."""

    kind = serializers.ChoiceField(Feedback.Kind.choices)


class DoorView(APIView):
    """Open to everyone who has the code of the door; nothing personal is asked or kept."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    def room(self, code: str) -> Room:
        """The room of the code, else 404."""
        room = room_by_code(code)
        if room is None:
            raise Http404
        return room


class Door(DoorView):
    """How the room stands now."""

    @extend_schema(responses={200: dict})
    def get(self, request: Request, code: str) -> Response:
        """State, hours, furnishing, last cleaning."""
        seen = queries.at_the_door(self.room(code), None)
        facility = seen.room.facility
        return Response(
            {
                "name": facility.name,
                "name_en": facility.name_en,
                "state": seen.face,
                "until": seen.opening.until,
                "next_opening": seen.opening.next_opening,
                "audience": seen.room.audience,
                "furnishing": seen.room.furnishing,
                "cleaned_at": seen.cleaned.occurred_at if seen.cleaned else None,
                "emergency_phone": facility.emergency_phone,
            }
        )


class DoorVisits(DoorView):
    """Begin a use."""

    @extend_schema(request=DoorInput, responses={201: VisitSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Begin; the same id again answers 200. 409 when every place is taken."""
        require_moderation(request, f"enter:{code}", most=20, seconds=600)
        room = self.room(code)
        given = DoorInput(data=request.data)
        given.is_valid(raise_exception=True)
        visit_id = given.validated_data["id"]
        standing = Visit.objects.filter(pk=visit_id).first()
        at = standing.occurred_at if standing else timezone.now()
        visit = actions.enter(id=visit_id, room=room, occurred_at=at, by=actions.a_user())
        return created(VisitSerializer(visit).data, new=standing is None)


class DoorLeaving(DoorView):
    """End a use."""

    @extend_schema(request=None, responses={200: VisitSerializer})
    def post(self, request: Request, code: str, pk: Any) -> Response:
        """End it; ending it again changes nothing."""
        require_moderation(request, f"leave:{code}", most=40, seconds=600)
        visit = get_object_or_404(Visit, pk=pk, facility=self.room(code).facility_id)
        visit = actions.leave(visit=visit, occurred_at=timezone.now(), by=actions.a_user())
        return Response(VisitSerializer(visit).data)


class DoorFeedback(DoorView):
    """Say what is wrong."""

    @extend_schema(request=DoorFeedbackInput, responses={201: None})
    def post(self, request: Request, code: str) -> Response:
        """Record it."""
        require_moderation(request, f"feedback:{code}", most=10, seconds=600)
        room = self.room(code)
        given = DoorFeedbackInput(data=request.data)
        given.is_valid(raise_exception=True)
        actions.report(room=room, occurred_at=timezone.now(), by=actions.a_user(), **given.validated_data)
        return Response(status=201)
