"""From open to verified: whoever did it does not verify it; sent back, cancelled, assigned; by the API."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.rectification.models import CorrectiveAction
from ops.reminders.models import Reminder
from tests import factories
from tests.ops.checklists import send_photo
from tests.ops.corrective import ACTIONS, call, opened


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
def inspector(room):
    return factories.make_user(Role.INSPECTOR, room)


@pytest.fixture
def action(room, staff):
    return opened(room, by=Actor(user=staff, source=Source.WEB))


def by_hand(room, **changes):
    return {
        "id": str(uuid.uuid4()),
        "facility": str(room.pk),
        "source_kind": "spot_check",
        "title": "灭火器过期",
        "severity": "serious",
    } | changes


def test_staff_put_it_right_and_the_manager_verifies(api, staff, manager, room, action):
    photo = send_photo(api(staff), room).data["id"]
    done = call(api(staff), action, "finish", {"note": "已拖干", "photos": [photo]})
    assert done.status_code == 200, done.data
    assert (done.data["state"], done.data["done_by"], done.data["verifier"]) == ("done", staff.pk, "manager")
    assert [str(one) for one in done.data["evidence"]] == [photo]
    verified = call(api(manager), action, "verify", {})
    assert (verified.data["state"], verified.data["verified_by"]) == ("verified", manager.pk)
    rows = CorrectiveAction.history.filter(id=action.pk).order_by("history_id")
    assert [(row.state, row.history_user) for row in rows] == [
        ("open", staff),
        ("done", staff),
        ("verified", manager),
    ]


def test_nobody_verifies_their_own_and_the_union_verifies_the_managers(api, manager, officer, action):
    assert call(api(manager), action, "finish", {"note": "已拖干"}).data["verifier"] == "union"
    assert call(api(manager), action, "verify", {}).status_code == 403
    assert call(api(officer), action, "verify", {"note": "现场看过"}).status_code == 200
    assert action.history.first().history_change_reason == "现场看过"


def test_another_manager_does_not_verify_what_a_manager_did(api, manager, room, action):
    second = factories.make_user(Role.FACILITY_MANAGER, room)
    call(api(manager), action, "finish", {"note": "已拖干"})
    assert call(api(second), action, "verify", {}).status_code == 403


def test_sent_back_it_is_open_again_with_the_reason_and_a_fresh_deadline(api, staff, manager, action):
    call(api(staff), action, "finish", {"note": "好了"})
    assert call(api(manager), action, "send-back", {"reason": " "}).status_code == 400
    back = call(api(manager), action, "send-back", {"reason": "墙角还有水"})
    assert (back.data["state"], back.data["sent_back"]) == ("open", 1)
    assert action.history.first().history_change_reason == "墙角还有水"
    assert Reminder.objects.filter(kind="corrective_sent_back", recipient=staff).exists()
    again = call(api(staff), action, "finish", {"note": "重新拖干"})
    assert again.data["state"] == "done"
    assert call(api(manager), action, "verify", {}).status_code == 200


def test_verified_it_is_opened_again_by_the_officer_and_verified_anew(api, staff, manager, officer, auditor, action):
    call(api(staff), action, "finish", {"note": "拖干了"})
    call(api(manager), action, "verify", {})
    assert call(api(auditor), action, "reopen", {"reason": "还湿着"}).status_code == 403
    assert call(api(officer), action, "reopen", {"reason": " "}).status_code == 400
    again = call(api(officer), action, "reopen", {"reason": "还湿着"})
    assert (again.status_code, again.data["state"], again.data["sent_back"]) == (200, "open", 1)
    assert (again.data["verified_by"], again.data["closed_at"]) == (None, None)
    assert Reminder.objects.filter(kind="corrective_sent_back", recipient=staff, channel="in_app").count() == 1
    assert call(api(officer), action, "reopen", {"reason": "还湿着"}).status_code == 409
    call(api(staff), action, "finish", {"note": "换了密封条"})
    assert call(api(staff), action, "verify", {}).status_code == 403
    assert call(api(officer), action, "verify", {}).data["state"] == "verified"


def test_a_manager_opens_again_what_a_manager_closes_and_no_more(api, staff, manager, officer, action):
    call(api(manager), action, "cancel", {"reason": "误报"})
    assert call(api(manager), action, "reopen", {"reason": "是真的"}).data["state"] == "open"
    call(api(manager), action, "finish", {"note": "拖干了"})
    call(api(officer), action, "verify", {})
    assert call(api(manager), action, "reopen", {"reason": "还湿着"}).status_code == 403


def test_what_another_action_stands_for_is_not_opened_again(api, manager, room):
    first = opened(room, subject="test:floor")
    call(api(manager), first, "cancel", {"reason": "误报"})
    opened(room, subject="test:floor")
    refused = call(api(manager), first, "reopen", {"reason": "是真的"})
    assert (refused.status_code, "another corrective action" in refused.data["detail"]) == (409, True)


def test_finishing_twice_is_one_and_needs_words(api, staff, action):
    assert list(call(api(staff), action, "finish", {"note": " "}).data["errors"]) == ["note"]
    assert call(api(staff), action, "finish", {"note": "好了"}, version=1).status_code == 200
    assert call(api(staff), action, "finish", {"note": "好了"}, version=1).status_code == 200
    assert action.history.count() == 2
    assert call(api(staff), action, "finish", {"note": "别的"}).status_code == 409


def test_a_second_verifier_hears_who_was_first(api, staff, manager, officer, action):
    call(api(staff), action, "finish", {"note": "好了"})
    assert call(api(manager), action, "verify", {}, version=2).status_code == 200
    late = call(api(officer), action, "verify", {}, version=2)
    assert late.status_code == 409
    assert manager.name in late.data["detail"]
    assert call(api(officer), action, "send-back", {"reason": "不行"}, version=2).status_code == 409


def test_what_has_moved_on_is_not_changed_blindly(api, staff, manager, action):
    client = api(staff)
    assert client.post(f"{ACTIONS}{action.pk}/finish/", {"note": "好了"}).status_code == 428
    assert call(client, action, "finish", {"note": "好了"}, version=9).status_code == 409
    assert call(api(manager), action, "verify", {}).status_code == 409


def test_photos_of_elsewhere_are_no_evidence(api, staff, district, action):
    other = factories.make_facility(district, "room")
    colleague = factories.make_user(Role.ROOM_MANAGER, other)
    photo = send_photo(api(colleague), other).data["id"]
    refused = call(api(staff), action, "finish", {"note": "好了", "photos": [photo]})
    assert (refused.status_code, list(refused.data["errors"])) == (400, ["photos"])


def test_an_officer_raises_one_by_hand_and_the_union_verifies_it(api, officer, staff, manager, room):
    sent = by_hand(room)
    made = api(officer).post(ACTIONS, sent)
    assert made.status_code == 201, made.data
    due = dt.datetime.fromisoformat(made.data["due_at"]) - timezone.now()
    assert dt.timedelta(days=2, hours=23) < due <= dt.timedelta(days=3)
    assert api(officer).post(ACTIONS, sent).status_code == 200
    assert api(officer).post(ACTIONS, sent | {"title": "别的"}).status_code == 409
    assert Reminder.objects.filter(recipient=manager, kind="corrective_opened", channel="in_app").count() == 1
    assert call(api(staff), made.data["id"], "finish", {"note": "已更换"}).data["verifier"] == "union"
    assert call(api(manager), made.data["id"], "verify", {}).status_code == 403
    assert call(api(officer), made.data["id"], "verify", {}).status_code == 200


def test_sources_are_raised_by_those_whose_they_are(api, officer, inspector, manager, staff, auditor, room):
    assert api(inspector).post(ACTIONS, by_hand(room, source_kind="acceptance")).status_code == 201
    assert api(manager).post(ACTIONS, by_hand(room, source_kind="own_round")).status_code == 201
    assert api(manager).post(ACTIONS, by_hand(room)).status_code == 403
    for person in (staff, auditor):
        assert api(person).post(ACTIONS, by_hand(room)).status_code == 403
    refused = api(officer).post(ACTIONS, by_hand(room, source_kind="finding"))
    assert list(refused.data["errors"]) == ["source_kind"]
    assert list(api(officer).post(ACTIONS, by_hand(room, title=" ")).data["errors"]) == ["title"]


def test_a_named_owner_works_there_and_officers_move_deadlines(api, officer, manager, staff, stranger, room, action):
    def change(client, **body):
        version = CorrectiveAction.objects.get(pk=action.pk).version
        url = f"{ACTIONS}{action.pk}/"
        return client.patch(url, {"reason": "分工"} | body, headers={"If-Match": f'"{version}"'}, format="json")

    assert change(api(manager), owner=str(stranger.pk)).status_code == 400
    assert change(api(manager), owner=str(staff.pk)).data["owner"] == staff.pk
    assert change(api(manager), severity="minor", due_at="2030-01-01T00:00:00Z").status_code == 403
    assert change(api(officer), severity="critical").data["severity"] == "critical"
    assert CorrectiveAction.objects.get().due_at - timezone.now() <= dt.timedelta(hours=24)
    assert list(change(api(officer), due_at="2020-01-01T00:00:00Z").data["errors"]) == ["due_at"]
    assert change(api(staff), owner=None).status_code == 403


def test_cancelling_needs_a_reason_and_the_right(api, officer, manager, staff, room, action):
    assert call(api(staff), action, "cancel", {"reason": "没事"}).status_code == 403
    assert call(api(manager), action, "cancel", {"reason": " "}).status_code == 400
    assert call(api(manager), action, "cancel", {"reason": "重复登记"}).data["state"] == "cancelled"
    grave = opened(room, severity="critical")
    assert call(api(manager), grave, "cancel", {"reason": "没事"}).status_code == 403
    assert call(api(officer), grave, "cancel", {"reason": "误报"}).status_code == 200
    assert call(api(staff), grave, "finish", {"note": "好了"}).status_code == 409


def test_people_of_elsewhere_find_nothing(api, stranger, other_auditor, auditor, action):
    for person in (stranger, other_auditor):
        assert api(person).get(f"{ACTIONS}{action.pk}/").status_code == 404
        assert api(person).get(ACTIONS).data["results"] == []
    assert call(api(stranger), action, "finish", {"note": "好了"}).status_code == 404
    assert api(auditor).get(f"{ACTIONS}{action.pk}/").status_code == 200
    assert call(api(auditor), action, "finish", {"note": "好了"}).status_code == 403
    assert call(api(auditor), action, "verify", {}).status_code == 403


def test_the_list_is_filtered_and_costs_the_same_whatever_its_length(api, auditor, room, action, query_budget):
    for _number in range(5):
        opened(room)
    opened(room, severity="critical", found_at=timezone.now() - dt.timedelta(days=3))
    with query_budget(3):
        assert len(api(auditor).get(ACTIONS).data["results"]) == 7
    assert len(api(auditor).get(f"{ACTIONS}?severity=critical").data["results"]) == 1
    assert len(api(auditor).get(f"{ACTIONS}?overdue=true").data["results"]) == 0
    assert len(api(auditor).get(f"{ACTIONS}?state=done").data["results"]) == 0


@pytest.fixture
def stranger(other_district):
    return factories.make_user(Role.FACILITY_MANAGER, factories.make_facility(other_district, "room"))
