"""Rooms and suspension orders by the API."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion
from ops.organization.roles import MANAGING, READING, Role
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.errors import NotAllowed
from rooms.opening import actions, queries
from rooms.opening.models import Room, SuspensionOrder

ORDERING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
FIELDS = ("location", "managing_body", "audience", "edition", "area", "places", "wayfinding", "wayfinding_en")


class RoomSerializer(serializers.ModelSerializer):
    """A mother room: what 附件2 asks beyond what every facility has."""

    name = serializers.CharField(source="facility.name", read_only=True)
    code = serializers.CharField(source="facility.code", read_only=True)

    class Meta:
        model = Room
        fields = ("id", "facility", "name", "code", *FIELDS, "furnishing", "version")
        read_only_fields = ("id", "name", "code", "version")


class RoomTarget(serializers.Serializer):
    """Which facility is described."""

    facility = serializers.UUIDField()


class RoomChange(AmendmentSerializer):
    """What changes, and why."""

    location = serializers.ChoiceField(Room.Location.choices, required=False)
    managing_body = serializers.ChoiceField(Room.ManagingBody.choices, required=False)
    audience = serializers.ChoiceField(Room.Audience.choices, required=False)
    edition = serializers.ChoiceField(Room.Edition.choices, required=False)
    area = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0, required=False, allow_null=True)
    places = serializers.IntegerField(min_value=1, max_value=50, required=False)
    wayfinding = serializers.CharField(max_length=100, allow_blank=True, required=False)
    wayfinding_en = serializers.CharField(max_length=150, allow_blank=True, required=False)
    furnishing = serializers.ListField(child=serializers.CharField(), required=False)


class PinInput(serializers.Serializer):
    """The new PIN; empty ends the way in by PIN."""

    pin = serializers.CharField(allow_blank=True, max_length=8)


class Rooms(ReadViewSet):
    """Mother rooms."""

    queryset = Room.objects.select_related("facility")
    serializer_class = RoomSerializer
    filterset_fields = ("facility", "location", "managing_body", "audience", "edition")
    roles = READING
    write_roles = MANAGING

    @extend_schema(request=RoomSerializer, responses={201: RoomSerializer})
    def create(self, request: Request) -> Response:
        """Describe a facility of kind `room`."""
        target = RoomTarget(data=request.data)
        target.is_valid(raise_exception=True)
        facility = facility_of(request, target.validated_data["facility"], *MANAGING)
        given = RoomSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        room = actions.add_room(by=self.actor, **{**given.validated_data, "facility": facility})
        return created(RoomSerializer(room).data, new=True)

    @extend_schema(request=RoomChange, responses=RoomSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is known of a room; needs If-Match."""
        room = self._managed(request)
        given = RoomChange(data=request.data)
        given.is_valid(raise_exception=True)
        room = actions.change_room(room=room, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(RoomSerializer(room).data)

    @extend_schema(request=PinInput, responses={204: None})
    @action(detail=True, methods=["post"], url_path="pin")
    def pin(self, request: Request, pk: str) -> Response:
        """Set the cleaners' PIN."""
        room = self._managed(request, Role.ROOM_MANAGER)
        given = PinInput(data=request.data)
        given.is_valid(raise_exception=True)
        actions.set_pin(room=room, by=self.actor, **given.validated_data)
        return Response(status=204)

    def get_permissions(self) -> Any:
        """A room's own manager sets its PIN."""
        if self.action == "pin":
            self.write_roles = (*MANAGING, Role.ROOM_MANAGER)  # type: ignore[assignment]
        return super().get_permissions()

    def _managed(self, request: Request, *more: str) -> Room:
        room = self.get_object()
        request.access.require(room.facility, *MANAGING, *more)
        return room


class SuspensionOrderSerializer(serializers.ModelSerializer):
    """An order for one room, or for every room below a union."""

    class Meta:
        model = SuspensionOrder
        fields = (
            *("id", "facility", "union", "mode", "cause", "document_no", "note"),
            *("first_day", "last_day", "lifted_at", "version"),
        )


class SuspensionOrderInput(serializers.Serializer):
    """An order: for a union, or for the room of a facility."""

    id = serializers.UUIDField()
    union = serializers.UUIDField(required=False, allow_null=True)
    facility = serializers.UUIDField(required=False, allow_null=True)
    mode = serializers.ChoiceField(SuspensionOrder.Mode.choices)
    cause = serializers.ChoiceField(SuspensionOrder._meta.get_field("cause").choices or (), required=False)
    document_no = serializers.CharField(max_length=60, required=False, allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    first_day = serializers.DateField()
    last_day = serializers.DateField(required=False, allow_null=True, default=None)


class SuspensionOrders(ReadViewSet):
    """Orders that suspend rooms: issue under a client id, read, lift with If-Match."""

    queryset = SuspensionOrder.objects.all()
    serializer_class = SuspensionOrderSerializer
    filterset_fields = ("mode", "union", "facility")
    roles = READING
    write_roles = ORDERING

    def get_queryset(self) -> Any:
        """Orders for one's rooms, one's unions, and from above."""
        if getattr(self, "swagger_fake_view", False):
            return SuspensionOrder.objects.none()
        return queries.orders_visible(self.request.access)

    @extend_schema(request=SuspensionOrderInput, responses={200: SuspensionOrderSerializer})
    def create(self, request: Request) -> Response:
        """Issue an order; the same id with the same content again answers 200."""
        given = SuspensionOrderInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        data |= order_target(request, data.pop("union", None), data.pop("facility", None))
        is_new = not SuspensionOrder.objects.filter(pk=data["id"]).exists()
        order = actions.order_suspension(by=self.actor, **data)
        return created(SuspensionOrderSerializer(order).data, new=is_new)

    @extend_schema(request=AmendmentSerializer, responses=SuspensionOrderSerializer)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """End an order now; needs If-Match and a reason."""
        order = self.get_object()
        require_ordering(request.access, order)
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        order = actions.lift(order=order, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(SuspensionOrderSerializer(order).data)


def order_target(request: Any, union: Any, facility: Any) -> dict[str, Any]:
    """What is to be suspended: a union of the asker's (else 404) or one of their rooms (else 404, 403)."""
    target: dict[str, Any] = {}
    if union:
        target["union"] = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=union)
        if not any(target["union"].path.startswith(path) for path in request.access.union_paths(*ORDERING)):
            raise NotAllowed()
    if facility:
        found = get_object_or_404(Facility.objects.select_related("union").visible_to(request.access), pk=facility)
        request.access.require(found, *ORDERING)
        target["room"] = get_object_or_404(Room.objects.select_related("facility__union"), facility=found)
    return target


def require_ordering(access: Any, order: SuspensionOrder) -> None:
    """Raise NotAllowed unless the reader could have issued the order: nobody lifts what comes from above."""
    if order.facility is not None:
        access.require(order.facility, *ORDERING)
    elif not any(order.union.path.startswith(path) for path in access.union_paths(*ORDERING)):  # type: ignore[union-attr]
        raise NotAllowed()
