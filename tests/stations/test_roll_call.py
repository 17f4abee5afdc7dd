"""The roll call on a phone: the page, its budget, and what it says to whom."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from ops.facilities.models import Closure
from ops.records.actions import create
from stations.attendance.models import Absence, Handover
from stations.terms.actions import cancel_day
from tests import factories
from tests.stations import world

KB = 1024


def board(client, station, **params):
    return client.get(reverse("roll-call", args=[station.pk]), params)


@pytest.fixture
def full(term):
    """Sixty children, some here, some away, some gone."""
    children = [world.make_child(term) for _number in range(60)]
    for child in children[:30]:
        world.arrive(child)
    world.leave(children[0])
    return children


def test_the_board_opens_on_who_is_missing(as_user, staff, child, sibling, station):
    world.arrive(child)
    page = board(as_user(staff), station)
    assert page.status_code == 200
    tiles = dict(re.findall(r'data-child="([^"]+)"[^>]*?( hidden)?>', page.content.decode()))
    assert tiles == {str(child.pk): " hidden", str(sibling.pk): ""}
    assert page.context["counts"]["here"] == 1
    assert page.context["counts"]["expected"] == 2


def test_a_tap_without_scripts_records_and_a_second_one_changes_nothing(as_user, staff, child, station):
    client = as_user(staff)
    page_id = str(board(client, station).context["page_id"])
    url = reverse("roll-call", args=[station.pk])
    for _again in range(2):
        assert client.post(url, {"page": page_id, "do": f"arrive:{child.pk}"}).status_code == 302
    assert Handover.objects.get().child == child


def test_an_absence_and_a_pick_up_without_scripts(as_user, staff, child, sibling, station):
    client = as_user(staff)
    url = reverse("roll-call", args=[station.pk])
    page = {"page": str(world.uuid7())}
    client.post(url, {**page, "do": f"absent:{sibling.pk}:illness"})
    client.post(url, {**page, "do": f"arrive:{child.pk}"})
    client.post(url, {**page, "do": f"leave:{child.pk}:{world.mother_of(child).pk}"})
    assert Absence.objects.get().reason == "illness"
    assert [record.kind for record in Handover.objects.order_by("sequence")] == ["drop_off", "pick_up"]


def test_a_refusal_without_scripts_is_said_on_the_childs_page(as_user, staff, child, station):
    world.arrive(child)
    client = as_user(staff)
    sent = {"page": str(world.uuid7()), "do": f"alone:{child.pk}"}
    page = client.post(reverse("roll-call", args=[station.pk]), sent, follow=True)
    assert "no signed promise" in page.content.decode()


def test_sixty_children_cost_no_more_than_twelve_statements(as_user, staff, full, station, query_budget):
    client = as_user(staff)
    with query_budget(12):
        assert board(client, station).status_code == 200


def test_the_board_is_light(as_user, staff, full, station):
    client = as_user(staff)
    page = board(client, station)
    first = len(gzip.compress(page.content))
    for name in set(re.findall(r'/static/([^"]+\.(?:js|css))', page.content.decode())):
        first += len(gzip.compress(Path(finders.find(name)).read_bytes()))
    update = client.get(reverse("roll-call-states", args=[station.pk]))
    assert first <= 150 * KB
    assert len(gzip.compress(update.content)) <= 15 * KB
    assert len(update.json()["tiles"]) == 60


def test_a_child_who_is_late_is_overdue_and_one_who_is_excused_is_not(as_user, staff, child, sibling, term, station):
    term.arrive_by = dt.time(0, 0)
    term.acted_by(factories.TESTER).save()
    client = as_user(staff)
    counts = board(client, station).context["counts"]
    assert (counts["missing"], counts["overdue"]) == (2, 2)


def test_a_flag_is_on_the_tile_and_nothing_else_of_health(as_user, staff, term, station):
    world.make_child(term, flag="花生", allergies="接触即起疹")
    page = board(as_user(staff), station).content.decode()
    assert "花生" in page
    assert "接触即起疹" not in page


def test_no_phone_number_is_in_the_page(as_user, staff, child, station):
    mother = world.mother_of(child)
    page = board(as_user(staff), station, show="all").content.decode()
    assert mother.phone not in page
    assert mother.phone_masked in page


def test_a_cancelled_day_expects_nobody(as_user, staff, child, term, station):
    cancel_day(term=term, date=station.today(), note="台风", by=factories.TESTER)
    page = board(as_user(staff), station)
    assert page.context["rows"] == []
    assert "No term today" in page.content.decode()


def test_an_order_that_closes_the_station_is_said_on_top(as_user, staff, child, station, district):
    order = Closure(
        union=district, facility_kind="station", cause="weather", first_day=station.today(), document_no="2026-9"
    )
    create(order, by=factories.TESTER)
    assert "2026-9" in board(as_user(staff), station).content.decode()


def test_a_past_day_is_for_reading(as_user, staff, child, station):
    yesterday = station.today() - dt.timedelta(days=1)
    page = board(as_user(staff), station, date=yesterday.isoformat(), show="all")
    assert "data-closed" in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("other_staff", 404), ("auditor", 403), ("room_manager", 403)])
def test_who_does_not_work_here_is_turned_away(as_user, request, who, status, child, station):
    assert board(as_user(request.getfixturevalue(who)), station).status_code == status


def test_staff_of_one_station_are_led_to_it(as_user, staff, station):
    answer = as_user(staff).get("/stations/")
    assert answer["Location"] == reverse("roll-call", args=[station.pk])


def test_chinese_is_the_language_of_most(as_user, staff, child, station):
    page = as_user(staff, "zh-hans").get(reverse("roll-call", args=[station.pk]))
    assert page.headers["Content-Language"] == "zh-hans"


def test_union_roles_read_counts_and_masked_names_by_the_api(api, auditor, child, station):
    answer = api(auditor).get("/api/v1/roll-call/", {"facility": str(station.pk)})
    told = answer.json()["children"][0]
    assert answer.json()["counts"]["missing"] == 1
    assert told["name"] == child.name[0] + "*" * (len(child.name) - 1)
    assert (told["pinyin"], told["person_name"]) == ("", "")


def test_another_unions_auditor_gets_404(api, other_auditor, station):
    assert api(other_auditor).get("/api/v1/roll-call/", {"facility": str(station.pk)}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 404),
        ({"do": "arrive:nobody"}, 404),
        ({"do": "arrive:{child}"}, 400),
        ({"do": "arrive:{child}:x", "page": "y"}, 400),
    ],
)
def test_a_tap_that_no_page_of_ours_sends_is_refused(as_user, staff, station, child, sent, status):
    sent = {key: value.format(child=child.pk) for key, value in sent.items()}
    response = as_user(staff).post(reverse("roll-call", args=[station.pk]), sent)
    assert response.status_code == status
