"""The count for the kitchen: from real attendance, with diets, sent by 09:30; what differs since is shown."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ops.duties.models import Duty, DutyPlan
from ops.duties.standard import adopt_standard_plans
from ops.records.ids import uuid7
from stations.meals import planning
from stations.meals.kitchen import first_name, kitchen_count
from stations.meals.kitchen_link import HOURS_VALID, make_link, token_of
from stations.meals.models import KitchenLink, KitchenOrder
from stations.meals.serving import Plate, serve_many
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
    assert browser.post(reverse("kitchen-link", args=[station.pk])).status_code == 302
    token = token_of(KitchenLink.objects.get())
    assert token in browser.get(page).content.decode()
    phone = client.get(reverse("kitchen-phone", args=[token]))
    shown = phone.content.decode()
    assert "沐阳" in shown
    assert "孙沐阳" not in shown
    assert client.post(reverse("kitchen-seen", args=[token]), {"order": str(order.pk)}).status_code == 302
    assert KitchenOrder.objects.get().seen_at is not None
    allergic = next(one for one in here if one.name == "孙沐阳")
    plate = Plate(id=uuid7(), child_id=allergic.pk, portion="brought")
    serve_many(facility=station, kind="lunch", occurred_at=timezone.now(), plates=[plate], by=TESTER)
    with query_budget(8):
        assert "沐阳" not in client.get(reverse("kitchen-phone", args=[token])).content.decode(), "served: no name"


def test_a_kitchens_link_ends_by_itself_by_a_newer_one_and_by_a_tap(client, as_user, staff, api, station):
    def opens(link):
        return client.get(reverse("kitchen-phone", args=[token_of(link)])).status_code

    first, _new = make_link(id=uuid7(), facility=station, by=TESTER)
    assert (opens(first), first.until - first.occurred_at <= dt.timedelta(hours=HOURS_VALID)) == (200, True)
    desk, address = api(staff), "/api/v1/kitchen-links/"
    sent = {"id": str(uuid7()), "facility": str(station.pk)}
    made = desk.post(address, sent).json()
    assert desk.post(address, sent).status_code == 200
    second = KitchenLink.objects.get(pk=made["id"])
    assert made["url"].endswith(reverse("kitchen-phone", args=[token_of(second)]))
    assert (opens(first), opens(second)) == (404, 200)
    assert KitchenLink.objects.get(pk=second.pk).opened_at is not None
    as_user(staff).post(reverse("kitchen-link", args=[station.pk]), {"do": "withdraw"})
    assert (opens(second), desk.get(f"{address}{second.pk}/").json()["url"]) == (404, "")
    third, _new = make_link(id=uuid7(), facility=station, by=TESTER)
    desk.post(f"{address}{third.pk}/withdraw/")
    assert opens(third) == 404
    fourth, _new = make_link(id=uuid7(), facility=station, by=TESTER)
    QuerySet(KitchenLink).filter(pk=fourth.pk).update(until=timezone.now())
    assert opens(fourth) == 404
    assert client.get(reverse("kitchen-phone", args=["x:y:z"])).status_code == 404
