"""A week's menu: planned from a library of dishes, copied, published, changed."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from ops.records.errors import RuleBroken
from stations.enrolment.allergens import found_in
from stations.meals import planning
from stations.meals.menus import monday_of, published_week, week_plan
from stations.meals.models import Dish, MenuDish, MenuEdition
from tests.factories import TESTER
from tests.stations import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(station):
    """Next Monday: all days of that week lie ahead."""
    return monday_of(station.today()) + dt.timedelta(days=7)


def put(station, day, name, kind="lunch", checked=True):
    row = planning.plan_by_name(facility=station, day=day, kind=kind, name=name, by=TESTER)
    if checked and not row.dish.allergens_checked:
        planning.check_dishes(facility=station, contains={row.dish_id: row.dish.allergens}, by=TESTER)
    return row


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("宫保鸡丁", ["peanut"]),
        ("鱼香肉丝", ["pork"]),
        ("麻婆豆腐 肉末", ["soy", "pork"]),
        ("虾仁蒸蛋", ["crustacean", "egg"]),
        ("Coconut rice", []),
        ("Walnuts", ["nut"]),
        ("蒜蓉油麦菜", []),
        ("对花生过敏", ["peanut"]),
        ("米饭", []),
    ],
)
def test_a_name_says_what_it_contains(text, keys):
    assert found_in(text) == keys


def test_a_dish_typed_twice_is_one_dish_of_the_library(station, monday):
    first = put(station, monday, "番茄炒蛋")
    again = put(station, monday + dt.timedelta(days=1), "番茄炒蛋")
    assert first.dish_id == again.dish_id
    assert Dish.objects.get().allergens == ["egg"]
    assert [dish.name for dish in Dish.objects.standing().matching("fqcd")] == ["番茄炒蛋"]


def test_guardians_read_what_was_published_until_it_is_published_again(station, monday, query_budget):
    put(station, monday, "番茄炒蛋")
    assert published_week(station, monday) is None
    planning.publish_week(facility=station, day=monday, by=TESTER)
    gone = put(station, monday, "米饭")
    with query_budget(1):
        week = published_week(station, monday + dt.timedelta(days=3))
    assert week.number == 1
    assert not week.changed
    assert [dish.name for dish in week.of(monday).meals[0].dishes] == ["番茄炒蛋"]
    assert week_plan(station, monday).unpublished
    with pytest.raises(RuleBroken) as refused:
        planning.publish_week(facility=station, day=monday, by=TESTER)
    assert refused.value.field == "reason"
    planning.unplan_dish(planned_dish=MenuDish.objects.get(dish__name="番茄炒蛋"), by=TESTER)
    planning.publish_week(facility=station, day=monday, reason="鸡蛋没有到货", by=TESTER)
    week = published_week(station, monday)
    assert (week.number, week.changed, week.reason) == (2, True, "鸡蛋没有到货")
    [meal] = week.of(monday).meals
    assert (meal.gone, [dish.changed for dish in meal.dishes]) == (["番茄炒蛋"], [True])
    assert not week_plan(station, monday).unpublished
    assert gone.dish_id == Dish.objects.get(name="米饭").pk


def test_publishing_the_same_again_makes_no_edition(station, monday):
    put(station, monday, "米饭")
    assert planning.publish_week(facility=station, day=monday, by=TESTER).number == 1
    assert planning.publish_week(facility=station, day=monday, by=TESTER).number == 1
    assert MenuEdition.objects.count() == 1


def test_a_dish_nobody_has_looked_at_is_not_published(station, monday):
    put(station, monday, "宫保鸡丁", checked=False)
    with pytest.raises(RuleBroken, match="宫保鸡丁"):
        planning.publish_week(facility=station, day=monday, by=TESTER)


def test_last_week_is_copied_into_what_is_empty(station, monday, query_budget):
    for number in range(5):
        put(station, monday + dt.timedelta(days=number), f"菜{number}")
    put(station, monday, "苹果", kind="snack")
    later = monday + dt.timedelta(days=7)
    put(station, later, "鸡腿")
    planning.retire_dish(dish=Dish.objects.get(name="菜4"), by=TESTER)
    with query_budget(10):
        assert planning.copy_week(facility=station, day=later, by=TESTER) == 4
    rows = {(row.day - later, row.dish.name) for row in week_plan(station, later).rows}
    assert (dt.timedelta(0), "鸡腿") in rows
    assert (dt.timedelta(0), "菜0") not in rows
    assert (dt.timedelta(3), "菜3") in rows


def test_what_was_planned_for_a_past_day_is_not_rewritten(station):
    yesterday = station.today() - dt.timedelta(days=1)
    with pytest.raises(RuleBroken):
        planning.plan_by_name(facility=station, day=yesterday, kind="lunch", name="米饭", by=TESTER)
    with pytest.raises(RuleBroken):
        planning.copy_week(facility=station, day=station.today() + dt.timedelta(days=7 * 3), by=TESTER)


def test_a_dish_has_known_allergens_only(station):
    with pytest.raises(RuleBroken) as refused:
        planning.add_dish(id=uuid4(), facility=station, name="米饭", allergens_given=["gold"], by=TESTER)
    assert refused.value.field == "allergens"


def test_the_page_plans_warns_and_publishes(as_user, staff, station, monday, query_budget):
    term = world.make_term(station, last_day=monday + dt.timedelta(days=20))
    world.make_child(term, name="孙沐阳", allergies="对花生过敏")
    client = as_user(staff)
    page = f"{reverse('menu-week', args=[station.pk])}?week={monday}"
    for day, name in enumerate(("宫保鸡丁", "米饭", "番茄炒蛋")):
        assert client.post(page, {"do": f"add:{day}:lunch", "name": name}).status_code == 302
    with query_budget(18):
        shown = client.get(page).content.decode()
    assert "孙沐阳" in shown
    assert shown.count("menu-warned") == 1
    client.post(page, {"do": "publish"})
    assert published_week(station, monday) is None
    dishes = Dish.objects.filter(facility=station)
    sent = {"dish": [str(dish.pk) for dish in dishes], "next": page}
    sent |= {f"a-{dish.pk}": dish.allergens for dish in dishes if dish.name != "番茄炒蛋"}
    assert client.post(reverse("dish-list", args=[station.pk]), sent).url == page
    assert Dish.objects.get(name="番茄炒蛋").allergens == []
    client.post(page, {"do": "publish"})
    assert published_week(station, monday).number == 1
    gone = MenuDish.objects.get(dish__name="米饭")
    client.post(page, {"do": f"remove:{gone.pk}"})
    client.post(page, {"do": "publish", "reason": "米未到货"})
    assert "米未到货" in client.get(page).content.decode()
    assert client.post(page, {"do": "copy"}).status_code == 302


def test_a_dish_has_a_page_of_its_own(as_user, staff, station, monday):
    client = as_user(staff)
    made = {"id": str(uuid4()), "name": "虾仁蒸蛋", "ingredients": "虾仁、鸡蛋", "allergens": ["crustacean", "egg"]}
    assert client.post(reverse("dish-new", args=[station.pk]), made).status_code == 302
    dish = Dish.objects.get()
    assert (dish.allergens, dish.allergens_checked) == (["crustacean", "egg"], True)
    page = reverse("dish", args=[dish.pk])
    assert client.get(page).status_code == 200
    change = {**made, "version": "1", "allergens": ["egg"], "reason": "no shrimp today"}
    assert client.post(page, change).status_code == 302
    assert client.post(page, change).status_code == 422
    twin = {**made, "id": str(uuid4())}
    assert client.post(reverse("dish-new", args=[station.pk]), twin).status_code == 422
    assert client.post(reverse("dish-retire", args=[dish.pk])).status_code == 302
    assert client.post(reverse("dish-new", args=[station.pk]), twin).status_code == 302


def test_by_the_api_names_are_for_those_who_work_there(api, door, auditor, station, monday):
    term = world.make_term(station, last_day=monday + dt.timedelta(days=20))
    world.make_child(term, flag="花生")
    where = {"facility": str(station.pk), "day": monday.isoformat()}
    made = door.post("/api/v1/menu-dishes/", {**where, "kind": "lunch", "name": "宫保鸡丁"})
    assert made.status_code == 201
    assert door.post("/api/v1/menu/publish/", where).status_code == 400
    dish = f"/api/v1/dishes/{made.json()['dish']}/"
    looked = door.patch(dish, {"allergens": ["peanut"], "reason": "looked"}, headers={"if-match": '"1"'})
    assert looked.json()["allergens_checked"]
    assert door.post("/api/v1/menu/publish/", where).json()["number"] == 1
    [warning] = door.get("/api/v1/menu/", where).json()["warnings"]
    assert (warning["count"], [one["allergens"] for one in warning["children"]]) == (1, [["peanut"]])
    [counted] = api(auditor).get("/api/v1/menu/", where).json()["warnings"]
    assert (counted["count"], counted["children"]) == (1, [])
    assert api(auditor).get("/api/v1/menu-editions/", {"facility": str(station.pk)}).json()["results"][0]["number"] == 1
    later = {**where, "day": (monday + dt.timedelta(days=7)).isoformat()}
    assert door.post("/api/v1/menu/copy/", later).json() == {"copied": 1}
    assert door.post(f"/api/v1/menu-dishes/{made.json()['id']}/remove/").json()["removed_at"]
    assert door.get("/api/v1/dishes/", {"search": "gbjd"}).json()["results"][0]["name"] == "宫保鸡丁"
    assert door.post(f"{dish}retire/").json()["retired_at"]
