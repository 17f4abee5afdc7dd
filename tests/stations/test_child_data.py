"""What is held about a child is told, taken away as a copy, and erased so that nothing of the name is left."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ops.records.ids import uuid7
from ops.reminders.models import Reminder
from stations.applications import actions as applications
from stations.applications.packing import Wanted
from stations.enrolment.actions import Registration, amend_child
from stations.enrolment.models import Child, Enrolment
from stations.enrolment.persons import NewGuardian
from stations.enrolment.places import withdraw
from stations.guardians import accounts, tasks
from stations.guardians.erasing import erase_child
from stations.guardians.models import DataRequest, Erasure
from stations.terms.actions import amend_term
from tests import factories
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db
NAME, MOTHER, GRANDFATHER = "欧阳沐阳", "慕容丽华", "陈福来爷爷"


@pytest.fixture
def child(term):
    """A child with everything around it."""
    return world.make_child(
        term,
        name=NAME,
        school="云南路小学",
        allergies="对花生过敏",
        guardian=NewGuardian(MOTHER, "13911112222", "mother"),
    )


@pytest.fixture
def phone(child, as_user):
    """The guardian's phone."""
    user = family.account_of(child)
    accounts.choose_notices(user=user, arrivals=True, departures=True, by=TESTER)
    return as_user(user)


def live(child, phone):
    """A day of the child's, with a correction, a request, a notice."""
    grandfather = world.authorise(child, GRANDFATHER, phone="13912342207")
    world.arrive(child)
    world.leave(child, person_id=grandfather.pk)
    amend_child(child=child, version=None, reason=f"{NAME}的学校写错", by=TESTER, school="大学路小学")
    wish = {"id": uuid7(), "name": "慕容姥姥", "relation": "maternal_grandmother", "holds": "always"}
    phone.post(f"/family/{child.pk}/persons/new/", wish)
    tasks.tell_handovers()


def grep(*texts):
    """Tables in which one of the texts stands in any column."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = list(model._meta.concrete_fields)
            names = ", ".join(connection.ops.quote_name(field.column) for field in columns)
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                said = json.dumps([str(value) for value in row], ensure_ascii=False)
                # JSON columns may hold their text escaped.
                said += said.encode().decode("unicode_escape", errors="ignore")
                found |= {(model._meta.label, text) for text in texts if text in said}
    return found


def test_all_that_is_held_is_told_and_the_barred_are_not(phone, child):
    live(child, phone)
    world.authorise(child, "周大海", "father", barred=True, barred_note="法院裁定")
    page = phone.get(f"/family/{child.pk}/data/").content.decode()
    for text in (NAME, "大学路小学", "对花生过敏", GRANDFATHER, "慕容姥姥", MOTHER):
        assert text in page, text
    for text in ("周大海", "法院裁定", "13912342207"):
        assert text not in page, text


def test_the_copy_is_readable_by_machines_and_people_and_is_kept_as_taken(phone, child):
    live(child, phone)
    response = phone.post(f"/family/{child.pk}/data/copy/")
    bundle = zipfile.ZipFile(io.BytesIO(response.content))
    told = json.loads(bundle.read("data.json"))
    keys = {section["key"] for section in told["sections"]}
    assert {"stations.child", "stations.handover", "stations.consent", "stations.pickupperson"} <= keys
    assert {"data.pdf", "no-pdf.txt"} & set(bundle.namelist())
    assert "13912342207" not in bundle.read("data.json").decode()
    assert DataRequest.objects.get().kind == "copy"


def ask(phone, child):
    phone.post(f"/family/{child.pk}/data/erasure/", {"id": uuid7(), "reason": "已转学"})
    return DataRequest.objects.get(kind="erasure")


def test_erasure_is_asked_answered_with_a_reason_and_refused_while_the_child_has_a_place(
    phone, child, as_user, staff, manager
):
    asked = ask(phone, child)
    address = f"/stations/data-requests/{asked.pk}/answer/"
    assert as_user(staff).post(address, {"do": "erase", "reason": "x"}).status_code == 403
    desk = as_user(manager)
    assert NAME in desk.get(f"/stations/data-requests/{child.facility_id}/").content.decode()
    assert desk.post(address, {"do": "erase", "reason": "家长申请"}).status_code == 409
    desk.post(address, {"do": "decline", "reason": "本期尚未结束"})
    assert "本期尚未结束" in phone.get(f"/family/{child.pk}/data/").content.decode()


def test_an_officer_of_the_union_answers_without_reading_the_name(phone, child, as_user, station):
    asked = ask(phone, child)
    officer = factories.make_user("union_officer", station.union)
    desk = as_user(officer)
    assert desk.get("/stations/data-requests/").url == f"/stations/data-requests/{station.pk}/"
    page = desk.get(f"/stations/data-requests/{station.pk}/").content.decode()
    assert str(asked.pk) in page
    assert NAME not in page
    assert MOTHER not in page
    desk.post(f"/stations/data-requests/{asked.pk}/answer/", {"do": "decline", "reason": "本期尚未结束"})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("declined", officer)


def test_after_an_erasure_the_database_does_not_know_the_name(phone, child, as_user, manager):
    live(child, phone)
    asked = ask(phone, child)
    withdraw(enrolment=Enrolment.objects.get(child=child), reason=f"{NAME}转学", by=TESTER)
    texts = (NAME, "ouyangmuyang", MOTHER, GRANDFATHER, "慕容姥姥", "云南路小学", "大学路小学", "欧阳")
    assert grep(*texts)
    as_user(manager).post(f"/stations/data-requests/{asked.pk}/answer/", {"do": "erase", "reason": "家长申请"})
    assert grep(*texts) == set()
    stone = Erasure.objects.get()
    assert (stone.child_id, stone.request_id) == (child.pk, asked.pk)
    assert Child.objects.get(pk=child.pk).erased_at
    assert child.handovers.count() == 2, "what happened stays, of nobody"
    assert phone.get("/family/").status_code == 302, "the account is closed"
    assert not Reminder.objects.filter(kind="handover").exists()


def test_a_guardian_who_has_another_child_here_stays(child, phone, term, as_user, manager):
    other = world.make_child(term, guardian=NewGuardian(MOTHER, "13911112222", "mother"))
    asked = ask(phone, child)
    withdraw(enrolment=Enrolment.objects.get(child=child), reason="转学", by=TESTER)
    as_user(manager).post(f"/stations/data-requests/{asked.pk}/answer/", {"do": "erase", "reason": "家长申请"})
    assert phone.get(f"/family/{other.pk}/").status_code == 200
    assert phone.get(f"/family/{child.pk}/").status_code == 404
    assert other.guardians.get().name == MOTHER


def test_health_data_are_erased_from_row_and_history_alone(phone, child, as_user, manager):
    phone.post(f"/family/{child.pk}/consents/", {"kind": "health", "given": "no"})
    asked = DataRequest.objects.get(kind="health")
    as_user(manager).post(f"/stations/data-requests/{asked.pk}/answer/", {"do": "erase", "reason": "撤回同意"})
    fresh = Child.objects.get(pk=child.pk)
    assert (fresh.allergies, fresh.name) == ("", NAME)
    assert not any(row.allergies for row in fresh.history.all())


def test_the_application_by_which_a_child_came_is_erased_with_it(term):
    amend_term(term=term, version=None, reason="x", by=TESTER, applications_from=timezone.now())
    term.refresh_from_db()
    wanted = Wanted(
        Registration(
            child={"name": NAME, "sex": "female", "birth_date": dt.date(2017, 3, 5), "grade": 2},
            guardians=[NewGuardian(MOTHER, "13911112222", "mother")],
            consents=[world.AGREED],
        )
    )
    applications.apply(id=uuid7(), term=term, phone="13911112222", children=[wanted], signed_by=MOTHER, by=TESTER)
    child = Child.objects.get(name=NAME)
    withdraw(enrolment=Enrolment.objects.get(child=child), reason="转学", by=TESTER)
    assert grep(NAME, MOTHER)
    erase_child(child=child, reason="家长申请", by=TESTER)
    assert grep(NAME, MOTHER) == set()
