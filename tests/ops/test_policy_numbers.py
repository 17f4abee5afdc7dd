"""Regulatory numbers: published with their sources, set from a day on, never backwards, each union in its place."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from ops.organization.roles import Role
from ops.policy.actions import publish_defaults, set_parameter
from ops.policy.defaults import defaults
from ops.policy.models import Parameter
from ops.policy.queries import numbers_in_force, numbers_of, value_in_force
from ops.records.errors import RuleBroken
from tests import factories
from tests.factories import TESTER

NUMBERS = "/api/v1/parameters/"


def new_value(union, **changes):
    """What a program sends to set the weight of samples."""
    return {
        "key": "sample_weight_min",
        "union": str(union.pk),
        "value": "200",
        "valid_from": str(timezone.localdate() + dt.timedelta(days=7)),
        "source_text": "市监〔2026〕8号",
        "mark": "V",
        "reason": "新标准",
    } | changes


def set_weight(union, value, valid_from):
    """The action, with what does not matter filled in."""
    return set_parameter(
        key="sample_weight_min",
        union=union,
        value=Decimal(value),
        valid_from=valid_from,
        source_text="文件",
        mark="V",
        reason="新标准",
        by=TESTER,
    )


def test_every_number_is_published_once_with_its_source_and_mark(city):
    assert publish_defaults(union=city, by=TESTER) == len(list(defaults))
    assert publish_defaults(union=city, by=TESTER) == 0
    assert Parameter.objects.count() == len(list(defaults))
    assert not Parameter.objects.filter(source_text="").exists()
    assert Parameter.history.count() == Parameter.objects.count()
    assert Parameter.objects.get(key="cook_core_min").mark == Parameter.Mark.RECALLED
    assert Parameter.objects.get(key="sample_hours_min").value == 48
    assert Parameter.objects.get(key="rectify_minor_days").mark == Parameter.Mark.HOUSE, "no official text says it"


def test_without_any_publication_our_defaults_hold(district):
    numbers = numbers_in_force(["fridge_high", "hot_meal_core_min"], district.path, dt.date(2026, 7, 1))
    assert numbers == {"fridge_high": 8, "hot_meal_core_min": 60}


def test_a_new_number_holds_from_its_day_and_the_day_before_keeps_the_old(api, city, district, officer):
    publish_defaults(union=city, by=TESTER)
    first_day = timezone.localdate() + dt.timedelta(days=7)

    answer = api(officer).post(NUMBERS, new_value(district))

    assert answer.status_code == 201, answer.data
    before = first_day - dt.timedelta(days=1)
    assert value_in_force("sample_weight_min", district.path, before, Decimal(0)) == 125
    assert value_in_force("sample_weight_min", district.path, first_day, Decimal(0)) == 200
    assert value_in_force("sample_weight_min", city.path, first_day, Decimal(0)) == 125
    [row] = Parameter.objects.get(pk=answer.data["id"]).history.all()
    assert (row.history_user, row.history_change_reason, row.source) == (officer, "新标准", "api")


def test_a_number_never_changes_backwards(api, district, officer):
    yesterday = str(timezone.localdate() - dt.timedelta(days=1))
    answer = api(officer).post(NUMBERS, new_value(district, valid_from=yesterday))
    assert answer.status_code == 400
    assert list(answer.data["errors"]) == ["valid_from"]
    assert not Parameter.objects.exists()


def test_a_value_that_holds_already_today_is_not_overwritten(city):
    today = timezone.localdate()
    set_weight(city, 200, today)
    with pytest.raises(RuleBroken) as refused:
        set_weight(city, 150, today)
    assert refused.value.field == "valid_from"
    assert Parameter.objects.get().value == 200


def test_an_announced_value_may_be_announced_anew_and_history_keeps_both(city):
    coming = timezone.localdate() + dt.timedelta(days=30)
    set_weight(city, 2000, coming)
    number = set_weight(city, 200, coming)
    assert (number.value, number.version) == (200, 2)
    assert [row.value for row in number.history.order_by("history_id")] == [2000, 200]


@pytest.mark.parametrize(("value", "refused"), [("100", True), ("125", False), ("150", False)])
def test_a_union_below_may_only_be_stricter_than_the_one_above(api, district, officer, value, refused):
    answer = api(officer).post(NUMBERS, new_value(district, value=value))
    assert answer.status_code == (400 if refused else 201)
    if refused:
        assert "125" in answer.data["errors"]["value"][0]


def test_a_highest_number_is_stricter_when_it_is_lower(api, district, officer):
    sent = new_value(district, key="fridge_high", value="9")
    assert api(officer).post(NUMBERS, sent).status_code == 400
    assert api(officer).post(NUMBERS, sent | {"value": "6"}).status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "no_such_number"}, "key"),
        ({"value": "much"}, "value"),
        ({"source_text": " "}, "source_text"),
        ({"reason": ""}, "reason"),
        ({"valid_from": "soon"}, "valid_from"),
    ],
)
def test_bad_input_is_said_at_its_field(api, district, officer, changes, field):
    answer = api(officer).post(NUMBERS, new_value(district, **changes))
    assert answer.status_code == 400
    assert field in answer.data["errors"]


@pytest.mark.parametrize("role", [Role.UNION_AUDITOR, Role.FACILITY_MANAGER, Role.STATION_STAFF])
def test_only_officers_and_administrators_set_numbers(api, district, role):
    at = factories.make_facility(district) if role != Role.UNION_AUDITOR else district
    client = api(factories.make_user(role, at))
    answer = client.post(NUMBERS, new_value(district))
    assert answer.status_code == 403
    assert client.get(NUMBERS).status_code == 200


def test_a_union_outside_the_officers_subtree_is_not_found(api, city, other_district, officer):
    assert api(officer).post(NUMBERS, new_value(other_district)).status_code == 404
    assert api(officer).post(NUMBERS, new_value(city)).status_code == 404


def test_people_read_the_numbers_of_their_unions_and_those_above(api, city, district, other_district, officer):
    today = timezone.localdate()
    for union in (city, district, other_district):
        set_weight(union, 200, today)
    staff = factories.make_user(Role.STATION_STAFF, factories.make_facility(district))
    for person in (officer, staff):
        found = {row["union"] for row in api(person).get(NUMBERS).data["results"]}
        assert found == {city.pk, district.pk}


def test_the_numbers_in_force_are_read_in_one_request(api, city, district, officer, query_budget):
    publish_defaults(union=city, by=TESTER)
    client = api(officer)
    with query_budget(5):
        answer = client.get(f"{NUMBERS}in-force/", {"union": str(district.pk)})
    by_key = {row["key"]: row for row in answer.data}
    assert len(by_key) == len(list(defaults))
    assert by_key["cook_core_min"] | {"name": ""} == {
        "key": "cook_core_min",
        "name": "",
        "unit": "℃",
        "bound": "lowest",
        "value": "70.00",
        "mark": "R",
        "source_text": defaults["cook_core_min"].source,
    }
    assert client.get(f"{NUMBERS}in-force/").status_code == 400


def test_people_of_a_facility_read_what_holds_for_their_union_and_no_other(api, district, other_district):
    staff = factories.make_user(Role.STATION_STAFF, factories.make_facility(district))
    assert api(staff).get(f"{NUMBERS}in-force/", {"union": str(district.pk)}).status_code == 200
    assert api(staff).get(f"{NUMBERS}in-force/", {"union": str(other_district.pk)}).status_code == 404


def test_what_is_announced_is_shown_beside_what_holds(city):
    publish_defaults(union=city, by=TESTER)
    day = timezone.localdate()
    set_weight(city, 200, day + dt.timedelta(days=3))

    def weight(on):
        return next(
            one for _g, group in numbers_of(city.path, on) for one in group if one.default.key == "sample_weight_min"
        )

    assert (weight(day).value, weight(day).coming.value) == (125, 200)
    assert (weight(day + dt.timedelta(days=3)).value, weight(day + dt.timedelta(days=3)).coming) == (200, None)


@time_machine.travel("2026-07-01 08:00 +0800", tick=False)
def test_today_is_the_last_day_that_may_be_chosen(city):
    assert set_weight(city, 200, dt.date(2026, 7, 1)).value == 200
