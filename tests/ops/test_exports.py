"""The filtered history is taken away as a file that opens in WPS, and that is itself on the record."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ops.audit.models import Export
from ops.jobs import running
from ops.jobs.actions import run_waiting
from ops.jobs.models import Job
from ops.jobs.tables import plain
from ops.organization.roles import Role
from ops.records.actions import amend
from tests import factories
from tests.ops import ledger

BAD = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def facility(district):
    return factories.make_facility(district, name="云南路驿站", name_en="Yunnan Road Station")


@pytest.fixture
def manager(facility):
    return factories.make_user(Role.FACILITY_MANAGER, facility, name="于海燕")


@pytest.fixture
def run(facility, manager):
    made = ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager))
    return amend(made, by=ledger.person(manager), version=1, reason=BAD, passed=False)


def taken(client, facility, **query):
    return client.get(f"/api/v1/facilities/{facility.pk}/history/export/", query)


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def book_of(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_workbook_has_every_row_dates_as_dates_and_a_cover(api, auditor, facility, run):
    answer = taken(api(auditor), facility, format="xlsx", kind="ops.checklistrun")
    assert answer.status_code == 200
    assert facility.code in answer["Content-Disposition"]
    sheet, about = book_of(answer).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[0][0] == "recorded at"
    assert rows[1][0] == facility.local(run.history.first().history_date).replace(tzinfo=None, microsecond=0)
    assert sheet["A2"].is_date
    assert sheet.freeze_panes == "A2"
    cover = dict(about.iter_rows(values_only=True))
    assert cover["facility"] == "Yunnan Road Station"
    assert cover["exported by"] == auditor.name
    assert cover["rows"] == 2
    assert "Checklist" in cover["what was chosen"]


def test_nothing_in_a_workbook_is_a_formula(api, auditor, facility, run):
    sheet, about = book_of(taken(api(auditor), facility, format="xlsx")).worksheets
    cells = [cell for page in (sheet, about) for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{BAD}" in [cell.value for cell in cells]


def test_a_text_table_begins_with_its_mark_and_cover(api, auditor, facility, run):
    answer = taken(api(auditor), facility, format="csv", kind="ops.checklistrun")
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["facility", "Yunnan Road Station"]
    head = next(index for index, row in enumerate(rows) if row and row[0] == "recorded at")
    assert len(rows) - head - 1 == 2
    assert f"'{BAD}" in rows[head + 1]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_plain(text):
    assert plain(text) == f"'{text}"


def test_ordinary_values_stay_as_they_are():
    assert [plain(value) for value in ("3.6 °C", 7, "", None, "a\x0bb")] == ["3.6 °C", 7, "", None, "ab"]


def test_the_export_itself_stands_on_the_ledger(api, auditor, facility, run):
    b"".join(taken(api(auditor), facility, format="csv", only="same-day").streaming_content)
    export = Export.objects.get()
    assert (export.exported_by, export.rows, export.filters) == (auditor, 1, {"only": "same-day"})
    (line,) = api(auditor).get(f"/api/v1/facilities/{facility.pk}/history/", {"kind": "ops.export"}).json()["results"]
    assert line["person"] == auditor.name


def test_the_file_holds_what_stood_when_it_was_asked_for(api, auditor, facility, run, manager):
    answer = taken(api(auditor), facility, format="csv", kind="ops.checklistrun")
    ledger.make_run(facility, run.checklist, ledger.person(manager))
    assert sum(len(row) > 2 for row in rows_of(answer)) == 1 + 2


def test_more_rows_than_a_file_may_hold_are_refused_with_advice(api, auditor, facility, run, settings):
    settings.HISTORY_EXPORT_ROWS = 1
    answer = taken(api(auditor), facility, format="csv")
    assert answer.status_code == 400
    assert "Choose fewer days" in answer.json()["detail"]
    assert not Export.objects.exists()


def test_the_page_sends_the_same_file(as_user, auditor, facility, run):
    address = reverse("facility-history-export", args=[facility.pk])
    answer = as_user(auditor).post(address, {"format": "xlsx", "kind": "ops.checklistrun"})
    assert answer.status_code == 200
    assert len(list(book_of(answer).worksheets[0].iter_rows())) == 3
    assert as_user(auditor).get(address).status_code == 405


def test_a_file_of_two_thousand_rows_is_read_in_pieces(api, auditor, facility, run, query_budget):
    from ops.duties.models import Duty
    from ops.records import bulk

    plan = ledger.make_plan(facility)
    start = dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC)
    bulk.insert(Duty, [ledger.duty_of(plan, start + dt.timedelta(hours=n)) for n in range(2100)], by=factories.TESTER)
    with query_budget(40):
        answer = taken(api(auditor), facility, format="csv", kind="ops.duty")
        assert sum(len(row) > 2 for row in rows_of(answer)) == 2101


def test_a_large_export_is_written_by_a_worker_and_taken_from_where_it_was_asked_for(
    as_user, auditor, facility, run, settings
):
    settings.HISTORY_EXPORT_AT_ONCE = 1
    browser = as_user(auditor)
    address = reverse("facility-history-export", args=[facility.pk])
    asked = browser.post(address, {"format": "csv", "kind": "ops.checklistrun"})
    ledger.make_run(facility, run.checklist, ledger.person(auditor))
    page = browser.get(asked["Location"])
    assert page.context["chosen"].kind == "ops.checklistrun", "the page is as it was"
    assert "In the queue" in page.content.decode()
    assert run_waiting() == 1
    job = Job.objects.get()
    page = browser.get(asked["Location"]).content.decode()
    assert "2 rows." in page
    taken = browser.get(reverse("job-file", args=[job.pk]))
    assert facility.code in taken["Content-Disposition"]
    assert sum(len(row) > 2 for row in rows_of(taken)) == 1 + 2, "what stood when it was asked for"
    assert Export.objects.get().exported_by == auditor
    assert browser.get(job.page).status_code == 200


def test_a_program_gets_the_job_of_a_large_export_and_then_its_file(api, auditor, facility, run, settings):
    settings.HISTORY_EXPORT_AT_ONCE = 1
    asked = taken(api(auditor), facility, format="xlsx")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert api(auditor).get(f"{asked['Location']}file/").status_code == 404
    run_waiting()
    assert api(auditor).get(asked["Location"]).json()["has_file"]
    assert len(book_of(api(auditor).get(f"{asked['Location']}file/")).worksheets) == 2


def test_whoever_may_export_no_longer_gets_no_file(api, auditor, facility, run, settings):
    settings.HISTORY_EXPORT_AT_ONCE = 1
    first, second = (taken(api(auditor), facility, format="csv") for _n in range(2))
    running._run(running._claim())
    membership = auditor.memberships.get()
    membership.until = timezone.now()
    membership.acted_by(factories.TESTER).save()
    run_waiting()
    assert [Job.objects.get(pk=one.json()["id"]).state for one in (first, second)] == ["done", "failed"]
    for one in (first, second):
        assert api(auditor).get(f"/api/v1/jobs/{one.json()['id']}/file/").status_code in (403, 404)


def test_staff_may_read_but_not_take_away_and_an_unknown_format_is_refused(api, as_user, auditor, facility, run):
    staff = factories.make_user(Role.STATION_STAFF, facility)
    assert taken(api(staff), facility, format="csv").status_code == 403
    assert as_user(staff).post(reverse("facility-history-export", args=[facility.pk])).status_code == 403
    assert taken(api(auditor), facility, format="pdf").status_code == 400
