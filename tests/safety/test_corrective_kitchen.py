"""Readings out of limits open corrective actions; what is said in the kitchen settles them."""

import datetime as dt
from uuid import uuid4

from ops.rectification.models import CorrectiveAction
from safety.food.models import FridgeReading
from safety.incidents.actions import report_incident
from tests.factories import TESTER
from tests.safety.conftest import NOW

READINGS = "/api/v1/fridge-readings/"
CHECKS = "/api/v1/staff-health-checks/"


def reading(station, **changes):
    return {
        "id": str(uuid4()),
        "facility": str(station.pk),
        "occurred_at": NOW.isoformat(),
        "appliance": "一号冷藏柜",
        "temperature": "12",
    } | changes


def recorded(client, station, **changes):
    answer = client.post(READINGS, reading(station, **changes))
    assert answer.status_code == 201, answer.data
    return answer.data


def test_a_warm_fridge_opens_a_serious_action_and_a_remedy_at_once_none(api, staff, station):
    recorded(api(staff), station, remedy="已调低温度")
    assert CorrectiveAction.objects.count() == 0
    failed = recorded(api(staff), station, appliance="二号冷藏柜")
    action = CorrectiveAction.objects.get()
    assert (action.severity, action.regime, str(action.source_id)) == ("serious", "food_safety", failed["id"])
    assert action.title.startswith("二号冷藏柜")
    assert "Warmer than" in action.title_en


def test_what_the_kitchen_says_within_minutes_needs_no_verification(api, staff, station):
    failed = recorded(api(staff), station)
    answer = api(staff).post(f"{READINGS}{failed['id']}/settle/", {"remedy": "食材转入备用冰箱"})
    assert answer.data["remedy"] == "食材转入备用冰箱"
    assert CorrectiveAction.objects.get().state == "cancelled"


def test_what_the_kitchen_says_later_waits_to_be_verified(api, staff, manager, station, now):
    failed = recorded(api(staff), station)
    now.move_to(NOW + dt.timedelta(hours=3))
    api(staff).post(f"{READINGS}{failed['id']}/settle/", {"remedy": "已报修，食材转移"})
    action = CorrectiveAction.objects.get()
    assert (action.state, action.done_note, action.done_by, action.verifier) == (
        "done",
        "已报修，食材转移",
        staff,
        "manager",
    )


def test_finishing_the_action_settles_the_reading_and_sending_back_unsettles_it(api, staff, manager, station):
    recorded(api(staff), station)
    url = f"/api/v1/corrective-actions/{CorrectiveAction.objects.get().pk}/"
    api(staff).post(f"{url}finish/", {"note": "换了门封"}, headers={"if-match": '"1"'})
    row = FridgeReading.objects.get()
    assert (row.remedy, row.settled_at is None) == ("换了门封", False)
    api(manager).post(f"{url}send-back/", {"reason": "还是 12 度"}, headers={"if-match": '"2"'})
    row.refresh_from_db()
    assert row.settled_at is None


def test_a_slip_of_the_finger_cancels_and_the_same_fridge_joins(api, staff, station):
    failed = recorded(api(staff), station, temperature="48")
    body = {"temperature": "4.8", "reason": "少点小数点"}
    assert api(staff).patch(f"{READINGS}{failed['id']}/", body, headers={"if-match": '"1"'}).status_code == 200
    assert CorrectiveAction.objects.get().state == "cancelled"
    for _time in range(2):
        recorded(api(staff), station)
    assert CorrectiveAction.objects.get(state="open").times_found >= 2


def test_an_action_says_nothing_of_anybodys_health(api, staff, station):
    sent = {
        "id": str(uuid4()),
        "facility": str(station.pk),
        "occurred_at": NOW.isoformat(),
        "person_name": "孙大厨",
        "outcome": "unfit",
        "symptom": "腹泻",
    }
    answer = api(staff).post(CHECKS, sent)
    assert answer.status_code == 201, answer.data
    action = CorrectiveAction.objects.get()
    said = f"{action.title}{action.title_en}{action.note}{action.subject}"
    assert "孙" not in said
    assert "腹泻" not in said


def test_an_incident_may_lead_to_one(as_user, manager, station):
    incident, _new = report_incident(
        id=uuid4(), facility=station, kind="injury", severity="grave", occurred_at=NOW, by=TESTER
    )
    client = as_user(manager)
    shown = client.get(f"/incidents/{incident.pk}/").content.decode()
    url = f"/facilities/{station.pk}/corrective-actions/new/?source=incident&id={incident.pk}"
    assert f"source=incident&amp;id={incident.pk}" in shown
    assert client.get(url).status_code == 200
    sent = {"id": str(uuid4()), "source_kind": "incident", "title": "加装防撞条", "severity": "critical"}
    assert client.post(url, sent).status_code == 302
    action = CorrectiveAction.objects.get()
    assert (action.source_kind, action.source_id) == ("incident", incident.pk)
    assert f"/incidents/{incident.pk}/" in client.get(f"/corrective-actions/{action.pk}/").content.decode()
