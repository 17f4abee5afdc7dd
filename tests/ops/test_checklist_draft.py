"""A duty's checklist begun by one and finished by a colleague; and the code that shows that somebody was there."""

import uuid

import pytest

from ops.checklists.models import ChecklistRun, RunDraft
from ops.duties.models import Duty, DutyPlan
from ops.organization.roles import Role
from ops.records.actions import amend
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import ready
from tests.ops.test_checklist_duty import _afternoon, duty, manager, room, sent  # noqa: F401
from tests.ops.test_checklist_pages import posted


@pytest.fixture
def colleague(room):  # noqa: F811
    return factories.make_user(Role.ROOM_MANAGER, room, name="于海燕")


def draft(**changes):
    version = ready("room-daily-cleaning")
    begun = {
        "run_id": str(uuid.uuid4()),
        "checklist": str(version.pk),
        "answers": {"floor": {"value": "no", "note": "有水"}},
        "started_at": "2026-07-21T05:40:00Z",
        "version": 0,
    }
    return begun | changes


def test_a_colleague_goes_on_where_it_was_left(api, as_user, manager, colleague, duty):  # noqa: F811
    url, page = f"/api/v1/duties/{duty.pk}/draft/", f"/duties/{duty.pk}/checklist/"
    assert api(manager).get(url).status_code == 204
    begun = draft()
    kept = api(colleague).put(url, begun)
    assert (kept.status_code, kept.data["version"], kept.data["started_by"]) == (200, 1, "于海燕")
    opened = as_user(manager).get(page)
    html = opened.content.decode()
    assert "于海燕 began this" in html
    assert "有水" in html
    assert begun["run_id"] in html
    assert as_user(manager).post(page, posted(opened)).status_code == 302
    made = ChecklistRun.objects.get()
    assert (str(made.pk), made.done_by, made.started_at.isoformat()) == (
        begun["run_id"], manager, "2026-07-21T05:40:00+00:00")  # fmt: skip
    assert RunDraft.objects.count() == 0


def test_nobody_writes_over_a_colleague_unseen(api, manager, colleague, duty):  # noqa: F811
    url = f"/api/v1/duties/{duty.pk}/draft/"
    api(colleague).put(url, draft())
    refused = api(manager).put(url, draft())
    assert refused.status_code == 409
    assert "于海燕" in refused.data["detail"]
    assert api(manager).put(url, draft(version=1, answers={})).data["version"] == 2
    assert api(colleague).put(url, draft(version=1)).status_code == 409
    assert RunDraft.objects.get().answers == {}


def test_begun_anew(api, as_user, manager, colleague, duty):  # noqa: F811
    url, page = f"/api/v1/duties/{duty.pk}/draft/", f"/duties/{duty.pk}/checklist/"
    api(colleague).put(url, draft())
    assert as_user(manager).post(page, {"anew": "1"}).status_code == 302
    assert "began this" not in as_user(manager).get(page).content.decode()
    api(colleague).put(url, draft())
    assert api(manager).delete(url).status_code == 204
    assert RunDraft.objects.count() == 0


def test_a_draft_of_what_is_done_is_refused(api, manager, duty):  # noqa: F811
    assert api(manager).post(f"/api/v1/duties/{duty.pk}/checklist/", sent()).status_code == 201
    assert api(manager).put(f"/api/v1/duties/{duty.pk}/draft/", draft()).status_code == 409


def test_whose_draft(api, duty, auditor, other_district):  # noqa: F811
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    for user, status in ((stranger, 404), (auditor, 403)):
        assert api(user).put(f"/api/v1/duties/{duty.pk}/draft/", draft()).status_code == status
        assert api(user).get(f"/api/v1/duties/{duty.pk}/draft/").status_code == status


@pytest.fixture
def asks_presence(duty):  # noqa: F811
    amend(DutyPlan.objects.get(pk=duty.plan_id), by=TESTER, version=None, reason="远", presence=True)
    return Duty.objects.get(pk=duty.pk)


@pytest.mark.parametrize(
    ("given", "presence", "marks"),
    [
        ({"code": "{code}", "scanned": True}, "scanned", []),
        ({"code": "https://example.org/r/{code}/", "scanned": True}, "scanned", []),
        ({"code": " {lower} "}, "typed", []),
        ({}, "missing", ["no_presence"]),
    ],
)
def test_presence_is_proved_by_the_code(api, manager, room, asks_presence, given, presence, marks):  # noqa: F811
    words = {"code": room.code, "lower": room.code.lower()}
    given = {name: value.format(**words) if isinstance(value, str) else value for name, value in given.items()}
    made = api(manager).post(f"/api/v1/duties/{asks_presence.pk}/checklist/", sent(**given))
    assert made.status_code == 201, made.data
    assert (made.data["presence"], made.data["marks"]) == (presence, marks)


def test_the_code_of_another_place_is_refused_and_nothing_recorded(api, as_user, manager, asks_presence):  # noqa: F811
    refused = api(manager).post(f"/api/v1/duties/{asks_presence.pk}/checklist/", sent(code="ABCDEFGH"))
    assert (refused.status_code, list(refused.data["errors"])) == (400, ["code"])
    page = f"/duties/{asks_presence.pk}/checklist/"
    opened = as_user(manager).get(page)
    assert "The code at the door" in opened.content.decode()
    wrong = as_user(manager).post(page, posted(opened) | {"code": "ABCDEFGH"})
    assert wrong.status_code == 422
    assert "This is the code of another place." in wrong.content.decode()
    assert ChecklistRun.objects.count() == 0
