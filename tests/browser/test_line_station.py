"""A day at the station door, as staff live it on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ops.organization.roles import Role
from stations.attendance.models import Handover
from stations.meals import planning
from stations.meals.models import AccompaniedMeal, MealRecord
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow, until
from tests.factories import TESTER
from tests.stations import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["孙沐阳", "王小满", "李一诺", "陈思远", "刘梓涵", "赵雨桐"]


@pytest.fixture
def station(district):
    """A station whose term runs today."""
    return world.make_station(district)


@pytest.fixture
def children(station):
    """Six children, by name."""
    term = world.make_term(station)
    flags = {"陈思远": "花生过敏"}
    return {name: world.make_child(term, name=name, flag=flags.get(name, "")) for name in NAMES}


@pytest.fixture
def staff(station):
    """Who stands at the door."""
    return factories.make_user(Role.STATION_STAFF, station, name="赵敏")


def tile(page: Page, name: str):
    return page.locator(f'.tile[data-name="{name}"]')


def tap(page: Page, name: str) -> None:
    tile(page, name).locator("button.child").click()


def shown(page: Page) -> list[str]:
    return [one.get_attribute("data-name") or "" for one in page.locator(".tile:visible").all()]


def standing(child) -> list[str]:
    return list(
        Handover.objects.filter(child=child, voided_at=None).order_by("sequence").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(("size", "language"), [("phone", "zh"), ("desk", "en")])
def test_children_arrive_one_tap_one_record_and_a_wrong_tap_is_taken_back(
    open_browser, sign_in, staff, children, size, language
):
    page = open_browser(size, language)
    sign_in(page, staff, login=staff.phone)
    assert "/stations/roll-call/" in page.url
    before = shown(page)
    assert sorted(before) == sorted(NAMES)
    assert_fits(page)
    assert_accessible(page)

    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for name in NAMES[:3]:
        tap(page, name)
    expect(page.locator("[data-count=here]").first).to_have_text("3")
    until(lambda: Handover.objects.count() == 3)
    page.wait_for_timeout(300)
    assert len(sent) == 3
    assert shown(page) == before, "tiles stay where they are"

    page.click(".toast .undo")
    expect(tile(page, NAMES[2])).to_have_attribute("data-state", "missing")
    until(lambda: standing(children[NAMES[2]]) == [])
    assert standing(children[NAMES[0]]) == ["drop_off"]
    page.reload()
    assert NAMES[2] in shown(page)
    assert NAMES[0] not in shown(page)


def test_two_quick_taps_on_a_tile_are_one(open_browser, sign_in, staff, children):
    page = open_browser()
    sign_in(page, staff)
    tile(page, "孙沐阳").locator("button.child").dblclick()
    until(lambda: Handover.objects.count() == 1)
    page.wait_for_timeout(500)
    assert standing(children["孙沐阳"]) == ["drop_off"]


def test_a_child_is_found_by_initials_and_by_character(open_browser, sign_in, staff, children):
    page = open_browser()
    sign_in(page, staff)
    page.click("[data-search]")
    for text in ("smy", "沐阳", "sun"):
        page.fill("#find", text)
        expect(page.locator(".tile:visible")).to_have_count(1)
        assert shown(page) == ["孙沐阳"], text
    page.fill("#find", "xx")
    expect(page.locator("#nobody")).to_be_visible()


def test_pick_up_to_an_authorised_person_and_a_warning_about_another(open_browser, sign_in, staff, station, children):
    child = children["王小满"]
    mother = world.mother_of(child)
    world.authorise(child, "钱大同", "father", barred=True, barred_note="法院禁令，2026 年 3 月")
    for name in NAMES[:3]:
        world.arrive(children[name], at=timezone.now() - dt.timedelta(minutes=5))
    page = open_browser()
    sign_in(page, staff)
    page.click("[data-show=here]")
    tap(page, "王小满")
    sheet = page.locator("#child-sheet")
    expect(sheet).to_be_visible()
    assert_accessible(page)
    assert not sheet.get_by_text("法院禁令").is_visible(), "parents see the screen"
    sheet.locator(".barred summary").click()
    expect(sheet.get_by_text("法院禁令")).to_be_visible()
    assert sheet.locator("[data-do=leave]", has_text="钱大同").count() == 0
    sheet.locator("[data-do=leave]", has_text=mother.name).click()
    expect(tile(page, "王小满")).to_have_attribute("data-state", "left")
    until(lambda: standing(child) == ["drop_off", "pick_up"])
    left = Handover.objects.get(child=child, kind="pick_up")
    assert left.person == mother
    assert left.recorded_by == staff
    page.click(".toast .undo")
    until(lambda: standing(child) == ["drop_off"])


def test_lunch_is_served_to_all_who_are_here_with_exceptions_by_tap(open_browser, sign_in, staff, station, children):
    for name in NAMES[:4]:
        world.arrive(children[name], at=timezone.now() - dt.timedelta(minutes=5))
    for name in ("宫保鸡丁", "米饭"):
        row = planning.plan_by_name(facility=station, day=station.today(), kind="lunch", name=name, by=TESTER)
        planning.check_dishes(facility=station, contains={row.dish_id: row.dish.allergens}, by=TESTER)
    page = open_browser()
    sign_in(page, staff)
    page.goto(f"/stations/meals/{station.pk}/?kind=lunch")
    assert_fits(page)
    assert_accessible(page)
    assert page.locator("[data-plate]").count() == 4
    page.click("[data-submit]")
    page.wait_for_timeout(300)
    assert not MealRecord.objects.exists(), "nobody said what the allergic child gets"
    page.select_option("[data-settle]", "replaced")
    page.fill("[data-care] input", "番茄炒蛋")
    page.click("[data-brush=none]")
    page.locator("[data-plate]", has_text="李一诺").locator("[data-mark]").click()
    page.click("[data-brush=half]")
    page.locator("[data-plate]", has_text="孙沐阳").locator("[data-mark]").click()
    page.fill("[name=accompanied_by]", "赵敏")
    follow(page.locator("[data-submit]"))
    until(lambda: AccompaniedMeal.objects.filter(person_name="赵敏").exists())
    meal = MealRecord.objects.get()
    assert (meal.present, meal.ate, meal.menu) == (4, 3, "宫保鸡丁、米饭")
    assert sorted(meal.servings.values_list("portion", flat=True)) == ["full", "full", "half", "none"]
    settled = meal.servings.get(has_clash=True)
    assert (settled.child, settled.settled, settled.instead) == (children["陈思远"], "replaced", "番茄炒蛋")
    world.arrive(children["刘梓涵"])
    page.goto(f"/stations/meals/{station.pk}/?kind=lunch")
    assert page.locator("[data-plate]").count() == 1
    follow(page.locator("[data-submit]"))
    until(lambda: meal.servings.count() == 5)
    follow(page.locator("#served .child", has_text="李一诺"))
    page.check("[name=portion][value=half]")
    page.fill("[name=reason]", "后来又吃了")
    page.click("main form:has([name=portion]) button.primary")
    until(lambda: meal.servings.get(child=children["李一诺"]).portion == "half")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_time_is_corrected_later_with_a_reason(open_browser, sign_in, staff, station, children, language):
    record = world.arrive(children["孙沐阳"], at=timezone.now() - dt.timedelta(minutes=10))
    page = open_browser("phone", language)
    sign_in(page, staff)
    follow(page.locator(f"a[href='/stations/roll-call/{station.pk}/records/']").first)
    follow(page.locator(f"a[href='/stations/handovers/{record.pk}/']"))
    before = page.input_value("[name=clock]")
    page.select_option("[name=person]", index=1)
    save = page.locator("form:has([name=clock]) button.primary")
    save.click()
    expect(page.locator(".formfield.wrong [name=reason]").first).to_be_visible()
    assert page.input_value("[name=clock]") == before
    page.locator("form:has([name=clock]) [name=reason]").fill("送来人漏记")
    save.click()
    page.wait_for_url("**/records/**")
    record.refresh_from_db()
    assert record.version == 2
    assert record.person == world.mother_of(children["孙沐阳"])
    assert record.history.latest().history_change_reason == "送来人漏记"
    follow(page.locator(f"a[href='/stations/handovers/{record.pk}/']"))
    expect(page.locator("main")).to_contain_text("送来人漏记")
    assert_fits(page)


def test_taps_without_a_line_wait_are_seen_and_arrive_once(open_browser, sign_in, staff, station, children):
    page = open_browser()
    sign_in(page, staff)
    now = timezone.now()
    page.clock.set_fixed_time(now - dt.timedelta(minutes=25))
    page.context.set_offline(True)
    for name in NAMES[:3]:
        tap(page, name)
    expect(page.locator("[data-outbox]")).to_have_text("离线，3 条待传")
    expect(page.locator("[data-count=here]").first).to_have_text("3")
    assert Handover.objects.count() == 0
    page.clock.set_fixed_time(timezone.now())
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_have_text("已同步")
    until(lambda: Handover.objects.count() == 3)
    for name in NAMES[:3]:
        found = Handover.objects.get(child=children[name])
        assert found.history.latest().source == "offline"
        assert found.entered_late
        assert abs(found.occurred_at - (now - dt.timedelta(minutes=25))) < dt.timedelta(minutes=1)
    page.goto(f"/stations/roll-call/{station.pk}/records/")
    assert page.get_by_text("补录").count() == 3


def test_a_tap_without_a_line_is_taken_back_without_a_trace(open_browser, sign_in, staff, children):
    page = open_browser()
    sign_in(page, staff)
    page.context.set_offline(True)
    tap(page, "孙沐阳")
    expect(page.locator("[data-outbox]")).to_have_text("离线，1 条待传")
    page.click(".toast .undo")
    expect(page.locator("[data-outbox]")).to_have_text("离线")
    page.context.set_offline(False)
    page.wait_for_timeout(800)
    assert Handover.objects.count() == 0


def test_the_board_reopened_without_a_line_shows_what_waits(open_browser, sign_in, staff, children):
    page = open_browser()
    sign_in(page, staff)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    kept = "async () => Boolean(await (await caches.open('pages')).match(location.href, { ignoreVary: true }))"
    until(lambda: page.evaluate(kept))
    tap(page, "王小满")
    until(lambda: standing(children["王小满"]) == ["drop_off"])
    page.context.set_offline(True)
    tap(page, "孙沐阳")
    expect(page.locator("[data-outbox]")).to_have_text("离线，1 条待传")
    page.reload()
    for name in ("孙沐阳", "王小满"):
        expect(tile(page, name)).to_have_attribute("data-state", "here")
    page.context.set_offline(False)
    until(lambda: standing(children["孙沐阳"]) == ["drop_off"])


def test_two_phones_at_one_door_lose_nothing_and_say_what_stands(open_browser, sign_in, staff, children):
    """One without a line marks and hands over whom the other has marked and handed over too."""
    page = open_browser()
    twice, gone, mine = (children[name] for name in NAMES[:3])
    world.arrive(gone)
    sign_in(page, staff)
    page.context.set_offline(True)
    tap(page, NAMES[0])
    tap(page, NAMES[2])
    page.click("#filters [data-show=here]")
    tap(page, NAMES[1])
    page.click("#child-sheet button[data-do=leave]")
    expect(page.locator("[data-outbox]")).to_have_text("离线，3 条待传")
    world.arrive(twice)
    world.leave(gone)
    page.context.set_offline(False)
    for name in NAMES[:2]:
        expect(page.locator(".toast.bad", has_text=name)).to_be_visible()
    expect(page.locator("[data-outbox]")).to_have_text("1 条未被接受")
    assert [standing(one) for one in (twice, gone, mine)] == [["drop_off"], ["drop_off", "pick_up"], ["drop_off"]]
    page.click("[data-outbox]")
    expect(page.locator("#outbox-sheet .error")).to_contain_text(NAMES[1])
    page.click("#outbox-sheet li button")
    expect(page.locator("[data-outbox]")).to_have_text("已同步")
