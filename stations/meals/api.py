"""Meals as they were served, by the API: plates, the record of the meal, who ate along, pictures."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.checklists.models import Photo
from ops.organization.backends import TokenWithGrants
from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, ReadViewSet, created, refused
from ops.records.errors import DomainError
from ops.records.pagination import NewestFirst
from stations.meals import actions, beside, serving
from stations.meals.models import AccompaniedMeal, MealKind, MealPhoto, MealRecord, Portion, Serving, Settlement

MOST_AT_ONCE = 200


class AtStation(ReadViewSet):
    """Records of stations where the asker works."""

    pagination_class = NewestFirst
    roles = AT_STATION
    write_roles = AT_STATION
    found_by = AT_STATION

    def reasoned(self, request: Request) -> dict[str, Any]:
        """The reason, the version that was read (If-Match), and who acts."""
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return {"version": self.expected_version(), "by": self.actor, **given.validated_data}


class MealSerializer(serializers.ModelSerializer):
    """A meal as it stands. `exceptions` and `accompanied_by` are of meals noted before servings were (see servings)."""

    class Meta:
        model = MealRecord
        fields = (
            *("id", "facility", "kind", "local_date", "occurred_at", "recorded_at", "menu", "exceptions"),
            *("present", "ate", "accompanied_by", "flags_confirmed", "recorded_by", "voided_at", "version"),
        )


class MealAmendment(AmendmentSerializer):
    """What changes, and why."""

    menu = serializers.CharField(max_length=200, required=False, allow_blank=True)


class Meals(AtStation):
    """Meals: made by their first servings; corrected with If-Match, voided."""

    queryset = MealRecord.objects.select_related("facility")
    serializer_class = MealSerializer
    filterset_fields = ("facility", "local_date", "kind")

    @extend_schema(request=MealAmendment, responses=MealSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct what there was; needs If-Match."""
        given = MealAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        meal = actions.amend_meal(
            meal=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(MealSerializer(meal).data)

    @extend_schema(request=AmendmentSerializer, responses=MealSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw a meal with a reason; needs If-Match."""
        return Response(MealSerializer(actions.void_meal(meal=self.get_object(), **self.reasoned(request))).data)


class ServingSerializer(serializers.ModelSerializer):
    """What a child had. `clashes` are the dishes it must not eat of, with the allergens."""

    clashes = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = Serving
        fields = (
            *("id", "facility", "meal", "child", "portion", "note", "clashes", "settled", "instead"),
            *("occurred_at", "recorded_at", "recorded_by", "voided_at", "version"),
        )


class PlateInput(serializers.Serializer):
    """What one child had, under an id of the client's."""

    id = serializers.UUIDField()
    child = serializers.UUIDField()
    portion = serializers.ChoiceField(Portion.choices, default=Portion.FULL)
    note = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    settled = serializers.ChoiceField(
        Settlement.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed for a child who must not eat of a dish, or has a flag nobody can judge by the menu.",
    )
    instead = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class ServeInput(serializers.Serializer):
    """Plates of one meal. `menu` is what there was, where it is not on the weekly menu."""

    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(MealKind.choices)
    occurred_at = serializers.DateTimeField()
    menu = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    plates = PlateInput(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]


class PlateOutcome(serializers.Serializer):
    """What became of one plate: 201 new, 200 stood already, or the status and shape of a refusal."""

    id = serializers.UUIDField()
    status = serializers.IntegerField()
    serving = ServingSerializer(required=False)
    error = serializers.DictField(required=False)


class PlateOutcomes(serializers.Serializer):
    """A result for each plate, in the order sent."""

    results = PlateOutcome(many=True)


class ServingAmendment(AmendmentSerializer):
    """What changes, and why."""

    portion = serializers.ChoiceField(Portion.choices, required=False)
    note = serializers.CharField(max_length=100, required=False, allow_blank=True)
    settled = serializers.ChoiceField(Settlement.choices, required=False, allow_blank=True)
    instead = serializers.CharField(max_length=100, required=False, allow_blank=True)


class Servings(AtStation):
    """What each child had: many at once, corrected with If-Match, voided."""

    queryset = Serving.objects.select_related("facility", "meal")
    serializer_class = ServingSerializer
    filterset_fields = ("facility", "child", "meal", "meal__local_date", "meal__kind")
    authentication_classes = (TokenWithGrants, SessionAuthentication)

    @extend_schema(request=ServeInput, responses=PlateOutcomes)
    @action(detail=False, methods=["post"])
    def batch(self, request: Request) -> Response:
        """Record a whole table, each plate with its own result; sending it again changes nothing."""
        given = ServeInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        plates = [serving.Plate(child_id=plate.pop("child"), **plate) for plate in data.pop("plates")]
        outcomes = serving.serve_many(facility=facility, plates=plates, by=self.actor, **data)
        return Response({"results": [_result(outcome) for outcome in outcomes]})

    @extend_schema(request=ServingAmendment, responses=ServingSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct what a child had; needs If-Match."""
        given = ServingAmendment(data=request.data)
        given.is_valid(raise_exception=True)
        row = serving.amend_serving(
            serving=self.get_object(), version=self.expected_version(), by=self.actor, **given.validated_data
        )
        return Response(ServingSerializer(row).data)

    @extend_schema(request=AmendmentSerializer, responses=ServingSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw a serving with a reason; needs If-Match."""
        row = serving.void_serving(serving=self.get_object(), **self.reasoned(request))
        return Response(ServingSerializer(row).data)


def _result(outcome: serving.Outcome) -> dict[str, Any]:
    if outcome.error is not None or outcome.serving is None:
        return {"id": outcome.id, **refused(outcome.error or DomainError())}
    row = outcome.serving
    shown = {
        "id": row.pk,
        "facility": row.facility_id,
        "meal": row.meal_id,
        "child": row.child_id,
        **{name: getattr(row, name) for name in _SHOWN},
        "recorded_by": row.recorded_by_id,
    }
    return {"id": outcome.id, "status": 201 if outcome.new else 200, "serving": shown}


_SHOWN = (
    *("portion", "note", "clashes", "settled", "instead"),
    *("occurred_at", "recorded_at", "voided_at", "version"),
)


class AccompaniedSerializer(serializers.ModelSerializer):
    """Who ate along (陪餐), and how it was."""

    class Meta:
        model = AccompaniedMeal
        fields = (
            *("id", "facility", "kind", "local_date", "person_name", "capacity", "verdict", "remark"),
            *("occurred_at", "recorded_at", "recorded_by", "voided_at", "version"),
        )


class AccompaniedInput(serializers.Serializer):
    """A record of eating along under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(MealKind.choices)
    occurred_at = serializers.DateTimeField()
    person_name = serializers.CharField(max_length=40)
    capacity = serializers.ChoiceField(AccompaniedMeal.Capacity.choices, default=AccompaniedMeal.Capacity.IN_CHARGE)
    verdict = serializers.ChoiceField(AccompaniedMeal.Verdict.choices, default=AccompaniedMeal.Verdict.GOOD)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class AccompaniedMeals(AtStation):
    """Who ate along: recorded once, voided."""

    queryset = AccompaniedMeal.objects.select_related("facility")
    serializer_class = AccompaniedSerializer
    filterset_fields = ("facility", "local_date", "kind")

    @extend_schema(request=AccompaniedInput, responses={200: AccompaniedSerializer, 201: AccompaniedSerializer})
    def create(self, request: Request) -> Response:
        """Keep who ate along; the same id with the same content again answers 200."""
        given = AccompaniedInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        row, new = beside.record_accompanied(facility=facility, by=self.actor, **data)
        return created(AccompaniedSerializer(row).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=AccompaniedSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw it with a reason; needs If-Match."""
        row = beside.void_accompanied(accompanied=self.get_object(), **self.reasoned(request))
        return Response(AccompaniedSerializer(row).data)


class MealPhotoSerializer(serializers.ModelSerializer):
    """A picture of a meal."""

    class Meta:
        model = MealPhoto
        fields = ("id", "facility", "kind", "local_date", "photo", "occurred_at", "voided_at", "version")


class MealPhotoInput(serializers.Serializer):
    """A photo already stored (see photos), for a meal."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    kind = serializers.ChoiceField(MealKind.choices)
    occurred_at = serializers.DateTimeField()
    photo = serializers.UUIDField()


class MealPhotos(AtStation):
    """Pictures of meals: the food, never a child."""

    queryset = MealPhoto.objects.select_related("facility")
    serializer_class = MealPhotoSerializer
    filterset_fields = ("facility", "local_date", "kind")

    @extend_schema(request=MealPhotoInput, responses={200: MealPhotoSerializer, 201: MealPhotoSerializer})
    def create(self, request: Request) -> Response:
        """Put a picture to a meal; the same id again answers 200."""
        given = MealPhotoInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        data["photo"] = get_object_or_404(Photo, pk=data["photo"], facility=facility)
        row, new = beside.add_meal_photo(facility=facility, by=self.actor, **data)
        return created(MealPhotoSerializer(row).data, new=new)

    @extend_schema(request=AmendmentSerializer, responses=MealPhotoSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """Withdraw it with a reason; needs If-Match."""
        row = beside.void_meal_photo(picture=self.get_object(), **self.reasoned(request))
        return Response(MealPhotoSerializer(row).data)
