"""When something goes wrong, nothing is lost, nothing is doubled, and the page says what to do."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ops.organization.roles import Role
from ops.records.actions import amend
from safety.incidents.models import Incident
from stations.attendance.models import Handover
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, fill_in, until
from tests.ops.duty_world import make_duty, make_plan
from tests.stations import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def station(district):
    """A station whose term runs today."""
    return world.make_station(district)


@pytest.fixture
def child(station):
    """A child of it."""
    return world.make_child(world.make_term(station), name="孙沐阳")


@pytest.fixture
def staff(station):
    """Who works there."""
    return factories.make_user(Role.STATION_STAFF, station, name="赵敏")


def test_an_ended_sign_in_keeps_what_was_typed(open_browser, sign_in, staff, child):
    record = world.arrive(child, at=timezone.now() - dt.timedelta(minutes=5))
    page = open_browser()
    sign_in(page, staff)
    page.goto(f"/stations/handovers/{record.pk}/")
    form = page.locator("form:has([name=clock])")
    form.locator("[name=observation]").fill("有点咳嗽")
    form.locator("[name=reason]").fill("家长补充说明")
    page.context.clear_cookies(name="sessionid")
    form.locator("button.primary").click()
    page.wait_for_url("**/sign-in/**")
    fill_in(page, staff.username)
    page.wait_for_url(f"**/stations/handovers/{record.pk}/")
    expect(form.locator("[name=observation]")).to_have_value("有点咳嗽")
    expect(form.locator("[name=reason]")).to_have_value("家长补充说明")
    form.locator("button.primary").click()
    page.wait_for_url("**/records/**")
    record.refresh_from_db()
    assert record.observation == "有点咳嗽"


def test_taps_after_an_ended_sign_in_wait_for_the_next_one(open_browser, sign_in, staff, child):
    page = open_browser()
    sign_in(page, staff)
    page.context.clear_cookies(name="sessionid")
    page.locator(".tile button.child").click()
    expect(page.locator("[data-outbox]")).to_have_text("登录后上传 1 条")
    page.click("[data-outbox]")
    page.click("#outbox-sheet a.button.primary")
    page.wait_for_url("**/sign-in/**")
    fill_in(page, staff.username)
    until(lambda: Handover.objects.filter(child=child).count() == 1)


def test_a_double_tap_on_submit_makes_one_record(open_browser, sign_in, staff, station):
    page = open_browser()
    sign_in(page, staff)
    page.goto(f"/facilities/{station.pk}/incidents/report/")
    page.locator(".kinds label").first.click()
    page.fill("[name=what]", "膝盖擦伤")
    page.locator("button[form=incident]").dblclick()
    page.wait_for_url("**/incidents/*-*/")
    page.wait_for_timeout(400)
    assert Incident.objects.count() == 1


def test_an_answer_lost_on_the_way_makes_no_second_record(open_browser, sign_in, staff, child):
    page = open_browser()
    sign_in(page, staff)
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/api/v1/handovers/", lose, times=1)
    page.locator(".tile button.child").click()
    expect(page.locator("[data-outbox]")).to_have_text("1 条待传")
    expect(page.locator("[data-outbox]")).to_have_text("已同步", timeout=12_000)
    assert lost == [201]
    assert Handover.objects.count() == 1


def test_a_colleague_was_faster_and_the_board_says_so(open_browser, sign_in, staff, child):
    page = open_browser()
    sign_in(page, staff)
    page.wait_for_load_state("networkidle")
    world.arrive(child)
    page.locator(".tile button.child").click()
    expect(page.locator(".toast.bad")).to_contain_text("孙沐阳")
    expect(page.locator(".tile")).to_have_attribute("data-state", "here")
    assert Handover.objects.count() == 1


def test_two_editors_never_overwrite_each_other(open_browser, sign_in, staff, child):
    record = world.arrive(child, at=timezone.now() - dt.timedelta(minutes=5))
    page = open_browser()
    sign_in(page, staff)
    page.goto(f"/stations/handovers/{record.pk}/")
    form = page.locator("form:has([name=clock])")
    form.locator("[name=observation]").fill("我写的")
    form.locator("[name=reason]").fill("补充")
    amend(record, by=factories.TESTER, version=1, reason="同事先改", observation="同事写的")
    form.locator("button.primary").click()
    expect(page.locator(".problems")).to_contain_text("同事写的")
    expect(page.locator(".problems")).to_contain_text("我写的")
    expect(form.locator("[name=observation]")).to_have_value("我写的")
    assert_fits(page)
    assert_accessible(page)
    form.locator("button.primary").click()
    page.wait_for_url("**/records/**")
    record.refresh_from_db()
    assert (record.version, record.observation) == (3, "我写的")


def test_a_text_file_is_no_photo_and_the_field_says_so(open_browser, sign_in, staff, station):
    incident = Incident.objects.none()
    page = open_browser(java_script_enabled=False)
    sign_in(page, staff)
    page.goto(f"/facilities/{station.pk}/incidents/report/")
    page.locator(".kinds label").first.click()
    page.fill("[name=what]", "膝盖擦伤")
    page.locator("button[form=incident]").click()
    page.wait_for_url("**/incidents/*-*/")
    incident = Incident.objects.get()
    page.set_input_files(
        "input[type=file]", {"name": "list.jpg", "mimeType": "image/jpeg", "buffer": "名单".encode() * 400}
    )
    page.locator("form:has(input[type=file]) [type=submit]").click()
    expect(page.locator(".error, .problems").first).to_contain_text("照片")
    assert incident.entries.filter(photo__isnull=False).count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_refusals_are_designed_pages(open_browser, sign_in, staff, station, other_district, language):
    foreign = world.make_station(other_district)
    duty = make_duty(make_plan(station), due_in=30)
    titles = {
        403: ("您的角色打不开这一页", "Your role does not open this page"),
        404: ("这里没有您能看的内容", "There is nothing here for you"),
        409: ("这项任务不用清单完成", "This duty is not completed by a checklist"),
    }
    page = open_browser("phone", language)
    sign_in(page, staff)
    asked = {
        403: "/people/add/",
        404: f"/stations/roll-call/{foreign.pk}/",
        409: f"/duties/{duty.pk}/checklist/",
    }
    for status, address in asked.items():
        assert page.goto(address).status == status
        expect(page.locator("h1")).to_contain_text(titles[status][language == "en"])
        assert page.locator("main a.button, main button").count() >= 1, "there is a way on"
        assert_fits(page)
        assert_accessible(page)
