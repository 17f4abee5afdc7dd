"""The same by page: the kitchen's day, an emergency from the first tap to the end, the register; and who may not."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ops.organization.roles import Role
from safety.equipment.models import Equipment, EquipmentInspection
from safety.food.models import FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck
from safety.incidents.models import EmergencyPlan, Incident, IncidentEntry, StatutoryReport
from tests import factories
from tests.safety.test_food_records import waiting_duty


def at(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def kitchen(station):
    return at("kitchen", station.pk)


def add(client, station, kind, /, **fields):
    return client.post(at("kitchen-add", station.pk, kind), {"id": str(uuid4())} | fields)


def test_a_days_work_in_the_kitchen(as_user, staff, station, kitchen, query_budget):
    client = as_user(staff)
    waiting_duty(station, "fridge_reading")
    assert "1 thing still to record" in client.get(kitchen).content.decode()

    add(client, station, "certificates", person_name="周师傅", issued_on="2026-03-01")
    add(client, station, "checks", person_name="周师傅", outcome="fit")
    add(client, station, "readings", appliance="冰箱 1", kind="fridge", temperature="4.5")
    add(client, station, "samples", meal="lunch", dish="米饭", grams="150")
    supplier = {"supplier": "利群", "licence_no": "JY1", "receipt_no": "7", "items": "鸡蛋", "kind": "goods"}
    answer = add(client, station, "deliveries", accepted="yes", **supplier)
    assert answer.status_code == 302

    assert StaffHealthCheck.objects.get().outcome == "fit"
    assert RetainedSample.objects.get().grams == 150
    client.get(kitchen)
    with query_budget(22):
        page = client.get(kitchen).content.decode()
    assert "Nothing is missing just now" in page
    for word in ("周师傅", "冰箱 1", "米饭", "利群"):
        assert word in page


def test_a_double_tap_records_once(as_user, staff, station):
    client = as_user(staff)
    body = {
        "id": str(uuid4()),
        "appliance": "冰箱 1",
        "kind": "fridge",
        "temperature": "4",
        "occurred_at": "2026-07-21T10:10",
    }
    for _i in range(2):
        assert client.post(at("kitchen-add", station.pk, "readings"), body).status_code == 302
    assert FridgeReading.objects.count() == 1


def test_a_bad_reading_is_kept_and_asks_what_was_done(as_user, staff, station, kitchen):
    client = as_user(staff)
    add(client, station, "readings", appliance="冰箱 1", kind="fridge", temperature="12")
    assert "Warmer than 8 °C" in client.get(kitchen).content.decode()
    reading = FridgeReading.objects.get()
    client.post(at("food-record-settle", "readings", reading.pk), {"remedy": "已报修，食材转移"})
    assert "what did you do about it" not in client.get(kitchen).content.decode()
    assert FridgeReading.objects.get().settled_at


def test_what_cannot_be_is_said_at_the_form_which_keeps_what_was_typed(as_user, staff, station):
    answer = add(as_user(staff), station, "samples", meal="lunch", dish="", grams="150", cabinet="东柜")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "东柜" in page
    assert 'role="alert"' in page


def test_a_record_is_corrected_and_withdrawn_with_a_reason(as_user, staff, station):
    client = as_user(staff)
    add(client, station, "readings", appliance="冰箱 1", kind="fridge", temperature="48")
    reading = FridgeReading.objects.get()
    correct = at("food-record-correct", "readings", reading.pk)
    sent = {
        "correct-version": "1",
        "correct-kind": "fridge",
        "correct-appliance": "冰箱 1",
        "correct-temperature": "4.8",
        "correct-occurred_at": "2026-07-21T10:15",
    }
    assert client.post(correct, sent).status_code == 422
    assert client.post(correct, sent | {"correct-reason": "小数点"}).status_code == 302
    assert FridgeReading.objects.get().passed
    assert client.post(correct, sent | {"correct-reason": "再改", "correct-temperature": "5"}).status_code == 409
    assert client.post(at("food-record-void", "readings", reading.pk), {"reason-reason": "不是这台"}).status_code == 302
    page = client.get(at("food-record", "readings", reading.pk)).content.decode()
    assert "Withdrawn" in page
    assert "<s>" in client.get(at("food-record-list", station.pk, "readings")).content.decode()


@pytest.mark.parametrize("kind", ["checks", "readings", "deliveries", "samples", "certificates"])
def test_every_list_opens_and_an_unknown_one_is_not_found(as_user, auditor, station, kind, query_budget):
    client = as_user(auditor)
    client.get(at("food-record-list", station.pk, kind))
    with query_budget(10):
        assert client.get(at("food-record-list", station.pk, kind), {"only": "failed"}).status_code == 200
    assert client.get(at("food-record-list", station.pk, "spoons")).status_code == 404


def test_an_auditor_sees_no_name_and_no_form(as_user, staff, auditor, station, kitchen):
    add(as_user(staff), station, "checks", person_name="周师傅", outcome="unfit", symptom="腹泻")
    client = as_user(auditor)
    check = StaffHealthCheck.objects.get()
    addresses = (kitchen, at("food-record-list", station.pk, "checks"), at("food-record", "checks", check.pk))
    for address in addresses:
        page = client.get(address).content.decode()
        assert "周师傅" not in page
        assert "腹泻" not in page
    assert add(client, station, "readings", appliance="x", kind="fridge", temperature="4").status_code == 403


def test_a_foreign_kitchen_is_not_found(as_user, stranger, other_auditor, station, kitchen):
    for person in (stranger, other_auditor):
        assert as_user(person).get(kitchen).status_code == 404
    assert add(as_user(stranger), station, "readings", appliance="x", kind="fridge", temperature="4").status_code == 404


def test_somebody_who_left_is_no_longer_asked_for(as_user, staff, station, kitchen):
    client = as_user(staff)
    add(client, station, "certificates", person_name="周师傅", issued_on="2026-03-01")
    assert "周师傅" in client.get(kitchen).content.decode()
    client.post(at("handler-left", HealthCertificate.objects.get().pk))
    assert "周师傅" not in client.get(kitchen).content.decode()


def test_an_emergency_from_the_first_tap_to_the_end(as_user, staff, manager, officer, station, query_budget):
    client = as_user(staff)
    answer = client.post(at("incident-report", station.pk), {"id": str(uuid4()), "kind": "food", "severity": "grave"})
    incident = Incident.objects.get()
    detail = at("incident-detail", incident.pk)
    assert answer.url == detail
    page = client.get(detail).content.decode()
    assert "Still to be reported to" in page
    assert "tel:120" in page

    line = {"entry-id": str(uuid4()), "entry-kind": "call", "entry-whom": "120"}
    assert client.post(at("incident-entry", incident.pk), line).status_code == 302
    for authority in ("health", "regulator"):
        told = {"report-id": str(uuid4()), "report-authority": authority, "report-affected": "3"}
        told["report-occurred_at"] = "2026-07-21T10:30"
        assert client.post(at("incident-statutory-report", incident.pk), told).status_code == 302
    client.post(at("incident-contain", incident.pk))
    assert client.post(at("incident-close", incident.pk), {"close-conclusion": "x"}).status_code == 403
    closed = as_user(officer).post(at("incident-close", incident.pk), {"close-conclusion": "排除食物中毒"})
    assert closed.status_code == 302
    assert Incident.objects.get().state == "closed"
    assert (IncidentEntry.objects.count(), StatutoryReport.objects.count()) == (3, 2)
    boss = as_user(manager)
    boss.get(detail)
    with query_budget(14):
        assert "排除食物中毒" in boss.get(detail).content.decode()


def test_a_report_without_a_kind_says_so(as_user, staff, station):
    answer = as_user(staff).post(at("incident-report", station.pk), {"id": str(uuid4()), "severity": "grave"})
    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_running_incidents_stand_on_the_desk_and_in_the_dossier(as_user, staff, officer, other_auditor, station):
    as_user(staff).post(at("incident-report", station.pk), {"id": str(uuid4()), "kind": "food", "severity": "grave"})
    for address in (at("desk"), at("facility-detail", station.pk), at("incident-list")):
        assert "Suspected food poisoning" in as_user(officer).get(address).content.decode()
    assert "Suspected food poisoning" not in as_user(other_auditor).get(at("desk")).content.decode()


def test_incident_pages_keep_strangers_and_names_out(as_user, staff, auditor, stranger, station):
    body = {"id": str(uuid4()), "kind": "injury", "severity": "minor", "people": "王小明", "what": "摔倒"}
    as_user(staff).post(at("incident-report", station.pk), body)
    detail = at("incident-detail", Incident.objects.get().pk)
    assert as_user(stranger).get(detail).status_code == 404
    assert as_user(stranger).get(at("incident-report", station.pk)).status_code == 404
    page = as_user(auditor).get(detail).content.decode()
    assert "王小明" not in page
    assert "王＊" in page
    assert as_user(auditor).get(at("incident-report", station.pk)).status_code == 403


def test_incident_is_corrected_and_withdrawn_by_page(as_user, staff, manager, station):
    client = as_user(staff)
    client.post(at("incident-report", station.pk), {"id": str(uuid4()), "kind": "injury", "severity": "minor"})
    incident = Incident.objects.get()
    sent = {
        "correct-version": "1",
        "correct-kind": "illness",
        "correct-severity": "minor",
        "correct-affected": "1",
        "correct-occurred_at": "2026-07-21T10:00",
        "correct-reason": "是发热",
    }
    assert client.post(at("incident-correct", incident.pk), sent).status_code == 302
    assert Incident.objects.get().kind == "illness"
    assert client.post(at("incident-void", incident.pk), {"reason-reason": "误报"}).status_code == 403
    assert as_user(manager).post(at("incident-void", incident.pk), {"reason-reason": "误报"}).status_code == 302
    assert Incident.objects.get().is_void


def test_plans_and_drills_by_page(as_user, staff, manager, station):
    plan = {"kind": "fire", "title": "火灾预案", "steps": "拨打 119\n清点人数", "valid_from": "2026-07-01"}
    assert as_user(staff).post(at("emergency-plan-new", station.pk), plan).status_code == 403
    assert as_user(manager).post(at("emergency-plan-new", station.pk), plan).status_code == 302
    drill = {"id": str(uuid4()), "kind": "fire", "summary": "顺利", "children": "28", "adults": "4"}
    drill["occurred_at"] = "2026-07-21T09:00"
    assert as_user(staff).post(at("drill-new", station.pk), drill).status_code == 302
    page = as_user(staff).get(at("emergency", station.pk)).content.decode()
    assert "火灾预案" in page
    assert "顺利" in page
    assert EmergencyPlan.objects.count() == 1


def test_equipment_by_page(as_user, room, room_manager, auditor, query_budget):
    client = as_user(room_manager)
    piece = {"id": str(uuid4()), "name": "哺乳椅", "kind": "nursing", "quantity": "1", "interval_days": "30"}
    assert client.post(at("equipment-new", room.pk), piece).status_code == 302
    chair = Equipment.objects.get()
    listing = at("equipment-list", room.pk)
    assert "To be inspected" in client.get(listing).content.decode()
    client.post(at("equipment-inspect", chair.pk), {"id": str(uuid4()), "result": "ok"})
    page = client.get(listing).content.decode()
    assert "To be inspected" not in page
    refused = client.post(at("equipment-inspect", chair.pk), {"id": str(uuid4()), "result": "broken"})
    assert refused.status_code == 422
    inspection = EquipmentInspection.objects.get()
    client.post(at("equipment-inspection-void", inspection.pk), {"reason-reason": "点错"})
    assert Equipment.objects.get().inspected_on is None
    client.post(at("equipment-retire", chair.pk), {"reason-reason": "换新"})
    reader = as_user(auditor)
    reader.get(listing)
    with query_budget(9):
        assert "1 retired" in reader.get(listing).content.decode()
    assert reader.post(at("equipment-inspect", chair.pk), {"id": str(uuid4()), "result": "ok"}).status_code == 403


def test_menu_lines_lead_to_the_readers_own_place(as_user, staff, station, district):
    client = as_user(staff)
    for name, there in (
        ("kitchen-home", "kitchen"),
        ("incident-report-home", "incident-report"),
        ("equipment-home", "equipment-list"),
    ):
        assert client.get(at(name)).url == at(there, station.pk)
    other = factories.make_facility(district, "station", "第二驿站")
    factories.grant(staff, Role.STATION_STAFF, other)
    page = client.get(at("kitchen-home")).content.decode()
    assert "第二驿站" in page
    assert "云南路爱心驿站" in page
