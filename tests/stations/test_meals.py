"""Serving: what each child had, many at once; conflicts settled first; corrections with a reason."""

import datetime as dt
import gzip
import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ops.records.ids import uuid7
from stations.meals import planning
from stations.meals.models import AccompaniedMeal, MealRecord, Serving
from stations.meals.serving import Plate, serve_many
from tests.factories import TESTER
from tests.ops.checklists import picture, upload
from tests.stations import world

URL = "/api/v1/servings/batch/"


@pytest.fixture
def here(child, sibling):
    """Two children in the station."""
    world.arrive(child)
    world.arrive(sibling)
    return [child, sibling]


def plate(child, portion="full", **fields):
    return {"id": str(uuid7()), "child": str(child.pk), "portion": portion, **fields}


def table(station, *plates, **fields):
    now = timezone.now().isoformat()
    return {"facility": str(station.pk), "kind": "lunch", "occurred_at": now, "plates": list(plates), **fields}


def serve(door, station, *plates, **fields):
    answer = door.post(URL, table(station, *plates, **fields))
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def statuses(results):
    return [result["status"] for result in results]


def plan(station, *names, kind="lunch"):
    """A menu of today whose dishes were looked at."""
    for name in names:
        row = planning.plan_by_name(facility=station, day=station.today(), kind=kind, name=name, by=TESTER)
        planning.check_dishes(facility=station, contains={row.dish_id: row.dish.allergens}, by=TESTER)


def test_a_table_is_one_request_and_makes_the_record_of_the_meal(door, here, station):
    plan(station, "米饭", "番茄炒蛋")
    results = serve(door, station, plate(here[0]), plate(here[1], "refused", note="肚子疼"))
    assert statuses(results) == [201, 201]
    meal = MealRecord.objects.get()
    assert (meal.present, meal.ate, meal.menu) == (2, 1, "米饭、番茄炒蛋")
    assert Serving.history.count() == 2


def statements(captured):
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_sixty_children_take_at_most_twelve_statements_and_a_poll_is_small(door, as_user, staff, term, station):
    plan(station, "宫保鸡丁", "米饭")
    children = [world.make_child(term) for _number in range(61)]
    for one in children[:60]:
        world.arrive(one)
    page = reverse("meal-board", args=[station.pk])
    part = as_user(staff).get(page, {"kind": "lunch", "part": "1"})
    assert len(gzip.compress(part.content)) < 15_000
    with CaptureQueriesContext(connection) as captured:
        results = serve(door, station, *(plate(one) for one in children[:60]))
    assert len(statements(captured)) <= 12, statements(captured)
    assert statuses(results) == [201] * 60
    world.arrive(children[60])
    with CaptureQueriesContext(connection) as captured:
        serve(door, station, plate(children[60]))
    assert len(statements(captured)) <= 12, statements(captured)
    part = as_user(staff).get(page, {"kind": "lunch", "part": "1"})
    assert len(gzip.compress(part.content)) < 15_000


def test_sent_again_it_changes_nothing_and_what_contradicts_is_refused(door, here, station):
    sent = table(station, plate(here[0]), plate(here[1], "half"))
    assert statuses(door.post(URL, sent).json()["results"]) == [201, 201]
    assert statuses(door.post(URL, sent).json()["results"]) == [200, 200]
    # A colleague's phone says the same of one, something else of the other.
    assert statuses(serve(door, station, plate(here[0]), plate(here[1]))) == [200, 409]
    other = {**sent["plates"][0], "portion": "none"}
    assert statuses(serve(door, station, other)) == [409]
    assert Serving.objects.count() == 2


def test_who_comes_late_joins_the_meal(door, here, term, station):
    serve(door, station, *(plate(one) for one in here))
    late = world.make_child(term)
    assert statuses(serve(door, station, plate(late))) == [400]
    world.arrive(late)
    assert statuses(serve(door, station, plate(late, "half"))) == [201]
    meal = MealRecord.objects.get()
    assert (meal.present, meal.ate, meal.version) == (3, 3, 2)


def test_a_conflict_is_served_only_with_an_explicit_word(door, here, term, station):
    plan(station, "宫保鸡丁", "米饭")
    allergic = world.make_child(term, name="孙沐阳", allergies="对花生过敏")
    world.arrive(allergic)
    refused, served = serve(door, station, plate(allergic), plate(here[0]))
    assert (refused["status"], served["status"]) == (400, 201)
    assert "宫保鸡丁" in refused["error"]["detail"]
    assert statuses(serve(door, station, plate(allergic, settled="checked"))) == [400]
    nothing_said = serve(door, station, plate(allergic, settled="replaced"))
    assert list(nothing_said[0]["error"]["errors"]) == ["instead"]
    [done] = serve(door, station, plate(allergic, settled="replaced", instead="番茄炒蛋"))
    assert done["serving"]["clashes"] == [{"dish": "宫保鸡丁", "allergens": ["peanut"]}]
    row = Serving.objects.get(child=allergic)
    assert (row.has_clash, row.settled, row.instead) == (True, "replaced", "番茄炒蛋")


@pytest.mark.parametrize(
    ("flag", "menu", "waits"),
    [
        ("花生", ("米饭",), False),
        ("花生", (), True),
        ("哮喘", ("米饭",), True),
        ("", ("宫保鸡丁",), False),
    ],
)
def test_somebody_looks_where_the_menu_cannot_tell(door, term, station, flag, menu, waits):
    plan(station, *menu)
    child = world.make_child(term, flag=flag)
    world.arrive(child)
    assert statuses(serve(door, station, plate(child))) == [400 if waits else 201]
    if waits:
        assert statuses(serve(door, station, plate(child, settled="checked"))) == [201]


def test_who_brought_food_or_refused_needs_no_word(door, term, station):
    plan(station, "宫保鸡丁")
    for portion in ("brought", "refused"):
        child = world.make_child(term, flag="花生")
        world.arrive(child)
        assert statuses(serve(door, station, plate(child, portion))) == [201]


def test_a_plate_is_corrected_with_a_reason_and_voided(door, here, station):
    [done] = serve(door, station, plate(here[0]))
    one = f"/api/v1/servings/{done['id']}/"
    body = {"portion": "none", "reason": "seen late"}
    assert door.patch(one, {"portion": "none", "reason": " "}, headers={"if-match": '"1"'}).status_code == 400
    assert door.patch(one, body, headers={"if-match": '"1"'}).json()["portion"] == "none"
    assert door.patch(one, body, headers={"if-match": '"1"'}).status_code == 409
    assert MealRecord.objects.get().ate == 0
    assert door.post(f"{one}void/", {"reason": "wrong child"}, headers={"if-match": '"2"'}).json()["voided_at"]
    assert (MealRecord.objects.get().present, MealRecord.objects.get().ate) == (0, 0)
    assert statuses(serve(door, station, plate(here[0]))) == [201]


def test_a_meal_is_corrected_and_voided_and_can_then_be_recorded_anew(door, here, station):
    serve(door, station, plate(here[0]), menu="面条")
    one = f"/api/v1/meal-records/{MealRecord.objects.get().pk}/"
    assert door.patch(one, {"menu": "米饭", "reason": "misread"}, headers={"if-match": '"1"'}).json()["menu"] == "米饭"
    assert door.post(f"{one}void/", {"reason": "twice"}, headers={"if-match": '"2"'}).json()["voided_at"]
    assert statuses(serve(door, station, plate(here[0]))) == [201]
    assert MealRecord.objects.count() == 2


def test_foreign_staff_and_those_who_oversee_do_not_record_meals(api, other_staff, auditor, here, station):
    assert api(other_staff).post(URL, table(station, plate(here[0]))).status_code == 404
    assert api(auditor).post(URL, table(station, plate(here[0]))).status_code == 403


def test_the_board_is_one_form_that_works_without_scripts(as_user, staff, here, term, station, query_budget):
    plan(station, "宫保鸡丁")
    flagged = world.make_child(term, flag="花生")
    world.arrive(flagged)
    client = as_user(staff)
    page = reverse("meal-board", args=[station.pk])
    with query_budget(15):
        shown = client.get(page, {"kind": "lunch"}).content.decode()
    assert "宫保鸡丁" in shown
    sent = {"id": str(uuid7()), "kind": "lunch", f"x-{here[0].pk}": "half", "menu": "面条", "accompanied_by": "于海燕"}
    assert client.post(page, sent).status_code == 422
    assert not MealRecord.objects.exists()
    settled = {f"settled-{flagged.pk}": "left_out"}
    assert client.post(page, {**sent, **settled}).status_code == 302
    record = MealRecord.objects.get()
    assert (record.present, record.ate, record.menu) == (3, 3, "面条")
    assert Serving.objects.get(child=here[0]).portion == "half"
    assert Serving.objects.get(child=flagged).settled == "left_out"
    assert AccompaniedMeal.objects.get().person_name == "于海燕"
    late = world.make_child(term)
    world.arrive(late)
    with query_budget(15):
        shown = client.get(page, {"kind": "lunch", "part": "1"}).content.decode()
    assert str(late.pk) in shown
    assert client.post(page, {"id": str(uuid7()), "kind": "lunch"}).status_code == 302
    assert Serving.objects.filter(child=late).exists()


def test_the_pages_of_a_meal_and_a_plate_correct_them(
    as_user, staff, door, here, station, query_budget, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    serve(door, station, plate(here[0]), plate(here[1], "half"))
    meal, row = MealRecord.objects.get(), Serving.objects.get(child=here[1])
    client = as_user(staff)
    with query_budget(16):
        assert client.get(reverse("meal", args=[meal.pk])).status_code == 200
    assert (
        client.post(reverse("meal", args=[meal.pk]), {"version": 1, "menu": "米饭", "reason": "x"}).status_code == 302
    )
    page = reverse("serving", args=[row.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"version": 1, "portion": "none", "reason": ""}).status_code == 422
    assert client.post(page, {"version": 1, "portion": "none", "reason": "later"}).status_code == 302
    assert client.post(page, {"version": 1, "portion": "full", "reason": "later"}).status_code == 422
    row.refresh_from_db()
    assert row.portion == "none"
    ate_along = reverse("accompanied-new", args=[meal.pk])
    said = {"id": str(uuid7()), "person_name": "赵敏", "capacity": "guardian", "verdict": "problem"}
    assert client.post(ate_along, said).status_code == 422
    assert client.post(ate_along, {**said, "remark": "汤凉了"}).status_code == 302
    client.post(reverse("meal-photo-new", args=[meal.pk]), {"photo": upload(picture())})
    shown = client.get(reverse("meal", args=[meal.pk])).content.decode()
    assert "汤凉了" in shown
    assert shown.count("<figure") == 1
    gone = {"what": str(AccompaniedMeal.objects.get().pk), "reason": "wrong name"}
    assert client.post(reverse("meal-take-back", args=[meal.pk]), gone).status_code == 302
    assert AccompaniedMeal.objects.get().is_void
    assert client.post(reverse("serving-void", args=[row.pk]), {"version": 2, "reason": "x"}).status_code == 302
    assert client.post(reverse("meal-void", args=[meal.pk]), {"version": 3, "reason": "x"}).status_code in (302, 409)


def test_who_ate_along_is_kept_once_and_a_problem_says_what(door, here, station):
    url = "/api/v1/accompanied-meals/"
    said = {
        "id": str(uuid7()),
        "facility": str(station.pk),
        "kind": "lunch",
        "person_name": "于海燕",
        "occurred_at": timezone.now().isoformat(),
    }
    assert door.post(url, said).status_code == 201
    assert door.post(url, said).status_code == 200
    assert list(door.post(url, {**said, "id": str(uuid7())}).json()["errors"]) == ["person_name"]
    problem = {**said, "id": str(uuid7()), "person_name": "赵敏", "verdict": "problem"}
    assert door.post(url, problem).status_code == 400
    assert door.post(url, {**problem, "remark": "汤凉了"}).status_code == 201


def test_a_meal_from_before_servings_still_reads(as_user, staff, here, station):
    now = timezone.now()
    record = MealRecord(
        facility=station,
        kind="lunch",
        local_date=station.local(now).date(),
        exceptions={str(here[0].pk): {"kind": "half", "note": ""}},
        present=2,
        ate=2,
    )
    record.acted_by(TESTER).save()
    shown = as_user(staff).get(reverse("meal-board", args=[station.pk]), {"kind": "lunch"}).content.decode()
    assert shown.count('class="plate marked"') == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_phones_serve_their_groups_at_the_same_moment():
    from tests import factories

    city = factories.make_union("市总工会")
    station = world.make_station(factories.make_union("市南区总工会", below=city))
    term = world.make_term(station)
    children = [world.make_child(term) for _number in range(8)]
    for one in children:
        world.arrive(one)
    start = threading.Barrier(2)
    failed = []

    def phone(own):
        try:
            start.wait(10)
            outcomes = serve_many(
                facility=station,
                kind="lunch",
                occurred_at=timezone.now() + dt.timedelta(0),
                plates=[Plate(id=uuid7(), child_id=one.pk) for one in own],
                by=TESTER,
            )
            failed.extend(outcome.error for outcome in outcomes if outcome.error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=phone, args=[own]) for own in (children[:4], children[4:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    meal = MealRecord.objects.get()
    assert (meal.present, meal.servings.count()) == (8, 8)
