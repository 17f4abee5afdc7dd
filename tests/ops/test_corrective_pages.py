"""The pages: what waits for me, the form with a photo, verify or send back, the desk's list; in both languages."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from ops.checklists.models import Photo
from ops.organization.roles import Role
from ops.policy.actions import set_parameter
from ops.rectification.models import CorrectiveAction
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import jpeg, picture, scenery, send_photo, upload
from tests.ops.corrective import fault, fill, opened

LIST = "/corrective-actions/"


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def staff(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


@pytest.fixture
def stranger(other_district):
    return factories.make_user(Role.FACILITY_MANAGER, factories.make_facility(other_district, "room"))


def page(action, verb=""):
    return f"{LIST}{action.pk}/{verb}"


def text(response):
    return response.content.decode()


def test_an_old_photo_as_evidence_is_said_to_the_verifier(as_user, api, staff, manager, room):
    old = send_photo(api(staff), room, jpeg(scenery(seed=1))).data["id"]
    fill(api(staff), room, floor=fault("墙角积水", photos=[old]))
    action = CorrectiveAction.objects.get()
    form = {"note": "已拖干", "version": 1, "photo": [upload(jpeg(scenery(seed=1), quality=60))]}
    assert as_user(staff).post(page(action, "finish/"), form).status_code == 302
    assert "had been kept before" in text(as_user(manager).get(page(action)))
    as_user(manager).post(page(action, "send-back/"), {"back-reason": "照片是旧的", "back-version": 2})
    again = {"note": "重拍", "version": 3, "photo": [upload(jpeg(scenery(seed=2)))]}
    assert as_user(staff).post(page(action, "finish/"), again).status_code == 302
    assert "had been kept before" not in text(as_user(manager).get(page(action)))


def test_from_todays_page_to_done_and_verified(as_user, api, staff, manager, room):
    fill(api(staff), room, floor=fault("墙角积水"))
    action = CorrectiveAction.objects.get()
    field, boss = as_user(staff), as_user(manager)
    assert "1 corrective action waits for you" in text(field.get(reverse("duty-today")))
    assert str(action.title_en) in text(field.get(LIST))
    shown = text(field.get(page(action)))
    assert "墙角积水" in shown
    assert page(action, "finish/") in shown
    form = {"note": "已拖干", "version": 1, "photo": [upload(picture()), upload(picture((30, 30)))]}
    assert field.post(page(action, "finish/"), form).status_code == 302
    action.refresh_from_db()
    assert (action.state, len(action.evidence), Photo.objects.count()) == ("done", 2, 2)
    assert page(action, "verify/") not in text(field.get(page(action)))
    shown = text(boss.get(page(action)))
    assert page(action, "verify/") in shown
    assert "已拖干" in shown
    assert boss.post(page(action, "verify/"), {"verify-version": 2, "verify-note": "看过"}).status_code == 302
    shown = text(boss.get(page(action)))
    for word in ("Opened", "Put right", "Verified", "看过"):
        assert word in shown


def test_the_finish_form_says_what_is_missing_and_twice_keeps_a_photo_once(as_user, staff, room):
    action, field = opened(room), as_user(staff)
    refused = field.post(page(action, "finish/"), {"note": "", "version": 1})
    assert refused.status_code == 422
    for _time in range(2):
        form = {"note": "好了", "version": 1, "photo": [upload(picture())]}
        assert field.post(page(action, "finish/"), form).status_code == 302
    assert Photo.objects.count() == 1
    assert field.post(page(action, "finish/"), {"note": "再来", "version": 1}).status_code == 409


def test_sending_back_shows_the_reason_to_whoever_goes_on(as_user, staff, manager, room):
    action, field, boss = opened(room), as_user(staff), as_user(manager)
    field.post(page(action, "finish/"), {"note": "好了", "version": 1})
    refused = boss.post(page(action, "send-back/"), {"back-reason": "", "back-version": 2})
    assert refused.status_code == 422
    assert boss.post(page(action, "send-back/"), {"back-reason": "灯还不亮", "back-version": 2}).status_code == 302
    assert "灯还不亮" in text(field.get(page(action, "finish/")))


def test_the_desk_filters_and_counts(as_user, officer, district, room):
    other = factories.make_facility(district, "room", "香港中路小屋")
    opened(room, title="地面有积水", title_en="", severity="critical")
    opened(other, title="灯不亮", title_en="")
    desk = as_user(officer)
    whole = text(desk.get(LIST))
    assert "地面有积水" in whole
    assert "灯不亮" in whole
    only = text(desk.get(f"{LIST}?severity=critical"))
    assert "灯不亮" not in only
    assert "灯不亮" not in text(desk.get(f"{LIST}?facility={room.pk}"))
    assert "灯不亮" in text(desk.get(f"{LIST}?union={district.pk}"))
    assert "Nothing to put right" in text(desk.get(f"{LIST}?state=overdue"))
    assert desk.get(f"{LIST}?facility={uuid.uuid4()}").status_code == 404
    assert desk.get(f"{LIST}?union=nonsense").status_code == 404


def test_an_officer_finds_what_waits_on_the_desk(as_user, officer, manager, room):
    action = opened(room)
    as_user(manager).post(page(action, "finish/"), {"note": "好了", "version": 1})
    assert "Corrective actions to verify" in text(as_user(officer).get(reverse("desk")))
    assert "Corrective actions to verify" not in text(as_user(manager).get(LIST))


def test_one_is_raised_by_hand_with_its_deadline(as_user, officer, manager, room):
    url = f"/facilities/{room.pk}/corrective-actions/new/"
    desk = as_user(officer)
    sent = {"id": str(uuid.uuid4()), "source_kind": "spot_check", "title": "灭火器过期", "severity": "serious"}
    assert desk.post(url, sent | {"title": ""}).status_code == 422
    for _time in range(2):
        answer = desk.post(url, sent | {"photo": [upload(picture())]})
        assert answer.status_code == 302
    action = CorrectiveAction.objects.get()
    assert (action.raised_by, action.source_kind, len(action.before)) == (officer, "spot_check", 1)
    assert "澳柯玛小屋" in text(as_user(manager).get(answer.url))


def test_each_severity_says_the_deadline_that_holds_at_the_facility(as_user, officer, city, room):
    set_parameter(
        key="rectify_critical_hours",
        union=city,
        value=Decimal(12),
        valid_from=room.today(),
        source_text="本市规定",
        mark="H",
        reason="更快",
        by=TESTER,
    )
    form = as_user(officer).get(f"/facilities/{room.pk}/corrective-actions/new/").context["form"]
    said = {str(radio.choice_label): limit for radio, limit in form.severities()}
    assert said == {"Minor": "within 7 days", "Serious": "within 3 days", "Critical": "within 12 hours"}
    assert "within 12 hours" in text(as_user(officer).get(f"/facilities/{room.pk}/corrective-actions/new/"))


def test_owner_deadline_and_cancelling(as_user, officer, manager, staff, room):
    action, boss, desk = opened(room), as_user(manager), as_user(officer)
    form = {"change-version": 1, "change-owner": str(staff.pk), "change-reason": "分工"}
    assert boss.post(page(action, "change/"), form).status_code == 302
    action.refresh_from_db()
    assert action.owner == staff
    form = {"change-version": 2, "change-owner": "", "change-severity": "critical", "change-reason": "涉及安全"}
    due = f"{room.local(action.due_at):%Y-%m-%dT%H:%M}"
    assert desk.post(page(action, "change/"), form | {"change-due_at": due}).status_code == 302
    action.refresh_from_db()
    assert (action.owner, action.severity) == (None, "critical")
    assert boss.post(page(action, "cancel/"), {"cancel-version": 3, "cancel-reason": "没事"}).status_code == 403
    assert desk.post(page(action, "cancel/"), {"cancel-version": 3, "cancel-reason": "误报"}).status_code == 302
    assert "误报" in text(boss.get(page(action)))


def test_who_sees_what(as_user, client, auditor, stranger, staff, room):
    action = opened(room)
    assert client.get(LIST).status_code == 302
    for verb in ("", "finish/"):
        assert as_user(stranger).get(page(action, verb)).status_code == 404
    assert as_user(auditor).get(page(action)).status_code == 200
    assert as_user(auditor).get(page(action, "finish/")).status_code == 403
    for verb in ("verify/", "send-back/", "cancel/", "change/"):
        assert as_user(staff).post(page(action, verb)).status_code == 403
        assert as_user(staff).get(page(action, verb)).status_code == 403
    assert as_user(staff).get(f"/facilities/{room.pk}/corrective-actions/new/").status_code == 403
    guardian = factories.make_user(Role.GUARDIAN, room)
    assert as_user(guardian).get(LIST).status_code == 403


def test_each_reads_what_is_wrong_in_their_language(as_user, staff, room):
    action = opened(room)
    assert "地面有积水" in text(as_user(staff, "zh-hans").get(page(action)))
    assert "Water on the floor" in text(as_user(staff).get(page(action)))


def test_pages_cost_the_same_whatever_their_length(as_user, officer, district, room, query_budget):
    desk = as_user(officer)
    actions = [opened(factories.make_facility(district, "room")) for _number in range(6)]
    desk.get(LIST)
    with query_budget(12):
        desk.get(LIST)
    with query_budget(16):
        desk.get(page(actions[0]))
