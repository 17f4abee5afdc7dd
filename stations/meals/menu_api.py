"""Dishes, weekly menus and their published editions by the API."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists.api import facility_of
from ops.checklists.models import Photo
from ops.organization.roles import AT_STATION, READING
from ops.records.actor import Actor
from ops.records.api import AmendmentSerializer, HasRole, ReadViewSet, created
from ops.records.ids import uuid7
from ops.records.pagination import CursorPagination
from stations.enrolment.allergens import allergens
from stations.meals import planning
from stations.meals.conflicts import careful_eaters, warnings
from stations.meals.menus import week_plan
from stations.meals.models import Dish, MealKind, MenuDish, MenuEdition

_KEYS = serializers.ListField(child=serializers.CharField(max_length=20), max_length=40)


class DishSerializer(serializers.ModelSerializer):
    """A dish of a station's library; `allergens` are keys of the list at `/allergens/`."""

    allergens = _KEYS

    class Meta:
        model = Dish
        fields = (
            *("id", "facility", "name", "name_en", "ingredients", "allergens", "allergens_checked"),
            *("photo", "retired_at", "version"),
        )


class DishInput(serializers.ModelSerializer):
    """A dish under an id of the client's. Without `allergens` they are what the name suggests, and unchecked."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    photo = serializers.UUIDField(required=False, allow_null=True)
    allergens = serializers.ListField(child=serializers.CharField(max_length=20), max_length=40, required=False)

    class Meta:
        model = Dish
        fields = ("id", "facility", "name", "name_en", "ingredients", "allergens", "photo")
        validators = ()


class DishAmendment(AmendmentSerializer):
    """What changes of a dish, and why."""

    name = serializers.CharField(max_length=40, required=False)
    name_en = serializers.CharField(max_length=60, required=False, allow_blank=True)
    ingredients = serializers.CharField(max_length=300, required=False, allow_blank=True)
    allergens = serializers.ListField(child=serializers.CharField(max_length=20), max_length=40, required=False)
    photo = serializers.UUIDField(required=False, allow_null=True)


class Dishes(ReadViewSet):
    """The library of a station: enter, change with If-Match, retire."""

    queryset = Dish.objects.select_related("facility")
    serializer_class = DishSerializer
    filterset_fields = ("facility", "allergens_checked")
    roles = AT_STATION
    write_roles = AT_STATION

    def get_queryset(self) -> Any:
        """Dishes of the stations where the asker works, found by name, pinyin, initials or ingredient."""
        if getattr(self, "swagger_fake_view", False):
            return Dish.objects.none()
        found = Dish.objects.visible_to(self.request.access, AT_STATION).select_related("facility")
        return found.matching(self.request.query_params.get("search", ""))

    @extend_schema(parameters=[OpenApiParameter("search", str, description="Name, pinyin, initials or ingredient.")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Dishes, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=DishInput, responses={200: DishSerializer, 201: DishSerializer})
    def create(self, request: Request) -> Response:
        """Enter a dish; the same id again answers 200."""
        given = DishInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        new = not Dish.objects.filter(pk=data["id"]).exists()
        dish = planning.add_dish(
            facility=facility,
            allergens_given=data.pop("allergens", None),
            photo=_photo(data.pop("photo", None), facility),
            by=self.actor,
            **data,
        )
        return created(DishSerializer(dish).data, new=new)

    @extend_schema(request=DishAmendment, responses=DishSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a dish; needs If-Match. With `allergens` they count as checked."""
        dish = self.get_object()
        given = DishAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        if "photo" in changes:
            changes["photo"] = _photo(changes["photo"], dish.facility)
        dish = planning.amend_dish(dish=dish, version=self.expected_version(), by=self.actor, **changes)
        return Response(DishSerializer(dish).data)

    @extend_schema(request=None, responses=DishSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Take it out of the library."""
        return Response(DishSerializer(planning.retire_dish(dish=self.get_object(), by=self.actor)).data)


class MenuDishSerializer(serializers.ModelSerializer):
    """A dish planned for a meal of a day."""

    class Meta:
        model = MenuDish
        fields = ("id", "facility", "day", "kind", "dish", "position", "removed_at", "version")


class MenuDishInput(serializers.Serializer):
    """A dish for a meal: one of the library by its id, or by its name, which enters it where it is new."""

    id = serializers.UUIDField(required=False)
    facility = serializers.UUIDField()
    day = serializers.DateField()
    kind = serializers.ChoiceField(MealKind.choices)
    dish = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=40, required=False)


class MenuDishes(ReadViewSet):
    """What is planned: put a dish on the menu, take it off."""

    queryset = MenuDish.objects.select_related("facility")
    serializer_class = MenuDishSerializer
    filterset_fields = ("facility", "day", "kind")
    roles = AT_STATION
    found_by = AT_STATION
    write_roles = AT_STATION

    @extend_schema(request=MenuDishInput, responses={201: MenuDishSerializer})
    def create(self, request: Request) -> Response:
        """Put a dish on the menu; one that is there already stays."""
        given = MenuDishInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        where = {"facility": facility_of(request, data["facility"], *AT_STATION), "day": data["day"], "by": self.actor}
        if pk := data.get("dish"):
            dish = get_object_or_404(Dish, pk=pk, facility=where["facility"])
            row = planning.plan_dish(id=data.get("id") or uuid7(), kind=data["kind"], dish=dish, **where)
        else:
            row = planning.plan_by_name(kind=data["kind"], name=data.get("name", ""), **where)
        return Response(MenuDishSerializer(row).data, status=201)

    @extend_schema(request=None, responses=MenuDishSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Take it off the menu; guardians read it until the menu is published again."""
        return Response(MenuDishSerializer(planning.unplan_dish(planned_dish=self.get_object(), by=self.actor)).data)


class MenuEditionSerializer(serializers.ModelSerializer):
    """A menu as guardians read it."""

    monday = serializers.DateField(source="menu.monday")
    content = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = MenuEdition
        fields = ("id", "facility", "monday", "number", "content", "reason", "published_at", "published_by")


class NewestEdition(CursorPagination):
    """By the time of publication."""

    ordering = ("-published_at", "-id")


class MenuEditions(ReadViewSet):
    """Published menus, the newest first; `content` lists the dishes by day and meal."""

    queryset = MenuEdition.objects.select_related("menu")
    serializer_class = MenuEditionSerializer
    filterset_fields = ("facility", "menu__monday")
    pagination_class = NewestEdition
    roles = READING


class MenuWarningSerializer(serializers.Serializer):
    """How many children must not eat a planned dish; `children` only for those who work at the station."""

    menu_dish = serializers.UUIDField()
    count = serializers.IntegerField()
    children = serializers.ListField(child=serializers.DictField())


class MenuWeekSerializer(serializers.Serializer):
    """A week as it is planned."""

    facility = serializers.UUIDField()
    monday = serializers.DateField()
    edition = serializers.IntegerField(help_text="The edition that guardians read, 0 for none.")
    unpublished = serializers.BooleanField(help_text="Whether guardians read something else than is planned.")
    dishes = MenuDishSerializer(many=True)
    unchecked = serializers.ListField(child=serializers.UUIDField(), help_text="Dishes nobody has looked at.")
    warnings = MenuWarningSerializer(many=True)


class MenuWeekInput(serializers.Serializer):
    """Which week, and why it changed where it was published before."""

    facility = serializers.UUIDField()
    day = serializers.DateField(help_text="Any day of the week.")
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class Week(APIView):
    """A week's menu as it is planned, with whom its dishes would harm."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(
        parameters=[OpenApiParameter("facility", UUID, required=True), OpenApiParameter("day", dt.date)],
        responses=MenuWeekSerializer,
    )
    def get(self, request: Request) -> Response:
        """The week of a day (today unless given)."""
        given = _WeekQuery(data=request.query_params)
        given.is_valid(raise_exception=True)
        facility = facility_of(request, given.validated_data["facility"], *READING)
        plan = week_plan(facility, given.validated_data.get("day") or facility.today())
        last = plan.monday + dt.timedelta(days=6)
        warned = warnings(plan.rows, careful_eaters(facility, plan.monday, last))
        names = request.access.may_at(facility, *AT_STATION)
        found = {
            "facility": facility.pk,
            "monday": plan.monday,
            "edition": plan.edition.number if plan.edition else 0,
            "unpublished": plan.unpublished,
            "dishes": plan.rows,
            "unchecked": [dish.pk for dish in plan.unchecked],
            "warnings": [
                {
                    "menu_dish": pk,
                    "count": len(found),
                    "children": [
                        {"child": one.eater.child_id, "name": one.eater.label, "allergens": list(one.allergens)}
                        for one in found
                        if names
                    ],
                }
                for pk, found in warned.items()
            ],
        }
        return Response(MenuWeekSerializer(found).data)


class _WeekQuery(serializers.Serializer):
    facility = serializers.UUIDField()
    day = serializers.DateField(required=False)


class _OfWeek(APIView):
    permission_classes = (HasRole,)
    roles = AT_STATION

    def week(self, request: Request) -> dict[str, Any]:
        """What an action of planning wants."""
        given = MenuWeekInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        facility = facility_of(request, data["facility"], *AT_STATION)
        return {"facility": facility, "day": data["day"], "reason": data["reason"], "by": Actor.of(request)}


class CopiedDishesSerializer(serializers.Serializer):
    """How many dishes were copied."""

    copied = serializers.IntegerField()


class CopyWeek(_OfWeek):
    """Fill what is empty from the newest earlier week."""

    @extend_schema(request=MenuWeekInput, responses=CopiedDishesSerializer)
    def post(self, request: Request) -> Response:
        """Copy the newest earlier week into the empty meals of this one."""
        week = self.week(request)
        week.pop("reason")
        return Response({"copied": planning.copy_week(**week)})


class PublishWeek(_OfWeek):
    """Publish to guardians."""

    @extend_schema(request=MenuWeekInput, responses=MenuEditionSerializer)
    def post(self, request: Request) -> Response:
        """Publish the week; what already stands published answers with the standing edition."""
        return Response(MenuEditionSerializer(planning.publish_week(**self.week(request))).data)


class AllergenSerializer(serializers.Serializer):
    """An entry of the registered list."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="The standard that lists it; empty where practice does."
    )


class Allergens(APIView):
    """The registered list of allergens."""

    permission_classes = (HasRole,)
    roles = READING

    @extend_schema(responses=AllergenSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All entries, in order."""
        return Response(AllergenSerializer(list(allergens), many=True).data)


def _photo(pk: UUID | None, facility: Any) -> Photo | None:
    return get_object_or_404(Photo, pk=pk, facility=facility) if pk else None
