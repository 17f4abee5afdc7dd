"""A duty left undone becomes overdue by itself: the manager sees it and is told, and later the union."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from ops.duties import tasks
from ops.organization.roles import Role
from ops.reminders.models import Reminder
from tests import factories
from tests.browser.conftest import assert_accessible, assert_fits, follow, until
from tests.ops.duty_world import make_duty, make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(district):
    """A room of the district."""
    return factories.make_facility(district, "room", "万象城三层小屋")


@pytest.fixture
def manager(room):
    """Who answers for the room."""
    return factories.make_user(Role.FACILITY_MANAGER, room, name="邢立新")


@pytest.mark.parametrize(("size", "language", "word"), [("phone", "zh", "逾期"), ("desk", "en", "verdue")])
def test_the_manager_sees_and_is_told(open_browser, sign_in, room, manager, officer, size, language, word):
    plan = make_plan(room, name="晨间安全检查", name_en="Morning safety check", policy="child_safety")
    duty = make_duty(plan, due_in=-2)
    page = open_browser(size, language)
    sign_in(page, manager)
    page.goto("/messages/")
    expect(page.locator(".empty")).to_be_visible()

    tasks.sweep()
    page.goto("/today/")
    title = plan.name if language == "zh" else plan.name_en
    row = page.locator(".list > li", has_text=title)
    expect(row).to_contain_text(word if language == "zh" else "over")
    expect(row.locator(".state.bad")).to_be_visible()
    page.goto("/me/")
    follow(page.locator("a[href='/messages/']").first)
    expect(page.locator("main")).to_contain_text(title)
    assert_fits(page)
    assert_accessible(page)
    follow(page.locator("main .list a").first)
    expect(page.locator("h1")).to_contain_text(title)
    assert Reminder.objects.get(recipient=manager, channel="in_app").read_at
    expect(page.locator("main")).to_contain_text("邢立新")
    assert duty.pk


def test_the_union_sees_who_is_behind_since_when_and_who_knows(open_browser, sign_in, room, manager, officer):
    plan = make_plan(room, name="晨间安全检查", policy="child_safety")
    make_duty(plan, due_in=-200, late=2000)
    tasks.sweep()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=90), tick=True):
        tasks.sweep()
    page = open_browser("desk")
    sign_in(page, officer)
    row = page.locator("table.behind tr", has_text="万象城三层小屋")
    expect(row).to_contain_text("晨间安全检查")
    expect(row).to_contain_text("小时")
    expect(row.locator(".chain")).to_contain_text("现场")
    assert Reminder.objects.filter(recipient=officer).exists()
    row.get_by_role("button", name="催办").click()
    expect(row.get_by_role("button", name="催办")).to_have_count(0)
    until(lambda: Reminder.objects.filter(recipient=manager, created_at__lte=timezone.now()).count() >= 2)
