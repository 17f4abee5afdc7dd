"""How a person is reminded, and addresses of persons and unions' groups, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.records.api import HasRole, ReadViewSet
from ops.records.errors import NotAllowed
from ops.reminders import choices, queries
from ops.reminders.addresses import host_of
from ops.reminders.keys import public_key
from ops.reminders.models import ADDRESSED, BESIDE_APP, Channel, ContactPoint, Preference


class PreferenceSerializer(serializers.Serializer):
    """By which channels beside the app, and when. Times are on the clock of the facility a reminder is about."""

    ordinary = serializers.ListField(
        child=serializers.ChoiceField(BESIDE_APP), help_text="May be empty: then in the app alone."
    )
    urgent = serializers.ListField(
        child=serializers.ChoiceField(BESIDE_APP), help_text="At least one, where the person can be reached at all."
    )
    digest_at = serializers.TimeField(allow_null=True, default=None, help_text="One message a day at this time.")
    quiet_from = serializers.TimeField(allow_null=True, default=None)
    quiet_until = serializers.TimeField(allow_null=True, default=None, help_text="Both or neither.")


class PreferenceOutput(PreferenceSerializer):
    """The choice, what may be chosen, and the key with which a browser subscribes to push."""

    available = serializers.ListField(child=serializers.ChoiceField(BESIDE_APP))
    push_key = serializers.CharField(help_text="VAPID public key, base64url.")


class TestOutput(serializers.Serializer):
    """What came of a test."""

    took = serializers.BooleanField(help_text="Whether the host took it.")
    error = serializers.CharField(allow_blank=True, help_text="Else its words.")


class PreferenceView(APIView):
    """The asker's own choice."""

    permission_classes = (HasRole,)
    roles = tuple(Role)

    @extend_schema(operation_id="reminder_preference", responses=PreferenceOutput)
    def get(self, request: Request) -> Response:
        """How the asker is reminded."""
        return Response(_preference(request, choices.preference_of(request.access.user)))

    @extend_schema(operation_id="reminder_preference_choose", request=PreferenceSerializer, responses=PreferenceOutput)
    def put(self, request: Request) -> Response:
        """Choose anew."""
        sent = PreferenceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        wish = choices.choose(user=request.access.user, by=Actor.of(request), **sent.validated_data)
        return Response(_preference(request, wish))


class AccountTest(APIView):
    """A test to the account's own e-mail address or phone."""

    permission_classes = (HasRole,)
    roles = tuple(Role)

    class AccountTestInput(serializers.Serializer):
        """Which of the two."""

        channel = serializers.ChoiceField([(one.value, one.label) for one in (Channel.EMAIL, Channel.SMS)])

    @extend_schema(operation_id="reminder_preference_test", request=AccountTestInput, responses=TestOutput)
    def post(self, request: Request) -> Response:
        """Send it; 429 beyond what a person needs."""
        sent = self.AccountTestInput(data=request.data)
        sent.is_valid(raise_exception=True)
        tested = choices.try_account(user=request.access.user, by=Actor.of(request), **sent.validated_data)
        return Response(TestOutput(tested).data)


def _preference(request: Request, wish: Preference) -> dict[str, Any]:
    shown = PreferenceSerializer(wish).data
    return {**shown, "available": choices.available(request.access.user), "push_key": public_key()}


class ContactPointOutput(serializers.ModelSerializer):
    """An address without its secret: of it only the host is told."""

    host = serializers.SerializerMethodField()

    class Meta:
        model = ContactPoint
        fields = (
            *("id", "version", "channel", "label", "union", "host", "urgent_only"),
            *("verified_at", "tested_at", "test_error"),
        )

    def get_host(self, row: ContactPoint) -> str:
        """Where it leads."""
        return host_of(row.address) if row.address else ""


class ContactPointInput(serializers.Serializer):
    """A new address of the asker, or with `union` of a union's group. `secret` is DingTalk's, or a webhook's token."""

    channel = serializers.ChoiceField(ADDRESSED)
    union = serializers.UUIDField(required=False, allow_null=True, default=None)
    label = serializers.CharField(  # type: ignore[assignment]  # our word, not the field's property
        max_length=60, required=False, allow_blank=True, default=""
    )
    url = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="", write_only=True)
    secret = serializers.CharField(max_length=200, required=False, allow_blank=True, default="", write_only=True)
    subscription = serializers.JSONField(
        required=False, default=None, write_only=True, help_text="For push: what the browser's PushManager gave."
    )
    urgent_only = serializers.BooleanField(default=False, help_text="For a group.")


class ContactPoints(ReadViewSet):
    """The asker's own addresses and, for who oversees, those of unions' groups. Used once a test has arrived."""

    queryset = ContactPoint.objects.all()
    serializer_class = ContactPointOutput
    roles = tuple(Role)
    filterset_fields = ("channel", "union")

    def get_queryset(self) -> Any:
        """One's own, and those of the unions in the subtree."""
        if getattr(self, "swagger_fake_view", False):
            return ContactPoint.objects.none()
        return queries.visible_points(self.request.access)

    @extend_schema(request=ContactPointInput, responses={201: ContactPointOutput})
    def create(self, request: Request) -> Response:
        """Add an address; send a test before it is used."""
        sent = ContactPointInput(data=request.data)
        sent.is_valid(raise_exception=True)
        fields = dict(sent.validated_data)
        union = self._union(fields.pop("union"))
        point = choices.add_point(user=None if union else request.access.user, union=union, by=self.actor, **fields)
        return Response(ContactPointOutput(point).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it away: nothing is sent there any more. It stays in history."""
        choices.take_away(point=self._changeable(), by=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=TestOutput)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Send a test there; the first that arrives opens the address. 429 beyond what a person needs."""
        return Response(TestOutput(choices.try_point(point=self._changeable(), by=self.actor)).data)

    def _union(self, pk: Any) -> TradeUnion | None:
        if pk is None:
            return None
        access = self.request.access
        union = get_object_or_404(TradeUnion.objects.visible_to(access), pk=pk)
        if not access.may_at_union(union, *queries.SETTING):
            raise NotAllowed()
        return union

    def _changeable(self) -> ContactPoint:
        point = self.get_object()
        if not queries.may_change(self.request.access, point):
            raise NotAllowed()
        return point
