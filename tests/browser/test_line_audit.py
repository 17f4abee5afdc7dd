"""An auditor at a desk: from who is behind to what was changed in one facility, by whom, when, from where and why."""

import csv
import datetime as dt
import pathlib

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from ops.audit.models import Export
from ops.duties import tasks
from ops.organization.roles import Role
from ops.records.actions import amend
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow
from tests.ops import ledger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "登记时看错了钟"


@pytest.fixture
def facility(district):
    """A station of the district."""
    return factories.make_facility(district, name="云南路驿站", name_en="Yunnan Road Station")


@pytest.fixture
def run(facility):
    """A checklist of yesterday, corrected today by the facility's manager."""
    manager = ledger.person(factories.make_user(Role.FACILITY_MANAGER, facility, name="于海燕"))
    checklist = ledger.make_checklist()
    at = timezone.now() - dt.timedelta(days=1)
    with time_machine.travel(at, tick=True):
        made = ledger.make_run(facility, checklist, manager, done_by_name="于海燕")
    ledger.make_run(facility, checklist, manager)
    return amend(made, by=manager, version=1, reason=REASON, done_by_name="赵敏")


@pytest.fixture
def behind(facility):
    """A duty that is overdue since an hour."""
    duty = ledger.make_duty(ledger.make_plan(facility), timezone.now() - dt.timedelta(hours=1, minutes=30))
    tasks.sweep()
    return duty


@pytest.mark.parametrize(("size", "language"), [("desk", "zh"), ("phone", "en")])
def test_from_the_desk_to_the_amendment(open_browser, sign_in, auditor, facility, run, behind, size, language):
    page = open_browser(size, language)
    sign_in(page, auditor)
    name = facility.name if language == "zh" else facility.name_en
    row = page.locator("table.behind tr", has_text=name)
    expect(row).to_contain_text("1 小时" if language == "zh" else "1 h")
    assert_fits(page)
    follow(row.locator("th a"))
    page.wait_for_url(f"**/facilities/{facility.pk}/history/**")
    corrected = page.locator(".entry.amended", has_text=REASON)
    expect(corrected.locator(".diff")).to_contain_text("于海燕")
    for said in ("赵敏", REASON, "10.2.··.14", "网页" if language == "zh" else "Web page"):
        expect(corrected).to_contain_text(said)
    assert_fits(page)
    assert_accessible(page)
    before = page.locator(".entry").count()
    follow(page.locator("a.chip[href*='only=']").first)
    expect(corrected).to_be_visible()
    assert page.locator(".entry").count() < before
    follow(corrected.locator("h3 a, .provenance a").first)
    expect(page.locator("table.versions")).to_contain_text(REASON)
    expect(page.locator("table.versions th[scope=col]")).to_have_count(2)
    assert_fits(page)
    assert_accessible(page)


def test_the_filtered_history_is_taken_away_as_workbook_and_as_text(open_browser, sign_in, auditor, facility, run):
    page = open_browser("desk")
    sign_in(page, auditor)
    page.goto(f"/facilities/{facility.pk}/history/?all=1&kind=ops.checklistrun")
    for suffix in ("xlsx", "csv"):
        page.click("[data-sheet=export]")
        with page.expect_download() as started:
            page.click(f"#export button[value={suffix}]")
        found = started.value
        assert found.suggested_filename.endswith(f".{suffix}")
        assert facility.code in found.suggested_filename
        text = read(found.path(), suffix)
        assert len(text) == 4, "a heading and three versions"
        told = "\n".join("|".join(row) for row in text)
        for part in (REASON, "赵敏", "于海燕"):
            assert part in told
        page.keyboard.press("Escape")
    assert Export.objects.count() == 2


def read(path: pathlib.Path, suffix: str) -> list[list[str]]:
    """The rows of the table in a downloaded file."""
    if suffix == "xlsx":
        with path.open("rb") as file:
            rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
        return [[str(cell or "") for cell in row] for row in rows]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_unions_auditor_finds_none_of_it(open_browser, sign_in, other_auditor, facility, run, language):
    page = open_browser("desk", language)
    sign_in(page, other_auditor)
    for address in (f"/facilities/{facility.pk}/", f"/facilities/{facility.pk}/history/", f"/checklist-runs/{run.pk}/"):
        assert page.goto(address).status == 404
        expect(page.locator("h1")).to_have_text(
            "这里没有您能看的内容" if language == "zh" else "There is nothing here for you"
        )
        assert facility.name not in page.content()
    assert_accessible(page)
    assert page.request.get(f"/api/v1/facilities/{facility.pk}/history/").status == 404
    page.goto("/facilities/")
    assert facility.name not in page.inner_text("main")
