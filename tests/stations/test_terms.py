"""Terms: days, hours, groups, cancelled days, and what follows for duties."""

import datetime as dt

import pytest
from django.urls import reverse

from ops.duties import registry
from ops.duties.actions import create_plan, generate_duties, sweep
from ops.duties.models import Duty
from stations.terms.models import Term
from stations.terms.queries import term_days
from tests import factories
from tests.stations import world


def form(**fields):
    return {
        "id": str(world.uuid7()),
        "name": "寒假班",
        "first_day": "2027-01-18",
        "last_day": "2027-02-05",
        "days": ["0", "1", "2", "3", "4"],
        "opens": "08:00",
        "arrive_by": "08:30",
        "closes": "17:30",
        "capacity": 30,
        "grade_from": 1,
        "grade_to": 6,
        "groups": "大组，小组",
        **fields,
    }


def test_the_manager_opens_a_term_with_its_groups(as_user, manager, station):
    client = as_user(manager)
    url = reverse("term-new", args=[station.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, form()).status_code == 302
    term = Term.objects.get()
    assert (term.weekdays, [group.name for group in term.groups.all()]) == ("01234", ["大组", "小组"])


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"last_day": "2027-01-01"}, "last day lies before"),
        ({"closes": "07:00"}, "must follow one another"),
        ({"grade_from": 6, "grade_to": 1}, "last grade"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_the_reason(as_user, manager, station, fields, word):
    answer = as_user(manager).post(reverse("term-new", args=[station.pk]), form(**fields))
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Term.objects.exists()


def test_staff_read_terms_and_do_not_change_them(as_user, staff, station, term):
    assert as_user(staff).get(reverse("term-list", args=[station.pk])).status_code == 200
    assert as_user(staff).get(reverse("term-edit", args=[term.pk])).status_code == 403


def test_a_term_is_changed_with_a_reason_and_never_below_its_children(as_user, manager, term, child):
    client = as_user(manager)
    url = reverse("term-edit", args=[term.pk])
    assert client.get(url).status_code == 200
    sent = form(
        version=term.version,
        state="open",
        reason="more children",
        first_day=str(term.first_day),
        last_day=str(term.last_day),
        capacity=50,
    )
    assert client.post(url, sent).status_code == 302
    term.refresh_from_db()
    assert term.capacity == 50
    assert client.post(url, {**sent, "version": 2, "capacity": 0}).status_code == 422
    assert client.post(url, {**sent, "capacity": 60}).status_code == 422


def test_cancelled_days_are_no_term_days(as_user, manager, station, term):
    today = station.today()
    url = reverse("term-cancel-day", args=[term.pk])
    sent = {"cancel-date": str(today), "cancel-note": "台风"}
    assert as_user(manager).post(url, sent).status_code == 302
    days = term_days([station], today, today + dt.timedelta(days=1))
    assert days[station.pk] == {today + dt.timedelta(days=1)}


def test_terms_by_the_api(api, manager, other_staff, station):
    sent = {
        "id": str(world.uuid7()),
        "facility": str(station.pk),
        "name": "寒假班",
        "first_day": "2027-01-18",
        "last_day": "2027-02-05",
        "groups": ["大组"],
    }
    client = api(manager)
    assert client.post("/api/v1/terms/", sent).status_code == 201
    assert client.post("/api/v1/terms/", sent).status_code == 200
    one = f"/api/v1/terms/{sent['id']}/"
    assert client.patch(one, {"capacity": 20, "reason": "room"}, headers={"if-match": '"1"'}).json()["capacity"] == 20
    assert client.patch(one, {"capacity": 30, "reason": "room"}, headers={"if-match": '"1"'}).status_code == 409
    assert client.post(f"{one}cancelled-days/", {"date": "2027-01-19", "note": "台风"}).status_code == 201
    assert client.post(f"{one}cancelled-days/", {"date": "2028-01-19", "note": "台风"}).status_code == 400
    assert api(other_staff).get(one).status_code == 404


def test_a_station_is_corrected_by_the_api(api, manager, station):
    client = api(manager)
    (row,) = client.get("/api/v1/stations/").json()["results"]
    one = f"/api/v1/stations/{row['id']}/"
    body = {"meal_supply": "kitchen", "area": "120.5", "reason": "kitchen opened"}
    assert client.patch(one, body, headers={"if-match": '"1"'}).json()["meal_supply"] == "kitchen"
    assert client.patch(one, body).status_code == 428


@pytest.fixture
def duty_of(station):
    """The duty of today that waits for a condition or record."""

    def make(trigger, completed_by="condition"):
        today = station.today()
        create_plan(
            facility=station,
            by=factories.TESTER,
            regime="attendance" if completed_by == "condition" else "meals",
            name=trigger,
            calendar="every_day",
            opens=dt.time(0, 0),
            due=dt.time(23, 59),
            role="station_staff",
            completed_by=completed_by,
            trigger=trigger,
            first_day=today,
        )
        generate_duties(first=today, last=today, by=factories.TESTER, facility=station)
        return Duty.objects.get(facility=station, plan__trigger=trigger, day=today)

    return make


def test_the_last_child_accounted_for_completes_the_duty_and_an_undo_opens_it_again(duty_of, child, sibling, door):
    duty = duty_of("every_child_accounted_for")
    world.arrive(child)
    duty.refresh_from_db()
    assert duty.state == "open"
    answer = door.post("/api/v1/handovers/", world.tap(sibling))
    duty.refresh_from_db()
    assert duty.state == "done"
    door.post(f"/api/v1/handovers/{answer.json()['id']}/undo/", {})
    duty.refresh_from_db()
    assert duty.state == "open"


def test_an_excused_child_is_accounted_for(duty_of, child, sibling, door, station):
    duty = duty_of("every_child_accounted_for")
    world.arrive(child)
    absence = {"id": str(world.uuid7()), "child": str(sibling.pk), "local_date": str(station.today())}
    door.post("/api/v1/absences/", {**absence, "reason": "illness"})
    duty.refresh_from_db()
    assert duty.state == "done"


def test_the_last_child_handed_over_completes_the_duty(duty_of, child, sibling):
    duty = duty_of("every_child_handed_over")
    world.arrive(child)
    world.arrive(sibling)
    world.leave(child)
    duty.refresh_from_db()
    assert duty.state == "open"
    world.leave(sibling)
    duty.refresh_from_db()
    assert duty.state == "done"


def test_a_child_who_went_home_early_does_not_close_the_day(duty_of, child, sibling):
    duty = duty_of("every_child_handed_over")
    world.arrive(child)
    world.leave(child)
    duty.refresh_from_db()
    assert duty.state == "open"


def test_a_meal_is_done_once_every_child_has_a_plate_and_voiding_opens_it_again(duty_of, child, sibling, door, station):
    from stations.meals.models import MealRecord
    from tests.stations.test_meals import plate, serve

    duty = duty_of("lunch_served")
    states = []

    def note():
        duty.refresh_from_db()
        states.append(duty.state)

    world.arrive(child)
    world.arrive(sibling)
    serve(door, station, plate(child))
    note()
    serve(door, station, plate(sibling), kind="snack")
    note()
    served = serve(door, station, plate(sibling, "none"))[0]["serving"]
    note()
    door.post(f"/api/v1/servings/{served['id']}/void/", {"reason": "the other one"}, headers={"if-match": '"1"'})
    note()
    serve(door, station, plate(sibling))
    note()
    meal = MealRecord.objects.get(kind="lunch")
    tag = f'"{meal.version}"'
    door.post(f"/api/v1/meal-records/{meal.pk}/void/", {"reason": "twice"}, headers={"if-match": tag})
    note()
    assert states == ["open", "open", "done", "open", "done", "open"]


def test_a_meal_that_nobody_recorded_before_the_last_child_left_is_not_called_done(duty_of, child, door, station):
    from tests.stations.test_meals import plate, serve

    duty = duty_of("lunch_served")
    served = registry.conditions["lunch_served"]
    assert served.met([duty]) == {duty.pk}
    world.arrive(child)
    world.leave(child)
    assert served.met([duty]) == set()
    serve(door, station, plate(child))
    duty.refresh_from_db()
    assert duty.state == "done"


def test_conditions_answer_for_many_stations_at_once(duty_of, child, query_budget):
    duty = duty_of("every_child_accounted_for")
    condition = registry.conditions["every_child_accounted_for"]
    with query_budget(1):
        assert condition.met([duty] * 50) == set()
    with query_budget(1):
        registry.conditions["lunch_served"].met([duty] * 50)
    world.arrive(child)
    assert condition.met([duty]) == {duty.pk}
    sweep(by=factories.TESTER)
