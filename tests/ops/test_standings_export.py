"""Who is behind is taken away as a file, by page and by API; a worker writes it."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ops.compliance.actions import count_changes
from ops.duties.models import Duty
from ops.jobs.actions import run_waiting
from ops.jobs.models import Job
from ops.organization.actions import end_membership
from ops.organization.roles import Role
from tests import factories
from tests.factories import TESTER
from tests.ops import ledger

State = Duty.State


@pytest.fixture
def places(district):
    """Two facilities, one of them behind; yesterday one duty done and one missed at the one that is."""
    late = factories.make_facility(district, name="延安路驿站", manager_name="=cmd", manager_phone="13800001111")
    fine = factories.make_facility(district, name="台东驿站")
    plan = ledger.make_plan(late)
    yesterday = timezone.now() - dt.timedelta(days=1)
    for minute, state in enumerate((State.DONE, State.MISSED)):
        ledger.make_duty(plan, yesterday + dt.timedelta(minutes=minute), state)
    ledger.make_duty(plan, timezone.now() - dt.timedelta(minutes=5), State.OVERDUE)
    count_changes()
    return late, fine


def week():
    today = timezone.localdate()
    return {"first": (today - dt.timedelta(days=6)).isoformat(), "last": today.isoformat()}


def asked(api, person, **body):
    answer = api(person).post("/api/v1/compliance/export/", {**week(), **body})
    assert answer.status_code == 202, answer.json()
    assert run_waiting() == 1
    return b"".join(api(person).get(f"/api/v1/jobs/{answer.json()['id']}/file/").streaming_content)


def test_who_is_behind_with_figures_and_whom_to_call(api, auditor, places):
    table, about = load_workbook(io.BytesIO(asked(api, auditor))).worksheets
    head, *rows = table.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Facility"] for row in found] == ["延安路驿站"]
    row = found[0]
    assert (row["Overdue now"], row["Expected"], row["Done"], row["Not done"]) == (1, 3, 1, 1)
    assert (row["Done of expected"], row["Manager"]) == ("33.3%", "'=cmd")
    assert isinstance(row["Overdue since"], dt.datetime)
    assert {"rows", "exported by"} <= {cells[0] for cells in about.iter_rows(values_only=True)}


def test_everybody_as_csv(api, auditor, places):
    text = asked(api, auditor, everybody=True, format="csv").decode("utf-8-sig")
    names = [row[1] for row in csv.reader(io.StringIO(text)) if len(row) > 10][1:]
    assert names == ["台东驿站", "延安路驿站"]


def test_by_the_page_with_progress_and_a_double_tap_is_one_job(as_user, auditor, places, query_budget):
    browser = as_user(auditor)
    page = reverse("desk-facilities")
    assert reverse("desk-facilities-export") in browser.get(page).content.decode()
    sent = {**week(), "format": "xlsx"}
    places_asked = {browser.post(reverse("desk-facilities-export"), sent)["Location"] for _n in range(2)}
    (location,) = places_asked
    assert "Export of who is behind" in browser.get(location).content.decode()
    run_waiting()
    job = Job.objects.get()
    assert (job.state, job.outcome) == (Job.State.DONE, {"rows": 1})
    assert reverse("job-file", args=[job.pk]) in browser.get(location).content.decode()


def test_foreign_unions_odd_days_and_kinds_are_refused(api, auditor, other_district, places):
    post = api(auditor).post
    assert post("/api/v1/compliance/export/", {"union": str(other_district.pk)}).status_code == 404
    assert post("/api/v1/compliance/export/", {"format": "pdf"}).status_code == 400
    turned = post("/api/v1/compliance/export/", {"first": "2026-07-02", "last": "2026-07-01"})
    assert (turned.status_code, list(turned.json()["errors"])) == (400, ["last"])
    assert not Job.objects.exists()


def test_who_lost_the_desk_takes_nothing_away(api, district, places):
    person = factories.make_user(Role.UNION_AUDITOR, district)
    answer = api(person).post("/api/v1/compliance/export/", week())
    end_membership(membership=person.memberships.get(), reason="x", by=TESTER)
    run_waiting()
    assert Job.objects.get().state == Job.State.FAILED
    assert api(person).get(f"/api/v1/jobs/{answer.json()['id']}/file/").status_code in (403, 404)
