"""The equipment register: entered once, inspected at its interval, broken, repaired, retired."""

import datetime as dt
from uuid import uuid4

import pytest

from safety.equipment.models import Equipment
from safety.equipment.queries import due, register_of
from tests.safety.conftest import NOW
from tests.safety.test_food_records import waiting_duty

REGISTER = "/api/v1/equipment/"
INSPECTIONS = "/api/v1/equipment-inspections/"


@pytest.fixture
def seat(api, room, room_manager):
    """A nursing chair in the room, as its manager entered it."""
    body = {"id": str(uuid4()), "facility": str(room.pk), "name": "哺乳椅", "kind": "nursing", "interval_days": 30}
    answer = api(room_manager).post(REGISTER, body)
    assert answer.status_code == 201, answer.data
    return answer.data


def inspection(seat, **changes):
    return {
        "id": str(uuid4()),
        "equipment": seat["id"],
        "result": "ok",
        "occurred_at": NOW.isoformat(),
    } | changes


def test_new_equipment_is_due_today_and_after_an_inspection_at_its_interval(api, room, room_manager, seat):
    assert (seat["state"], seat["next_due"]) == ("in_use", "2026-07-21")
    answer = api(room_manager).post(INSPECTIONS, inspection(seat))
    assert answer.status_code == 201, answer.data
    chair = Equipment.objects.get()
    assert (chair.inspected_on, chair.next_due) == (dt.date(2026, 7, 21), dt.date(2026, 8, 20))
    assert due(room, dt.date(2026, 8, 19)) == []
    assert due(room, dt.date(2026, 8, 20)) == [chair]


def test_entering_twice_makes_one(api, room, room_manager, seat):
    body = {"id": seat["id"], "facility": str(room.pk), "name": "哺乳椅", "kind": "nursing", "interval_days": 30}
    assert api(room_manager).post(REGISTER, body).status_code == 200
    assert api(room_manager).post(REGISTER, body | {"name": "沙发"}).status_code == 409
    assert Equipment.objects.count() == 1


def test_a_defect_takes_it_out_of_use_until_it_is_repaired(api, room, room_manager, seat):
    refused = api(room_manager).post(INSPECTIONS, inspection(seat, result="broken"))
    assert list(refused.data["errors"]) == ["note"]
    api(room_manager).post(INSPECTIONS, inspection(seat, result="broken", note="扶手断裂"))
    assert [one.equipment.name for one in register_of(room, NOW.date()).broken] == ["哺乳椅"]
    later = (NOW + dt.timedelta(hours=1)).isoformat()
    api(room_manager).post(INSPECTIONS, inspection(seat, result="repaired", note="换新扶手", occurred_at=later))
    assert Equipment.objects.get().state == "in_use"


def test_a_correction_and_a_voiding_are_followed_by_the_register(api, room_manager, seat):
    made = api(room_manager).post(INSPECTIONS, inspection(seat, result="broken", note="坏")).data
    url = f"{INSPECTIONS}{made['id']}/"
    answer = api(room_manager).patch(url, {"result": "defect", "reason": "还能用"}, headers={"if-match": '"1"'})
    assert answer.status_code == 200, answer.data
    assert Equipment.objects.get().state == "in_use"
    api(room_manager).post(f"{url}void/", {"reason": "点错设备"})
    assert Equipment.objects.get().inspected_on is None


def test_the_duty_is_done_when_nothing_more_is_due(api, room, room_manager, seat):
    duty = waiting_duty(room, "equipment_inspection")
    body = {"id": str(uuid4()), "facility": str(room.pk), "name": "灭火器", "kind": "fire"}
    other = api(room_manager).post(REGISTER, body).data
    api(room_manager).post(INSPECTIONS, inspection(seat))
    duty.refresh_from_db()
    assert duty.state == "open"
    api(room_manager).post(INSPECTIONS, inspection(other))
    duty.refresh_from_db()
    assert duty.state == "done"


def test_retired_equipment_stays_readable_but_is_not_inspected(api, room_manager, seat):
    assert api(room_manager).post(f"{REGISTER}{seat['id']}/retire/", {}).status_code == 400
    answer = api(room_manager).post(f"{REGISTER}{seat['id']}/retire/", {"reason": "换新"})
    assert (answer.data["state"], answer.data["next_due"]) == ("retired", None)
    assert api(room_manager).post(INSPECTIONS, inspection(seat)).status_code == 409
    assert api(room_manager).get(f"{REGISTER}{seat['id']}/").status_code == 200


def test_what_was_entered_by_mistake_is_voided_but_not_once_inspected(api, room_manager, seat):
    api(room_manager).post(INSPECTIONS, inspection(seat))
    assert api(room_manager).post(f"{REGISTER}{seat['id']}/void/", {"reason": "重复"}).status_code == 409


def test_a_new_interval_counts_from_the_last_inspection(api, room_manager, seat):
    api(room_manager).post(INSPECTIONS, inspection(seat))
    version = Equipment.objects.get().version
    answer = api(room_manager).patch(
        f"{REGISTER}{seat['id']}/",
        {"interval_days": 7, "reason": "使用频繁"},
        headers={"if-match": f'"{version}"'},
    )
    assert answer.data["next_due"] == "2026-07-28"


def test_foreign_equipment_is_not_found_and_auditors_only_read(api, stranger, auditor, other_auditor, seat):
    for person in (stranger, other_auditor):
        assert api(person).get(f"{REGISTER}{seat['id']}/").status_code == 404
    assert api(stranger).post(INSPECTIONS, inspection(seat)).status_code == 404
    assert api(auditor).get(REGISTER).data["results"][0]["name"] == "哺乳椅"
    assert api(auditor).post(INSPECTIONS, inspection(seat)).status_code == 403


def test_the_register_costs_one_query_and_the_list_two(api, room, room_manager, seat, query_budget):
    for name in ("灭火器", "空调", "饮水机"):
        body = {"id": str(uuid4()), "facility": str(room.pk), "name": name, "kind": "other"}
        api(room_manager).post(REGISTER, body)
    with query_budget(1):
        assert register_of(room, NOW.date()).in_service == 4
    with query_budget(3):
        assert len(api(room_manager).get(REGISTER).data["results"]) == 4
