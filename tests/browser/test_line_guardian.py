"""A guardian's phone and the station's: a person asked for and confirmed, a code given and used at the door."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ops.organization.roles import Role
from stations.attendance.models import Absence, Handover
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow
from tests.stations import family, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def child():
    city = factories.make_union("市总工会")
    return world.make_child(world.make_term(world.make_station(city)))


@pytest.fixture
def staff(child):
    return factories.make_user(Role.STATION_STAFF, child.facility)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_grandfather_is_asked_for_confirmed_and_collects_by_code(open_browser, sign_in, child, staff, language):
    phone, desk = open_browser("phone", language), open_browser("phone", "en")
    sign_in(phone, family.account_of(child))
    phone.wait_for_url("**/family/")
    assert_fits(phone)
    assert_accessible(phone)
    follow(phone.locator(".family-head"))
    assert_fits(phone)
    assert_accessible(phone)
    follow(phone.locator(f"a[href$='/family/{child.pk}/persons/new/']"))
    phone.fill("[name=name]", "陈福来")
    phone.select_option("[name=relation]", "grandfather")
    phone.click("button[form=wish]")
    phone.wait_for_url(f"**/family/{child.pk}/")
    sign_in(desk, staff)
    desk.goto(f"/stations/requests/{child.facility_id}/")
    assert_accessible(desk)
    follow(desk.locator("button[value=confirm]"))
    world.arrive(child)
    phone.goto(f"/family/{child.pk}/code/")
    follow(phone.locator("li:has-text('陈福来') button"))
    digits = phone.inner_text(".family-code").replace(" ", "")
    assert_fits(phone)
    assert_accessible(phone)
    desk.goto(f"/stations/roll-call/{child.facility_id}/code/")
    desk.fill("[name=code]", digits)
    follow(desk.locator("main button.primary"))
    follow(desk.locator("button[value=pick_up]"))
    assert Handover.objects.get(kind="pick_up").person_name == "陈福来"
    phone.goto("/family/")
    expect(phone.locator(".family-now .state.ok")).to_be_visible()


def test_other_days_are_asked_only_where_they_are_chosen(open_browser, sign_in, child):
    page = open_browser("phone", "en")
    sign_in(page, family.account_of(child))
    page.goto(f"/family/{child.pk}/absence/")
    expect(page.locator("[name=first_day]")).to_be_hidden()
    page.check("[name=when][value=days]")
    expect(page.locator("[name=first_day]")).to_be_visible()
    assert_accessible(page)
    page.check("[name=when][value=tomorrow]")
    page.check("[name=reason][value=family]")
    page.click("button[form=absence]")
    page.wait_for_selector("form[action$='/back/']")
    assert Absence.objects.get().reason == "family"
