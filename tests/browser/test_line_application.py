"""A guardian's phone: from the code at the door to a signed application, over a line that drops."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stations.enrolment.models import Enrolment
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits
from tests.stations import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("eager_tasks")]
PHONE = "13800001234"
CHILD = {"name": "曾小满", "birth_date": "2017-03-05", "school": "云南路小学"}


@pytest.fixture
def term():
    station = world.make_station(factories.make_union("市总工会"))
    return world.make_term(station, applications_from=timezone.now() - dt.timedelta(hours=1))


def prove(page, gateway, term):
    page.goto(f"/s/{term.facility.code}/apply/")
    assert_fits(page)
    page.click(f"a[href$='/apply/{term.pk}/']")
    page.fill("[name=phone]", PHONE)
    page.click("main form button.primary")
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", gateway.last_code(PHONE))
    page.click("main form button.primary")
    expect(page.locator("form#apply")).to_be_visible()


def go_on(page, to):
    assert_fits(page)
    page.click("[data-part-next]")
    page.wait_for_url(f"**#step-{to}")
    expect(page.locator(f".step:nth-of-type({to})")).to_be_visible()


def sign(page):
    canvas = page.locator("[data-signature] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 90, steps=4)
    page.mouse.up()
    expect(page.locator("[data-signature]")).to_have_class(re.compile("done"))


def test_from_the_code_at_the_door_to_a_number_in_the_order(open_browser, gateway, term):
    page = open_browser("phone", "zh")
    prove(page, gateway, term)
    for answer in page.locator(".agreement label.yes").all():
        answer.click()
    go_on(page, 2)
    for name, value in CHILD.items():
        page.fill(f"[name=c1-{name}]", value)
    page.select_option("[name=c1-grade]", "2")
    page.check("[name=c1-sex][value=female]", force=True)
    go_on(page, 3)
    page.fill("[name=g1-name]", "王丽")
    page.select_option("[name=g1-relation]", "mother")
    go_on(page, 4)
    go_on(page, 5)
    go_on(page, 6)
    page.fill("[name=signed_by]", "王丽")
    sign(page)
    assert_accessible(page)

    page.context.set_offline(True)
    page.click("form#apply button[type=submit]:visible")
    expect(page.locator(".toast.bad")).to_be_visible()
    page.context.set_offline(False)
    page.goto(f"/s/{term.facility.code}/apply/")
    page.goto(f"/s/{term.facility.code}/apply/{term.pk}/#step-6")
    expect(page.locator("[name=c1-name]")).to_have_value("曾小满")
    expect(page.locator("[data-signature]")).to_have_class(re.compile("done"))
    assert not Enrolment.objects.exists()
    page.click("form#apply button[type=submit]:visible")
    page.wait_for_url("**/s/application/**")
    expect(page.locator("h2", has_text="曾**")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    place = Enrolment.objects.get()
    assert (place.child.name, place.child.school, place.state) == ("曾小满", "云南路小学", "applied")
    assert all(place.child.consents.values_list("signature", flat=True))
    page.goto(f"/s/{term.facility.code}/apply/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('keep:')).length") == 0
