"""An emergency in three taps, with a line and without one; and the kitchen's stepper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ops.organization.roles import Role
from safety.food.models import FridgeReading
from safety.incidents.models import Incident
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def station():
    city = factories.make_union("市总工会")
    return factories.make_facility(city, name="云南路爱心驿站")


@pytest.fixture
def staff(station):
    return factories.make_user(Role.STATION_STAFF, station)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_taps_report_it_and_lead_to_its_clock(open_browser, sign_in, station, staff, language):
    page = open_browser("phone", language)
    sign_in(page, staff)
    page.goto(f"/facilities/{station.pk}/incidents/report/")
    assert_accessible(page)
    page.click("label:has(input[value=food])")
    expect(page.locator("[data-for=food]")).to_be_visible()
    page.click("label:has(input[value=grave])")
    page.click("button[form=incident]")
    page.wait_for_url("**/incidents/*-*/")
    expect(page.locator(".banner .clock")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    assert Incident.objects.get().severity == "grave"


def test_without_a_line_it_is_kept_and_sent_later(open_browser, sign_in, station, staff):
    page = open_browser("phone", "en")
    sign_in(page, staff)
    page.goto(f"/facilities/{station.pk}/incidents/report/")
    page.context.set_offline(True)
    page.click("label:has(input[value=injury])")
    page.click("button[form=incident]")
    page.wait_for_selector("[data-waiting]:not([hidden])")
    assert not Incident.objects.exists()
    page.context.set_offline(False)
    until(Incident.objects.exists)
    assert Incident.objects.get().kind == "injury"


def test_a_fridge_is_read_by_two_taps_from_its_last_value(open_browser, sign_in, station, staff):
    page = open_browser("phone", "zh")
    sign_in(page, staff)
    page.goto(f"/facilities/{station.pk}/kitchen/")
    page.click("[data-sheet=reading-other]")
    page.fill("#reading-other [name=appliance]", "1 号冰箱")
    page.fill("#reading-other [name=temperature]", "4")
    follow(page.locator("#reading-other button.primary"))
    page.click("#readings [data-step='0.5']")
    follow(page.locator(".reading-form button[type=submit]"))
    assert {str(row.temperature) for row in FridgeReading.objects.all()} == {"4.0", "4.5"}
    assert_fits(page)
    assert_accessible(page)
