"""A roster as people keep it in Excel or WPS: checked line by line, taken over as a whole, updated when sent again."""

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from ops.jobs.actions import run_waiting
from stations.enrolment import roster, roster_rows, tasks
from stations.enrolment.consent_models import Consent
from stations.enrolment.identity import _CHECK_DIGITS, _WEIGHTS
from stations.enrolment.models import Child, ChildAllergen, EmergencyContact, Enrolment, Guardian, PickupPerson
from stations.enrolment.persons import NewGuardian
from stations.enrolment.roster_models import RosterImport
from stations.enrolment.waiting import waiting_in_order
from tests.stations import world

pytestmark = pytest.mark.django_db
URL = "/api/v1/roster-imports/"
LINE = {
    "Child's name": "曾小满",
    "Sex": "女",
    "Birth date": "2017/3/5",
    "Guardian's name": "王丽",
    "Guardian's relation": "妈妈",
    "Guardian's phone": "13800001234",
    "Guardian agreed in writing": "是",
}


def _valid(number: str) -> str:
    """With the check digit that fits."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[:17] + _CHECK_DIGITS[total % 11]


IDENTITY = _valid("37020220170305002")


def workbook(*lines: dict[str, Any]) -> SimpleUploadedFile:
    """The template, filled in with these lines under the columns' English names."""
    book = load_workbook(io.BytesIO(roster_rows.template()))
    sheet = book.worksheets[1]
    columns = {column.en: number for number, column in enumerate(roster_rows.columns(), 1)}
    for number, line in enumerate(lines, 2):
        for name, value in line.items():
            sheet.cell(number, columns[name]).value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("花名册.xlsx", out.getvalue())


def send(client: Any, station: Any, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Send a roster and let it be checked; returns what the API says then."""
    sent = {"facility": str(station.pk), "file": workbook(*lines), **fields}
    answer = client.post(URL, sent, format="multipart")
    assert answer.status_code == 202, answer.json()
    run_waiting()
    return client.get(f"{URL}{answer.json()['id']}/").json()


def take_over(client: Any, draft: dict[str, Any]) -> dict[str, Any]:
    assert client.post(f"{URL}{draft['id']}/confirm/").status_code == 202
    run_waiting()
    return client.get(f"{URL}{draft['id']}/").json()


def errors(draft: dict[str, Any]) -> list[Any]:
    return [error for row in draft["checked"]["wrong"] for error in row["errors"]]


def test_a_child_with_everybody_around_it_in_a_term(api, staff, station, term):
    draft = send(
        api(staff),
        station,
        {
            **LINE,
            "Grade": "二年级",
            "School": "云南路小学",
            "Employer": "港务公司",
            "Employer's trade union": "港务工会",
            "Second guardian's name": "曾强",
            "Second guardian's relation": "爸爸",
            "Second guardian's phone": 13800005678,
            "Emergency contact's name": "陈福来",
            "Emergency contact's phone": "１３９００００0001",
            "Pick-up person's name": "王奶奶",
            "Allergies": "花生",
        },
        term=str(term.pk),
    )
    assert draft["checked"]["counts"] == {"new": 1, "changed": 0, "same": 0}
    assert not Child.objects.exists()
    done = take_over(api(staff), draft)
    assert (done["confirmed"], done["entered"], done["job"]["state"]) == (True, 1, "done")
    child = Child.objects.get()
    assert (child.name, child.sex, child.birth_date, child.grade) == ("曾小满", "female", dt.date(2017, 3, 5), 2)
    assert Enrolment.objects.get().state == "admitted"
    assert set(Guardian.objects.values_list("name", "employer_union")) == {("王丽", "港务工会"), ("曾强", "")}
    assert EmergencyContact.objects.get().phone == "13900000001"
    assert set(PickupPerson.objects.values_list("name", flat=True)) == {"王丽", "曾强", "王奶奶"}
    assert Consent.objects.get().given_by == "王丽"
    assert child.history.latest().source == "import"


@pytest.mark.parametrize(
    "written", ["2017-03-05", "2017年3月5日", "20170305", "2017.3.5", dt.datetime(2017, 3, 5), 42799]
)
def test_a_date_as_people_and_programs_write_it(api, staff, station, written):
    draft = send(api(staff), station, {**LINE, "Birth date": written})
    assert errors(draft) == []
    take_over(api(staff), draft)
    assert Child.objects.get().birth_date == dt.date(2017, 3, 5)


@pytest.mark.parametrize("phone", [13800001234, 13800001234.0, "１３８００００１２３４", "+86 138-0000-1234"])
def test_a_phone_as_excel_keeps_it(api, staff, station, phone):
    take_over(api(staff), send(api(staff), station, {**LINE, "Guardian's phone": phone}))
    assert Guardian.objects.get().phone == "13800001234"


def test_sex_and_birth_date_are_read_from_the_identity_number(api, staff, station):
    take_over(
        api(staff), send(api(staff), station, {**LINE, "Sex": None, "Birth date": None, "Identity number": IDENTITY})
    )
    child = Child.objects.get()
    assert (child.sex, child.birth_date, child.identity_known) == ("female", dt.date(2017, 3, 5), True)


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"Child's name": None}, "Child's name", "required"),
        ({"Sex": "x"}, "Sex", "valid choice"),
        ({"Sex": None}, "Sex", "or the identity number"),
        ({"Birth date": "5 March"}, "Birth date", "valid date"),
        ({"Guardian's phone": "12"}, "Guardian's phone", "7 to 12 digits"),
        ({"Guardian agreed in writing": "否"}, "Guardian agreed in writing", "may not be kept"),
        ({"Grade": "10"}, "Grade", "less than or equal"),
        ({"Identity number": "370202201703050000"}, "Identity number", "check digit"),
        ({"Sex": "男", "Identity number": IDENTITY}, "Sex", "says otherwise"),
        ({"Emergency contact's name": "陈福来"}, "Emergency contact's phone", "leave the name empty"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column_and_nothing_is_kept(api, staff, station, change, column, said):
    good = {**LINE, "Child's name": "另一个", "Guardian's name": "李静", "Guardian's phone": "13911112222"}
    draft = send(api(staff), station, good, {**LINE, **change})
    (wrong,) = draft["checked"]["wrong"]
    assert wrong["number"] == 3
    assert [name for name, _message in wrong["errors"]] == [column]
    assert said in wrong["errors"][0][1]
    assert api(staff).post(f"{URL}{draft['id']}/confirm/").status_code == 409
    assert not Child.objects.exists()


def test_in_the_readers_language(as_user, staff, station):
    client = as_user(staff, "zh-hans")
    sent = {"file": workbook({**LINE, "Guardian's phone": "12"})}
    client.post(reverse("roster-import", args=[station.pk]), sent)
    run_waiting()
    found = roster.checked_of(RosterImport.objects.get())
    assert found is not None
    assert "电话号码" in found["wrong"][0]["errors"][0][1]


def test_sent_again_it_updates_instead_of_doubling(api, staff, station):
    first = {**LINE, "Identity number": IDENTITY, "School": "云南路小学"}
    take_over(api(staff), send(api(staff), station, first))
    same = send(api(staff), station, first)
    assert same["checked"]["counts"] == {"new": 0, "changed": 0, "same": 1}
    moved = {
        **first,
        "Child's name": "曾晓满",
        "School": None,
        "Employer": "港务公司",
        "Emergency contact's name": "陈福来",
    }
    done = take_over(api(staff), send(api(staff), station, {**moved, "Emergency contact's phone": "13900000001"}))
    assert (done["entered"], done["updated"]) == (0, 1)
    child = Child.objects.get()
    assert (child.name, child.school) == ("曾晓满", "云南路小学")
    assert Guardian.objects.get().employer == "港务公司"
    assert child.history.latest().history_change_reason
    assert (Consent.objects.count(), EmergencyContact.objects.count()) == (1, 1)


def test_without_an_identity_number_name_birth_date_and_phone_tell_the_same_child(api, staff, station):
    take_over(api(staff), send(api(staff), station, LINE))
    assert send(api(staff), station, {**LINE, "Grade": 2})["checked"]["counts"]["changed"] == 1
    other = {**LINE, "Guardian's name": "李静", "Guardian's phone": "13911112222"}
    (error,) = errors(send(api(staff), station, other))
    assert error[0] == "Guardian's phone"
    assert "has other guardians here" in error[1]


def test_a_line_twice_and_a_phone_under_two_names(api, staff, station):
    world.make_child(None, station, guardian=NewGuardian("李静", "13911112222", "mother"))
    draft = send(api(staff), station, LINE, LINE, {**LINE, "Child's name": "别人", "Guardian's phone": "13911112222"})
    assert [e[1] for e in errors(draft)] == ["This line is in the file twice.", "This phone number belongs to 李静."]


def test_a_full_term_and_a_child_with_a_place_at_the_same_time(api, staff, station, other_staff):
    elsewhere = other_staff.memberships.get().facility
    world.make_child(world.make_term(elsewhere), identity_number=IDENTITY)
    small = world.make_term(station, capacity=1)
    taken = {**LINE, "Identity number": IDENTITY}
    (error,) = errors(send(api(staff), station, taken, term=str(small.pk)))
    assert "another station" in error[1]
    other = {**LINE, "Child's name": "曾大满", "Birth date": "2015-01-01"}
    done = take_over(api(staff), send(api(staff), station, LINE, other, term=str(small.pk)))
    assert (done["entered"], done["waiting"]) == (2, 1)
    assert sorted(Enrolment.objects.filter(term=small).values_list("state", flat=True)) == ["admitted", "waiting"]


def test_a_line_that_has_become_wrong_stops_all(api, staff, station):
    draft = send(api(staff), station, LINE, {**LINE, "Child's name": "曾大满"})
    world.make_child(None, station, guardian=NewGuardian("李静", "13800001234", "mother"))
    done = take_over(api(staff), draft)
    assert (done["confirmed"], done["job"]["state"]) == (False, "failed")
    assert "李静" in str(done["job"]["errors"])
    assert Child.objects.count() == 1


def test_the_lines_lie_encrypted_and_go_when_they_are_taken_over(api, staff, station):
    draft = send(api(staff), station, LINE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines, checked FROM stations_rosterimport")
        assert "曾小满" not in str(cursor.fetchall())
    take_over(api(staff), draft)
    kept = RosterImport.objects.get()
    assert (kept.lines, kept.checked) == ("", "")


def test_lines_that_nobody_confirmed_are_forgotten_after_the_days_of_the_policy(api, staff, station):
    send(api(staff), station, LINE)
    for days, kept in ((6, True), (8, False)):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
            tasks.close_terms()
        assert bool(RosterImport.objects.get().lines) == kept


def test_it_is_ones_own_and_of_ones_own_station(api, staff, manager, other_staff, station):
    draft = send(api(staff), station, LINE)
    for stranger in (manager, other_staff):
        assert api(stranger).get(f"{URL}{draft['id']}/").status_code == 404
    sent = {"facility": str(station.pk), "file": workbook(LINE)}
    assert api(other_staff).post(URL, sent, format="multipart").status_code == 404


def test_what_is_no_roster_is_refused(api, staff, station):
    out = io.BytesIO()
    Workbook().save(out)
    for data in (b"nothing", out.getvalue()):
        sent = {"facility": str(station.pk), "file": SimpleUploadedFile("x.xlsx", data)}
        assert list(api(staff).post(URL, sent, format="multipart").json()["errors"]) == ["file"]


def test_the_pages_from_template_to_children(as_user, staff, station):
    client = as_user(staff)
    book = load_workbook(io.BytesIO(client.get(reverse("roster-template")).content))
    assert len(book.worksheets) == 2
    assert book.worksheets[1].data_validations.count >= 5
    page = reverse("roster-import", args=[station.pk])
    assert client.get(page).status_code == 200
    answer = client.post(page, {"file": workbook(LINE, {**LINE, "Child's name": None})})
    run_waiting()
    check = client.get(answer["Location"]).content.decode()
    assert "1 line must be mended" in check
    assert "Line 3" in check
    answer = client.post(page, {"file": workbook(LINE)})
    run_waiting()
    assert "Everything is in order" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"])
    run_waiting()
    assert "1 children entered" in client.get(answer["Location"]).content.decode()
    assert Child.objects.get().name == "曾小满"


def test_a_check_costs_the_same_for_many(station, staff, term, query_budget):
    from ops.records.actor import Actor

    for _number in range(5):
        world.make_child(term)
    lines = [{**LINE, "Child's name": f"曾{number}"} for number in range(40)]
    draft = roster.take_file(facility=station, file=workbook(*lines), term=term, by=Actor(staff, "web"))
    with query_budget(7):
        assert len(roster.check(draft)) == 40


def test_taking_over_many_costs_no_more_statements_and_waits_in_the_order_of_the_lines(
    api, staff, station, query_budget
):
    term = world.make_term(station, capacity=12)
    lines = [{**LINE, "Child's name": f"曾{number}", "Allergies": "花生"} for number in range(30)]
    draft = send(api(staff), station, *lines, term=str(term.pk))
    assert api(staff).post(f"{URL}{draft['id']}/confirm/").status_code == 202
    with query_budget(60):
        run_waiting()
    places = Enrolment.objects.filter(term=term)
    assert (places.filter(state="admitted").count(), Guardian.objects.count()) == (12, 1)
    waiting = waiting_in_order(term).values_list("child__name", flat=True)
    assert list(waiting) == [f"曾{number}" for number in range(12, 30)]
    assert Child.history.filter(source="import", history_change_reason="From the file 花名册.xlsx").count() == 30
    assert ChildAllergen.objects.filter(allergen="peanut").count() == 30
