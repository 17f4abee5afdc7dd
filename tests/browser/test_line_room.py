"""A room's day: its manager fills in the cleaning checklist, a mother goes in and out by the code at the door."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from ops.checklists import library
from ops.checklists.models import ChecklistRun, Finding, Photo
from ops.duties.models import Duty
from ops.facilities.models import OpeningHours
from ops.organization.roles import Role
from ops.records import bulk
from rooms.opening.actions import add_room
from rooms.visits.models import Feedback, Visit
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow, until
from tests.ops.checklists import picture
from tests.ops.duty_world import make_duty, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(district):
    """A room that is always open."""
    facility = factories.make_facility(district, "room", "万象城三层小屋", emergency_phone="0532 8000 1234")
    hours = [OpeningHours(facility=facility, weekday=n, opens=dt.time(0), closes=dt.time(23, 59)) for n in range(7)]
    bulk.insert(OpeningHours, hours, by=factories.TESTER)
    return add_room(facility=facility, by=factories.TESTER)


@pytest.fixture
def duty(room):
    """Today's cleaning, due in an hour."""
    checklist = library.publish(factories.TESTER)["room-daily-cleaning"]
    plan = make_plan(
        room.facility,
        regime="cleaning",
        name="日清洁",
        name_en="Daily cleaning",
        completed_by="checklist",
        checklist=checklist,
        trigger="",
    )
    return make_duty(plan, due_in=60)


@pytest.fixture
def manager(room):
    """Who looks after the room."""
    return factories.make_user(Role.ROOM_MANAGER, room.facility, name="孙洁")


def photo(name="door.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture((640, 480))}


@pytest.mark.parametrize(("size", "language"), [("phone", "zh"), ("desk", "en")])
def test_the_cleaning_checklist_is_filled_in_with_a_fault_its_note_and_a_photo(
    open_browser, sign_in, manager, duty, size, language
):
    page = open_browser(size, language)
    sign_in(page, manager)
    page.goto("/today/")
    follow(page.locator(f"a[href='/duties/{duty.pk}/checklist/']"))
    assert_fits(page)
    for item in page.locator("[data-item=yes_no]").all()[:5]:
        item.locator("label.yes").click()
    door = page.locator("#item-door")
    door.locator("label.no").click()
    submit = page.locator("[data-submit]")
    expect(submit).to_have_class("button full big unready")
    submit.click()
    page.wait_for_timeout(300)
    assert not ChecklistRun.objects.exists(), "the fault needs a word and a photo"
    door.locator("[name=item-door-note]").fill("门锁松了")
    door.locator("input[type=file]").set_input_files(photo())
    door.locator("figure[data-kept]").wait_for()
    until(Photo.objects.exists)
    assert_accessible(page)
    expect(submit).to_have_text("提交" if language == "zh" else "Submit")
    submit.click()
    page.wait_for_url("**/checklist-runs/**")
    run = ChecklistRun.objects.get()
    duty.refresh_from_db()
    assert (duty.state, duty.record_id, duty.done_by) == (Duty.State.DONE, run.pk, manager)
    assert Finding.objects.get().run == run
    expect(page.locator("main")).to_contain_text("门锁松了")
    shown = page.locator(".photos img")
    assert shown.count() == 1
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0 || image.decode().then(() => true)")
    assert_fits(page)
    page.goto("/today/")
    expect(page.locator("main")).to_contain_text("孙洁")


def test_a_checklist_left_half_way_is_there_again(open_browser, sign_in, manager, duty):
    page = open_browser()
    sign_in(page, manager)
    page.goto(f"/duties/{duty.pk}/checklist/")
    page.locator("#item-floor label.no").click()
    page.fill("[name=item-floor-note]", "有积水")
    until(lambda: page.evaluate("JSON.stringify(localStorage)").count("有积水"))
    page.close()
    again = page.context.new_page()
    again.goto(f"/duties/{duty.pk}/checklist/")
    expect(again.locator("[name=item-floor-note]")).to_have_value("有积水")
    expect(again.locator("#item-floor label.no input")).to_be_checked()
    expect(again.locator("[data-progress-text]")).to_contain_text("1 / 6")


def test_the_manager_sees_the_fault_at_the_room_and_what_is_done_about_it(open_browser, sign_in, manager, room, duty):
    page = open_browser()
    sign_in(page, manager)
    page.goto(f"/duties/{duty.pk}/checklist/")
    for item in page.locator("[data-item=yes_no]").all():
        item.locator("label.yes").click()
    page.locator("#item-floor label.no").click()
    page.fill("[name=item-floor-note]", "有积水")
    page.click("[data-submit]")
    page.wait_for_url("**/checklist-runs/**")
    page.goto(f"/rooms/{room.facility.pk}/")
    expect(page.locator("main")).to_contain_text("地面干净，没有积水")
    page.goto(f"/checklist-runs/{ChecklistRun.objects.get().pk}/")
    assert not Finding.objects.get().settled_at
    follow(page.locator("main a[href*='/corrective-actions/']").first)
    expect(page.locator("main")).to_contain_text("有积水")
    assert_fits(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mother_scans_goes_in_and_out_without_a_name(open_browser, room, language):
    page = open_browser("phone", language)
    page.goto(f"/r/{room.facility.code}/")
    assert_fits(page)
    assert_accessible(page)
    start, leave = ("开始使用", "离开") if language == "zh" else ("Start", "Leave")
    button = page.get_by_role("button", name=start, exact=True)
    assert button.bounding_box()["height"] >= 48
    button.click()
    expect(page.get_by_role("button", name=leave, exact=True)).to_be_visible()
    assert Visit.objects.get().left_at is None

    other = open_browser("phone", language)
    other.goto(f"/r/{room.facility.code}/")
    assert other.get_by_role("button", name=start, exact=True).count() == 0
    assert other.get_by_role("button", name=leave, exact=True).count() == 0
    assert_accessible(other)

    page.get_by_role("button", name=leave, exact=True).click()
    expect(page.get_by_role("button", name=start, exact=True)).to_be_visible()
    assert Visit.objects.get().left_at is not None
    page.locator(".door-kinds button").first.click()
    until(Feedback.objects.exists)
    expect(page.locator(".notice[role=status]")).to_be_visible()


def test_what_is_no_photo_is_said_at_the_item(open_browser, sign_in, manager, room, duty):
    """Also where the browser's own check does not run: the server says it at the item."""
    page = open_browser(java_script_enabled=False)
    sign_in(page, manager)
    page.goto(f"/duties/{duty.pk}/checklist/")
    door = page.locator("#item-door")
    door.locator("input[type=file]").set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": b"a list, not a photo"}
    )
    page.click("[data-submit]")
    expect(page.locator("#item-door .error").first).to_contain_text("照片")
    assert not Photo.objects.exists()
