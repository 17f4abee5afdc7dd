"""The count for the kitchen: from real attendance, with diets, sent by 09:30; what differs since is shown."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.duties.models import Duty, DutyPlan
from ops.duties.standard import adopt_standard_plans
from ops.records.ids import uuid7
from stations.meals import planning
from stations.meals.kitchen import first_name, kitchen_count, kitchen_of, kitchen_token
from stations.meals.models import KitchenOrder
from tests.factories import TESTER
from tests.ops import ledger
from tests.stations import world

URL = "/api/v1/kitchen-orders/"


@pytest.fixture
def here(term, station):
    """Two children in the station, one of whom must not eat peanuts; a third still to come."""
    row = planning.plan_by_name(facility=station, day=station.today(), kind="lunch", name="宫保鸡丁", by=TESTER)
    planning.check_dishes(facility=station, contains={row.dish_id: row.dish.allergens}, by=TESTER)
    children = [world.make_child(term), world.make_child(term, name="孙沐阳", flag="花生"), world.make_child(term)]
    world.arrive(children[0])
    world.arrive(children[1])
    return children


def count(station, **fields):
    return {"id": str(uuid7()), "facility": str(station.pk), "kind": "lunch", **fields}


@pytest.mark.parametrize(
    ("name", "first"), [("孙沐阳", "沐阳"), ("李诺", "诺"), ("欧阳小满", "小满"), ("Mia Chen", "Mia"), ("", "")]
)
def test_the_kitchen_reads_first_names(name, first):
    assert first_name(name) == first


def test_the_count_follows_attendance_and_says_what_differs_since(door, here, station, query_budget):
    with query_budget(10):
        now = kitchen_count(station, station.today(), "lunch")
    assert (now.here, now.coming, len(now.specials)) == (2, 1, 1)
    sent = count(station, staff=3, extra=1)
    answer = door.post(URL, sent)
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["children"], body["total"]) == (2, 6)
    [special] = body["specials"]
    assert (special["name"], special["without"], special["dishes"]) == ("沐阳", ["peanut"], ["宫保鸡丁"])
    assert door.post(URL, sent).status_code == 200
    assert not kitchen_count(station, station.today(), "lunch").differs
    world.arrive(here[2])
    world.leave(here[1])
    asked = {"facility": str(station.pk)}
    later = door.get("/api/v1/kitchen-count/", asked).json()
    assert (later["here"], later["more"], later["differs"]) == (2, 0, True)
    assert kitchen_count(station, station.today(), "lunch").gone_specials == ["沐阳"]
    assert door.post(URL, count(station)).status_code == 201
    assert not door.get("/api/v1/kitchen-count/", asked).json()["differs"]


def test_sending_it_completes_the_duty_of_half_past_nine(door, here, station):
    adopt_standard_plans(facilities=[station], by=TESTER)
    plan = DutyPlan.objects.get(facility=station, standard_key="kitchen-count")
    assert (plan.due, plan.trigger) == (dt.time(9, 30), "kitchen_count_sent")
    duty = ledger.make_duty(plan, timezone.now() + dt.timedelta(minutes=30))
    door.post(URL, count(station))
    assert Duty.objects.get(pk=duty.pk).state == Duty.State.DONE


def test_nobody_here_is_no_count(door, term, station):
    assert door.post(URL, count(station)).status_code == 400


def test_the_page_sends_and_the_kitchens_phone_reads(as_user, client, staff, here, station, query_budget):
    browser = as_user(staff)
    page = reverse("kitchen-count", args=[station.pk])
    with query_budget(18):
        assert "沐阳" in browser.get(page).content.decode()
    assert browser.post(page, {"id": str(uuid7()), "staff": ""}).status_code == 422
    assert browser.post(page, {"id": str(uuid7()), "staff": "4", "note": "少盐"}).status_code == 302
    order = KitchenOrder.objects.get()
    assert (order.total, order.note) == (6, "少盐")
    token = kitchen_token(station, station.today())
    phone = client.get(reverse("kitchen-phone", args=[token]))
    shown = phone.content.decode()
    assert "沐阳" in shown
    assert "孙沐阳" not in shown
    assert client.post(reverse("kitchen-seen", args=[token]), {"order": str(order.pk)}).status_code == 302
    assert KitchenOrder.objects.get().seen_at is not None


def test_a_kitchens_link_is_good_for_its_day_only(client, station):
    yesterday = kitchen_token(station, station.today() - dt.timedelta(days=1))
    assert kitchen_of(yesterday) is None
    assert client.get(reverse("kitchen-phone", args=[yesterday])).status_code == 404
    assert client.get(reverse("kitchen-phone", args=["x:y:z"])).status_code == 404
