"""A whole morning with few taps, the evacuation list without a line, and the tablet at the door."""

import pytest
from playwright.sync_api import expect

from ops.organization.roles import Role
from stations.attendance import codes
from stations.attendance.kiosk import COOKIE, start_kiosk
from stations.attendance.models import Handover
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, until
from tests.stations import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def station(district):
    """A station whose term runs today."""
    return world.make_station(district)


@pytest.fixture
def term(station):
    """Its term."""
    return world.make_term(station)


@pytest.fixture
def staff(station):
    """Who stands at the door."""
    return factories.make_user(Role.STATION_STAFF, station)


def test_thirty_children_arrive_in_thirty_taps_and_thirty_requests(open_browser, sign_in, staff, term):
    for _number in range(30):
        world.make_child(term)
    page = open_browser("phone", "zh")
    sign_in(page, staff)
    sent, taps = [], 0
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for tile in page.locator(".tile").all():
        tile.locator("button.child").click()
        taps += 1
    until(lambda: Handover.objects.count() == 30)
    expect(page.locator(".child.sending")).to_have_count(0)
    assert taps <= 35
    assert len(sent) == 30


def test_the_evacuation_list_opens_without_a_line_and_knows_the_last_taps(open_browser, sign_in, staff, term, station):
    here, late = world.make_child(term, name="孙沐阳"), world.make_child(term, name="王小满")
    world.arrive(here)
    page = open_browser("phone", "en")
    sign_in(page, staff)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    url = f"/stations/evacuation/{station.pk}/"
    until(lambda: page.evaluate("async (url) => Boolean(await (await caches.open('pages')).match(url))", url))
    page.context.set_offline(True)
    page.locator(f'.tile[data-child="{late.pk}"] button.child').click()
    expect(page.locator("[data-outbox]")).to_have_text("Offline, 1 waiting")
    page.goto(url)
    expect(page.locator("[data-number=here]")).to_have_text("2")
    expect(page.locator("#evac-at")).to_contain_text("No line")
    page.locator(f'[data-tick="{late.pk}"]').check()
    page.reload()
    expect(page.locator(f'[data-tick="{late.pk}"]')).to_be_checked()
    expect(page.locator("#evac-left")).to_have_text("1 still to be counted")
    page.context.set_offline(False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_guardian_at_the_tablet(open_browser, term, station, live_server, language):
    child = world.make_child(term, name="孙沐阳")
    _kiosk, token = start_kiosk(facility=station, name="大门", by=factories.TESTER)
    _code, digits = codes.issue_pickup_code(person=world.mother_of(child), by=factories.TESTER)
    page = open_browser("phone", language)
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    page.clock.install()
    page.goto("/kiosk/")
    assert_fits(page)
    assert_accessible(page)
    page.goto("/stations/")
    assert page.url.endswith("/kiosk/")
    for digit in digits:
        page.locator(f'[data-key="{digit}"]').click()
    expect(page.locator(".kiosk-list")).to_contain_text("孙沐阳")
    page.click("button[name=do]")
    expect(page.locator(".kiosk-done")).to_be_visible()
    until(lambda: Handover.objects.filter(child=child).exists())
    page.context.set_offline(True)
    expect(page.locator("#kiosk-offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".kiosk-code")).to_be_visible()
    page.locator('[data-key="7"]').click()
    expect(page.locator(".kiosk-code")).to_have_value("7")
    page.clock.fast_forward("00:21")
    expect(page.locator(".kiosk-code")).to_have_value("")
    page.route("**/kiosk/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    for digit in digits:
        page.locator(f'[data-key="{digit}"]').click()
    expect(page.locator("#kiosk-offline")).to_be_visible()
    page.unroute("**/kiosk/")
    page.clock.fast_forward("00:16")
    expect(page.locator("#kiosk-offline")).to_be_hidden()
