"""A long export: asked for, watched while a worker writes it, and taken away, all on the page where it was started."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from ops.jobs.actions import run_waiting
from ops.jobs.models import Job
from ops.organization.roles import Role
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow
from tests.ops import ledger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "language"), [("phone", "zh"), ("desk", "en")])
def test_an_export_is_watched_where_it_was_asked_for(
    open_browser, sign_in, auditor, district, settings, size, language
):
    settings.HISTORY_EXPORT_AT_ONCE = 0
    station = factories.make_facility(district, name="云南路驿站")
    staff = ledger.person(factories.make_user(Role.STATION_STAFF, station))
    ledger.make_run(station, ledger.make_checklist(), staff)
    page = open_browser(size, language)
    sign_in(page, auditor)
    page.goto(f"/facilities/{station.pk}/history/")
    page.locator("[data-sheet=export]").click()
    follow(page.locator("dialog button[name=format]").first)
    card = page.locator("section[id^=job-]")
    expect(card).to_contain_text("排队中" if language == "zh" else "In the queue")
    assert_fits(page)
    assert_accessible(page)
    run_waiting()
    download = card.locator("a.button.primary")
    expect(download).to_be_visible()
    assert "job=" in page.url, "it is the same page, loaded again"
    assert_fits(page)
    with page.expect_download() as taken:
        download.click()
    with taken.value.path().open("rb") as file:
        sheet = load_workbook(file).worksheets[0]
    assert sheet.max_row - 1 == Job.objects.get().outcome["rows"]
