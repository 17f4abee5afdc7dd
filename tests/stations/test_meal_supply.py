"""供餐方式 switches off the food duties that a station does not have."""

import pytest

from ops.duties.models import DutyPlan
from ops.duties.standard import adopt_standard_plans
from stations.terms.models import Station
from tests.factories import TESTER
from tests.stations import world

FRIDGE, DELIVERY, LUNCH = "fridge-morning", "food-delivery", "lunch-recorded"


@pytest.mark.parametrize(
    ("supply", "asked"),
    [
        ("kitchen", {FRIDGE, DELIVERY, LUNCH}),
        ("canteen", {DELIVERY, LUNCH}),
        ("delivery", {DELIVERY, LUNCH}),
        ("none", set()),
    ],
)
def test_a_station_is_asked_only_for_what_it_has(district, supply, asked):
    facility = world.make_station(district)
    station = Station.objects.get(facility=facility)
    station.meal_supply = supply
    station.acted_by(TESTER).save()
    adopt_standard_plans(facilities=[facility], by=TESTER)
    keys = set(DutyPlan.objects.filter(facility=facility).values_list("standard_key", flat=True))
    assert keys & {FRIDGE, DELIVERY, LUNCH} == asked
