"""The kitchen's count by the API."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.api import HasRole, created
from stations.meals import kitchen, kitchen_link
from stations.meals.api import AtStation
from stations.meals.kitchen_views import address_of
from stations.meals.models import KitchenLink, KitchenOrder, MealKind


class KitchenGroupSerializer(serializers.Serializer):
    """A group with who is here and who is still expected."""

    name = serializers.CharField()
    name_en = serializers.CharField()
    here = serializers.IntegerField()
    coming = serializers.IntegerField()


class KitchenSpecialSerializer(serializers.Serializer):
    """A child whose portion differs: first name, group, keys of what must not be in it, or the word on the tile."""

    child = serializers.UUIDField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    group = serializers.CharField()
    group_en = serializers.CharField()
    without = serializers.ListField(child=serializers.CharField())
    word = serializers.CharField()
    dishes = serializers.ListField(child=serializers.CharField())


class KitchenOrderSerializer(serializers.ModelSerializer):
    """What the kitchen was told."""

    groups = KitchenGroupSerializer(many=True)
    specials = KitchenSpecialSerializer(many=True)

    class Meta:
        model = KitchenOrder
        fields = (
            *("id", "facility", "kind", "local_date", "children", "staff", "extra", "total", "groups", "specials"),
            *("note", "occurred_at", "recorded_at", "sent_by", "seen_at", "voided_at", "version"),
        )


class KitchenOrderInput(serializers.Serializer):
    """A count to send: children, groups and diets are read from attendance by the server."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(MealKind.choices)
    occurred_at = serializers.DateTimeField(required=False)
    staff = serializers.IntegerField(min_value=0, max_value=200, default=0)
    extra = serializers.IntegerField(min_value=0, max_value=200, default=0)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class KitchenOrders(AtStation):
    """Counts sent to the kitchen, the newest first."""

    queryset = KitchenOrder.objects.select_related("facility")
    serializer_class = KitchenOrderSerializer
    filterset_fields = ("facility", "local_date", "kind")

    @extend_schema(request=KitchenOrderInput, responses={200: KitchenOrderSerializer, 201: KitchenOrderSerializer})
    def create(self, request: Request) -> Response:
        """Send the count of a meal as attendance says now; the same id again answers 200 with what was sent."""
        given = KitchenOrderInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        standing = KitchenOrder.objects.filter(pk=data["id"]).first()
        data.setdefault("occurred_at", standing.occurred_at if standing else timezone.now())
        order, new = kitchen.send_to_kitchen(facility=facility, by=self.actor, **data)
        return created(KitchenOrderSerializer(order).data, new=new)

    @extend_schema(request=None, responses=KitchenOrderSerializer)
    @action(detail=True, methods=["post"])
    def seen(self, request: Request, pk: str) -> Response:
        """The kitchen has read it."""
        return Response(KitchenOrderSerializer(kitchen.mark_seen(order=self.get_object(), by=self.actor)).data)


class KitchenLinkSerializer(serializers.ModelSerializer):
    """A link for the kitchen's phone; `url` is empty once it opens nothing any more."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = KitchenLink
        fields = ("id", "facility", "url", "until", "occurred_at", "made_by", "opened_at", "voided_at", "version")

    def get_url(self, link: KitchenLink) -> str:
        """The whole address."""
        stands = link.voided_at is None and link.until > timezone.now()
        return address_of(self.context["request"], link) if stands else ""


class KitchenLinkInput(serializers.Serializer):
    """For which station."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()


class KitchenLinks(AtStation):
    """Links for the kitchen's phone, the newest first: good for some hours, withdrawn at once."""

    queryset = KitchenLink.objects.select_related("facility")
    serializer_class = KitchenLinkSerializer
    filterset_fields = ("facility",)

    @extend_schema(request=KitchenLinkInput, responses={200: KitchenLinkSerializer, 201: KitchenLinkSerializer})
    def create(self, request: Request) -> Response:
        """Make a link, which ends the one before; the same id again answers 200."""
        given = KitchenLinkInput(data=request.data)
        given.is_valid(raise_exception=True)
        facility = facility_of(request, given.validated_data["facility"], *AT_STATION)
        link, new = kitchen_link.make_link(id=given.validated_data["id"], facility=facility, by=self.actor)
        return created(self.get_serializer(link).data, new=new)

    @extend_schema(request=None, responses=KitchenLinkSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It opens nothing any more."""
        link = kitchen_link.withdraw_link(link=self.get_object(), by=self.actor)
        return Response(self.get_serializer(link).data)


class KitchenCountSerializer(serializers.Serializer):
    """The portions of a meal as attendance says now, and how they differ from what the kitchen was told."""

    facility = serializers.UUIDField(source="facility.pk")
    day = serializers.DateField()
    kind = serializers.CharField()
    here = serializers.IntegerField()
    coming = serializers.IntegerField()
    groups = KitchenGroupSerializer(many=True)
    specials = KitchenSpecialSerializer(many=True)
    sent = KitchenOrderSerializer(source="order", allow_null=True)
    more = serializers.IntegerField(help_text="Children more than the kitchen was told; negative for fewer.")
    differs = serializers.BooleanField()


class KitchenCount(APIView):
    """Who eats now."""

    permission_classes = (HasRole,)
    roles = AT_STATION

    @extend_schema(
        parameters=[
            OpenApiParameter("facility", UUID, required=True),
            OpenApiParameter("kind", str, enum=MealKind.values, description="Lunch unless given."),
            OpenApiParameter("date", dt.date, description="The facility's today, unless given."),
        ],
        responses=KitchenCountSerializer,
    )
    def get(self, request: Request) -> Response:
        """The count of a meal."""
        given = _Query(data=request.query_params)
        given.is_valid(raise_exception=True)
        asked: dict[str, Any] = given.validated_data
        facility = facility_of(request, asked["facility"], *AT_STATION)
        count = kitchen.kitchen_count(facility, asked.get("date") or facility.today(), asked["kind"])
        return Response(KitchenCountSerializer(count).data)


class _Query(serializers.Serializer):
    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(MealKind.choices, default=MealKind.LUNCH)
    date = serializers.DateField(required=False)
