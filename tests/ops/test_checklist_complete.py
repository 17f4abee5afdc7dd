"""A room manager completes a checklist: fine, with faults, wrongly, twice, and from elsewhere."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from ops.checklists.models import ChecklistItem, ChecklistRun, Finding
from ops.checklists.publishing import new_version
from ops.organization.roles import Role
from ops.policy.models import Parameter
from ops.records.actions import create
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import RUNS, all_fine, ready, run, send_photo


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def refused(response):
    assert response.status_code == 400, response.data
    assert ChecklistRun.objects.count() == 0
    return {name: [str(message) for message in messages] for name, messages in response.data["errors"].items()}


def test_a_clean_room_is_one_request(api, manager, room, query_budget):
    version = ready("room-daily-cleaning")
    sent = run(room, version, all_fine(version))
    with query_budget(15):
        response = api(manager).post(RUNS, sent)
    assert response.status_code == 201, response.data
    stored = ChecklistRun.objects.get()
    assert (stored.passed, stored.failed_items, stored.done_by, stored.done_by_name) == (True, 0, manager, manager.name)
    assert stored.answers["floor"] == {"value": "yes", "ok": True, "note": "", "photos": []}
    assert stored.history.get().history_user == manager
    assert Finding.objects.count() == 0


def test_a_fault_with_note_and_photo_becomes_a_finding(api, manager, room):
    version = ready("room-daily-cleaning")
    photo = send_photo(api(manager), room).data["id"]
    door = {"value": "no", "note": "锁舌卡住", "remedy": "reported", "photos": [photo]}
    response = api(manager).post(RUNS, run(room, version, all_fine(version, door=door)))
    assert response.status_code == 201, response.data
    assert (response.data["passed"], response.data["failed_items"]) == (False, 1)
    finding = Finding.objects.get()
    assert (finding.item.key, finding.note, finding.facility, finding.settled_at) == ("door", "锁舌卡住", room, None)
    assert finding.history.get().history_user == manager


def test_all_that_is_wrong_is_said_at_once(api, manager, room):
    version = ready("room-daily-cleaning")
    answers = all_fine(
        version,
        floor={"value": "no"},
        door={"value": "no", "note": "坏了"},
        basin={"value": "maybe"},
        mystery={"value": "yes"},
    )
    del answers["bin"]
    errors = refused(api(manager).post(RUNS, run(room, version, answers)))
    assert errors == {
        "answers.mystery": ["The checklist has no such item."],
        "answers.floor": ["Say what is wrong, or what was done about it."],
        "answers.door": ["Add a photo of what is wrong."],
        "answers.basin": ["Choose one of the answers."],
        "answers.bin": ["Choose an answer."],
    }


@pytest.mark.parametrize(
    ("reading", "kept", "fine"),
    [
        ("8", "8", True),
        ("0.00", "0", True),
        ("8.01", "8.01", False),
        (" -0.5 ", "-0.5", False),
        ("４．５", "4.5", True),
        (7.5, "7.5", True),
    ],
)
def test_readings_are_judged_by_both_limits(api, manager, room, reading, kept, fine):
    version = ready("fridge-temperature")
    answers = all_fine(version, fridge={"value": reading, "remedy": "lowered"})
    response = api(manager).post(RUNS, run(room, version, answers))
    assert response.status_code == 201, response.data
    assert response.data["answers"]["fridge"]["value"] == kept
    assert response.data["answers"]["fridge"]["ok"] is fine
    assert response.data["passed"] is fine


@pytest.mark.parametrize("reading", ["cold", "1e9", "NaN", "Infinity", "4.555", "", None, {}, [], True])
def test_what_is_no_reading_is_refused(api, manager, room, reading):
    version = ready("fridge-temperature")
    errors = refused(api(manager).post(RUNS, run(room, version, all_fine(version, fridge={"value": reading}))))
    assert list(errors) == ["answers.fridge"]


def test_the_rule_in_force_on_the_day_counts(api, manager, room, city):
    def rule(value, since):
        fields = {"source_text": "GB", "mark": "V", "union": city}
        create(Parameter(key="fridge_high", value=Decimal(value), valid_from=since, **fields), by=TESTER)

    rule("5", dt.date(2026, 7, 1))
    rule("3", dt.date(2026, 8, 1))
    version = ready("fridge-temperature")
    answers = all_fine(version, fridge={"value": "4", "remedy": "lowered"})
    # 16:30 UTC on 31 July is 1 August in Qingdao.
    july = api(manager).post(RUNS, run(room, version, answers, occurred_at="2026-07-31T15:30:00Z"))
    august = api(manager).post(RUNS, run(room, version, answers, occurred_at="2026-07-31T16:30:00Z"))
    assert (july.data["passed"], august.data["passed"]) == (True, False)


def test_an_item_is_asked_only_when_its_condition_holds(api, manager, room):
    version = ready("room-equipment-inspection")
    without = all_fine(version, has_fridge={"value": "no"}, fridge={"value": "30"})
    response = api(manager).post(RUNS, run(room, version, without))
    assert response.status_code == 201, response.data
    assert "fridge" not in response.data["answers"]
    with_fridge = all_fine(version, has_fridge={"value": "yes"})
    response = api(manager).post(RUNS, run(room, version, with_fridge))
    assert list(response.data["errors"]) == ["answers.fridge"]


def test_not_applicable_only_where_it_may_be(api, manager, room):
    version = ready("room-equipment-inspection")
    answers = all_fine(version, has_fridge={"value": "no"}, air={"value": "na"}, light={"value": "na"})
    errors = refused(api(manager).post(RUNS, run(room, version, answers)))
    assert list(errors) == ["answers.light"]


def test_photos_must_be_stored_photos_of_this_place(api, manager, room, district):
    elsewhere = factories.make_facility(district, "room")
    other = factories.make_user(Role.ROOM_MANAGER, elsewhere)
    foreign = send_photo(api(other), elsewhere).data["id"]
    version = ready("room-daily-cleaning")
    for photo in (foreign, str(uuid.uuid4()), "../../etc/passwd"):
        answers = all_fine(version, door={"value": "no", "note": "坏了", "photos": [photo]})
        errors = refused(api(manager).post(RUNS, run(room, version, answers)))
        assert errors == {"answers.door": ["A photo is not stored here. Take it again."]}


def test_sending_twice_records_once(api, manager, room):
    version = ready("room-daily-cleaning")
    sent = run(room, version, all_fine(version, floor={"value": "no", "note": "积水"}))
    assert api(manager).post(RUNS, sent).status_code == 201
    assert api(manager).post(RUNS, sent).status_code == 200
    assert (ChecklistRun.objects.count(), Finding.objects.count()) == (1, 1)


def test_the_same_id_with_other_answers_is_a_conflict(api, manager, room):
    version = ready("room-daily-cleaning")
    sent = run(room, version, all_fine(version))
    api(manager).post(RUNS, sent)
    other = api(manager).post(RUNS, sent | {"answers": all_fine(version, floor={"value": "no", "note": "积水"})})
    assert (other.status_code, other.data["type"]) == (409, "conflict")
    assert ChecklistRun.objects.get().passed


def test_an_answer_is_corrected_with_a_reason_and_findings_follow(api, manager, room):
    version = ready("room-daily-cleaning")
    sent = run(room, version, all_fine(version, floor={"value": "no", "note": "积水"}))
    api(manager).post(RUNS, sent)
    url = f"{RUNS}{sent['id']}/"
    change = {"answers": {"floor": {"value": "yes"}, "bin": {"value": "no", "note": "满了"}}, "reason": "点错一行"}
    assert api(manager).patch(url, change).status_code == 428
    assert api(manager).patch(url, change, headers={"If-Match": '"7"'}).status_code == 409
    empty = api(manager).patch(url, {**change, "reason": " "}, headers={"If-Match": '"1"'})
    assert list(empty.data["errors"]) == ["reason"]

    response = api(manager).patch(url, change, headers={"If-Match": '"1"'})
    assert (response.status_code, response.data["version"], response["ETag"]) == (200, 2, '"2"')
    stored = ChecklistRun.objects.get()
    assert [row.history_change_reason for row in stored.history.order_by("history_id")] == ["", "点错一行"]
    assert stored.history.last().answers["floor"]["value"] == "no"
    findings = {finding.item.key: finding for finding in Finding.objects.select_related("item")}
    assert findings["floor"].settlement == "点错一行"
    assert findings["bin"].settled_at is None
    # A late retry of the first sending is still a success.
    assert api(manager).post(RUNS, sent).status_code == 200


def test_people_of_another_place_find_neither_room_nor_run(api, manager, room, other_auditor, auditor, other_district):
    version = ready("room-daily-cleaning")
    sent = run(room, version, all_fine(version))
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    assert api(stranger).post(RUNS, sent).status_code == 404
    api(manager).post(RUNS, sent)
    for user in (stranger, other_auditor):
        assert api(user).get(f"{RUNS}{sent['id']}/").status_code == 404
        assert api(user).get(RUNS).data["results"] == []
    assert api(auditor).get(f"{RUNS}{sent['id']}/").status_code == 200
    assert api(auditor).post(RUNS, run(room, version, all_fine(version))).status_code == 403


def test_the_checklist_of_another_union_cannot_be_used(api, manager, room, other_district):
    version = ready("room-daily-cleaning")
    template = version.template
    template.union = other_district
    template.acted_by(TESTER).save()
    errors = refused(api(manager).post(RUNS, run(room, version, all_fine(version))))
    assert list(errors) == ["checklist"]


def test_a_choice_may_fail_and_a_failure_may_ask_on(api, manager, room):
    template = ready("fridge-temperature").template
    items = [
        ChecklistItem(
            key="drill",
            text="演练",
            kind="choice",
            choices=[{"key": "yes", "zh": "做了", "en": "Yes"}, {"key": "no", "zh": "没做", "en": "No", "fails": True}],
        ),
        ChecklistItem(key="when", text="补做日期", kind="text", condition={"item": "drill", "failed": True}),
    ]
    version = new_version(template=template, items=items, valid_from=dt.date(2026, 7, 1), by=TESTER)
    answers = {"drill": {"value": "no", "note": "下雨"}}
    assert list(refused(api(manager).post(RUNS, run(room, version, answers)))) == ["answers.when"]
    response = api(manager).post(RUNS, run(room, version, answers | {"when": {"value": "周五"}}))
    assert (response.status_code, response.data["failed_items"]) == (201, 1)


def test_a_finding_is_settled_by_those_who_run_the_place(api, manager, room, auditor):
    version = ready("room-daily-cleaning")
    api(manager).post(RUNS, run(room, version, all_fine(version, floor={"value": "no", "note": "积水"})))
    listed = api(auditor).get("/api/v1/findings/?open=true").data["results"]
    assert [(row["item"], row["note"]) for row in listed] == [("floor", "积水")]
    url = (
        f"/api/v1/corrective-actions/{api(auditor).get('/api/v1/corrective-actions/').data['results'][0]['id']}/finish/"
    )
    assert api(auditor).post(url, {"note": "拖干"}, headers={"If-Match": '"1"'}).status_code == 403
    assert api(manager).post(url, {"note": "拖干"}, headers={"If-Match": '"1"'}).status_code == 200
    assert Finding.objects.get().settlement == "拖干"
    assert api(auditor).get("/api/v1/findings/?open=true").data["results"] == []


def test_lists_cost_the_same_whatever_their_length(api, manager, room, auditor, query_budget):
    version = ready("room-daily-cleaning")
    for _time in range(3):
        api(manager).post(RUNS, run(room, version, all_fine(version, floor={"value": "no", "note": "积水"})))
    client = api(auditor)
    with query_budget(3):
        assert len(client.get(f"{RUNS}?facility={room.pk}&regime=cleaning").data["results"]) == 3
    with query_budget(3):
        assert len(client.get("/api/v1/findings/").data["results"]) == 3
    with query_budget(5):
        detail = client.get(f"/api/v1/checklist-templates/{version.template_id}/").data
    assert [item["key"] for item in detail["current"]["items"]][:2] == ["surfaces", "floor"]
