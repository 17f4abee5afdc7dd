"""One small city with one of everything, and one person of each role at its station and room, and at a foreign one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ops.absences.models import Absence
from ops.checklists.actions import store_photo
from ops.checklists.models import ChecklistItem, Finding
from ops.duties.template_actions import publish_template
from ops.facilities.actions import close_facility
from ops.facilities.models import Facility
from ops.jobs.models import Job
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import AT_UNION, Role
from ops.policy.models import CalendarDay, Parameter
from ops.records.actions import create, save
from ops.rectification.actions import raise_action
from ops.reminders.models import ContactPoint, Reminder
from rooms.opening.actions import order_suspension
from rooms.opening.models import Room
from rooms.visits import actions as visits
from safety.equipment import actions as equipment
from safety.food import actions as food
from safety.incidents import actions as incidents
from stations.applications import actions as applications
from stations.applications.packing import Wanted
from stations.attendance.absences import announce_absence, record_absence
from stations.attendance.calls import record_call
from stations.attendance.codes import issue_pickup_code
from stations.attendance.kiosk import start_kiosk
from stations.enrolment.actions import Registration
from stations.enrolment.models import Enrolment
from stations.enrolment.persons import NewContact, NewGuardian, add_contact
from stations.guardians.actions import Wish, ask_erasure, ask_person
from stations.guardians.allergies import ask_allergies
from stations.meals import planning
from stations.meals.beside import add_meal_photo, record_accompanied
from stations.meals.kitchen import send_to_kitchen
from stations.meals.kitchen_link import make_link, token_of
from stations.meals.serving import Plate, serve_many
from stations.medicine import actions as medicine
from stations.subsidies.actions import set_rule
from stations.terms import roster
from stations.terms.actions import amend_term
from stations.terms.models import Group
from tests import factories
from tests.factories import TESTER
from tests.ops import ledger
from tests.ops.checklists import picture, upload
from tests.rooms.rooms import make_room
from tests.stations import world as stations

CHECKLIST_KEY = "station-food-daily"


def build() -> tuple[dict[str, Any], dict[str, User], dict[str, User]]:
    """The things by name, the people by role, and the foreign people by role."""
    city = factories.make_union("市总工会")
    district = factories.make_union("市南区总工会", below=city)
    elsewhere = factories.make_union("崂山区总工会", below=city)
    station = stations.make_station(district)
    # Open at every hour at which the tests may run.
    room = make_room(district, opens=dt.time.min, closes=dt.time.max)
    own = _people(district, station, room.facility)
    foreign = _people(elsewhere, stations.make_station(elsewhere), make_room(elsewhere, "崂山小屋").facility)
    things = {
        "city": city,
        "union": district,
        "street": factories.make_union("云南路街道总工会", below=district, level="grassroots"),
        "station": station,
        "room": room.facility,
        "room_row": room,
        "room_code": room.facility.code,
        **_of_ops(station, room.facility, own),
        **_of_safety(station, room.facility),
        **_of_station(station, own),
        **_of_room(room),
    }
    return things, own, foreign


def _people(union: TradeUnion, station: Facility, room: Facility) -> dict[str, User]:
    people = {}
    for role in Role:
        person = factories.make_user(role, union if role in AT_UNION else station)
        if role not in AT_UNION:
            factories.grant(person, role, room)
        people[str(role.value)] = person
    return people


def _of_ops(station: Facility, room: Facility, people: dict[str, User]) -> dict[str, Any]:
    now, staff = timezone.now(), people["station_staff"]
    checklist = ledger.make_checklist("food_safety", "日管控")
    checklist.template.union = _union(station)
    save(checklist.template, by=TESTER)
    question = create(
        ChecklistItem(checklist=checklist, key="clean", position=1, text="台面干净", kind="yes_no"), by=TESTER
    )
    run = ledger.make_run(station, checklist, ledger.person(staff), occurred_at=now)
    plan = ledger.make_plan(station, "food_safety")
    duty = ledger.make_duty(plan, now + dt.timedelta(minutes=30))
    overdue = ledger.make_duty(plan, now - dt.timedelta(hours=2), "overdue")
    photo = store_photo(id=uuid4(), facility=station, file=upload(picture()), occurred_at=now, by=TESTER)
    raised = raise_action(
        id=uuid4(),
        facility=station,
        source_kind="own_round",
        title="门锁坏了",
        severity="minor",
        occurred_at=now,
        by=TESTER,
    )
    return {
        "corrective_action": raised[0] if isinstance(raised, tuple) else raised,
        "checklist": checklist.template,
        "checklist_key": checklist.template.key,
        "run": run,
        "finding": create(Finding(facility=station, run=run, item=question, found_at=now), by=TESTER),
        "time_off": create(Absence(user=staff, since=now), by=TESTER),
        "plan": plan,
        "duty": duty,
        "overdue": overdue,
        "policy": plan.policy,
        "photo": photo,
        "job": Job.objects.create(kind="tested", state="failed", started_by=people["administrator"], source="web"),
        "membership": Membership.objects.get(user=staff, facility=station),
        "person": staff,
        "opening_hours": _hours(room),
        "closure": close_facility(
            facility=station, cause="repair", first_day=station.today(), last_day=None, by=TESTER
        ),
        **_reminders(station, overdue, people["administrator"]),
        **_rules(station),
    }


def _reminders(station: Facility, overdue: Any, recipient: User) -> dict[str, Any]:
    now = timezone.now()
    common = {"facility": station, "recipient": recipient, "created_at": now, "not_before": now}
    subject = {"union_name": "x", "union_name_en": "", "kinds": {}, "since": now.isoformat()}
    make = Reminder.objects.create
    point = ContactPoint(
        union=_union(station), channel="webhook", label="值班群", address='{"url": "https://localhost/"}'
    )
    return {
        "reminder": make(kind="duty_overdue", duty=overdue, channel="in_app", **common),
        "dead_reminder": make(kind="duty_overdue", duty=overdue, channel="email", state="dead", **common),
        "summary_reminder": make(kind="summary", subject="summary:x", params=subject, channel="in_app", **common),
        "group_point": create(point, by=TESTER),
    }


def _rules(station: Facility) -> dict[str, Any]:
    return {
        "plan_template": publish_template(
            union=_union(station),
            reach=[_union(station)],
            facility_kinds=["station"],
            regime="food_safety",
            name="日查",
            from_day=station.today(),
            reason="x",
            by=TESTER,
            due=dt.time(17),
            role="facility_manager",
            completed_by="record",
            trigger="food_log",
        ),
        "parameter": create(
            Parameter(
                key="fridge_high",
                union=_union(station),
                value=8,
                valid_from=dt.date(2022, 1, 1),
                source_text="GB 31654",
                mark="V2",
            ),
            by=TESTER,
        ),
        "calendar_day": create(
            CalendarDay(date=station.today() + dt.timedelta(days=1), working=False, name="台风"), by=TESTER
        ),
    }


def _union(station: Facility) -> TradeUnion:
    return TradeUnion.objects.get(path=station.union_path)


def _hours(room: Facility) -> Any:
    from ops.facilities.models import OpeningHours

    return OpeningHours.objects.filter(facility=room)[0]


def _of_safety(station: Facility, room: Facility) -> dict[str, Any]:
    now: Any = timezone.now()
    base: dict[str, Any] = {"facility": station, "occurred_at": now, "by": TESTER}
    sample, _ = food.keep_sample(id=uuid4(), meal="lunch", dish="米饭", grams=100, **base)
    reading, _ = food.read_fridge(id=uuid4(), appliance="冰箱", temperature=Decimal(12), **base)
    delivery, _ = food.receive_food(id=uuid4(), supplier="利群", items="鸡蛋", **base)
    check, _ = food.check_staff(id=uuid4(), person_name="周师傅", outcome="unfit", symptom="腹泻", **base)
    certificate, _ = food.file_certificate(
        id=uuid4(), facility=station, person_name="周师傅", issued_on=station.today(), by=TESTER
    )
    incident, _ = incidents.report_incident(id=uuid4(), kind="injury", what="摔倒", **base)
    entry, _ = incidents.add_entry(id=uuid4(), incident=incident, text="已消毒", occurred_at=now, by=TESTER)
    report, _ = incidents.report_to_authority(
        id=uuid4(), incident=incident, authority="health", affected=1, occurred_at=now, by=TESTER
    )
    drill, _ = incidents.record_drill(id=uuid4(), kind="fire", summary="顺利", **base)
    plan = incidents.publish_plan(
        facility=station, kind="fire", title="火灾", steps="撤离", valid_from=station.today(), by=TESTER
    )
    piece, _ = equipment.enter_equipment(id=uuid4(), facility=room, name="哺乳椅", kind="nursing", by=TESTER)
    inspection, _ = equipment.inspect(id=uuid4(), equipment=piece, result="ok", occurred_at=now, by=TESTER)
    return {
        "sample": sample,
        "reading": reading,
        "delivery": delivery,
        "check": check,
        "certificate": certificate,
        "incident": incident,
        "entry": entry,
        "report": report,
        "drill": drill,
        "emergency_plan": plan,
        "equipment": piece,
        "inspection": inspection,
    }


def _of_station(station: Facility, people: dict[str, User]) -> dict[str, Any]:
    term = stations.make_term(station)
    child, away = stations.make_child(term), stations.make_child(term)
    handover = stations.arrive(child, ledger.person(people["station_staff"]))
    absence = record_absence(
        id=uuid4(), child=away, local_date=station.today(), reason="illness", announced_by_name="母亲", by=TESTER
    )
    contact = add_contact(
        id=uuid4(), child=child, entered=NewContact("陈福来", "grandfather", "13900000001"), by=TESTER
    )
    tomorrow = station.today() + dt.timedelta(days=1)
    announced = announce_absence(
        id=uuid4(), child=away, first_day=tomorrow, last_day=tomorrow, reason="travel", by=TESTER
    )
    outcomes = serve_many(
        facility=station,
        kind="lunch",
        occurred_at=timezone.now(),
        plates=[Plate(id=uuid4(), child_id=child.pk)],
        by=TESTER,
    )
    plate: Any = outcomes[0].serving
    return {
        **_of_guardian(child, people["guardian"]),
        "station_row": station.station,
        "term": term,
        "child": child,
        **_of_applications(term),
        **_of_medicine(station, child),
        "contact": contact,
        "consent": child.consents.all()[0],
        "pickup": stations.mother_of(child),
        "guardian": child.guardians.all()[0],
        "enrolment": Enrolment.objects.get(child=child),
        "handover": handover,
        "absence": absence[0] if isinstance(absence, tuple) else absence,
        "announcement": announced[0],
        "call": record_call(id=uuid4(), child=child, guardian_id=child.guardians.get().pk, outcome="coming", by=TESTER)[
            0
        ],
        **_of_roster(station, term, ledger.person(people["station_staff"]).user),
        "kiosk": start_kiosk(facility=station, name="大门", by=TESTER)[0],
        "pickup_code": issue_pickup_code(person=stations.mother_of(child), by=TESTER)[0],
        "subsidy_rule": set_rule(
            id=uuid4(),
            union=_union(station),
            name="暑期爱心托管奖补",
            first_day=term.first_day,
            last_day=term.last_day,
            children_min=20,
            days_min=20,
            attendance_min=Decimal(70),
            by=TESTER,
        )[0],
        "serving": plate,
        "meal": plate.meal,
        **_of_menu(station),
    }


def _of_medicine(station: Facility, child: Any) -> dict[str, Any]:
    now = timezone.now()
    clock = f"{station.local(now):%H:%M}"
    order = medicine.order_medicine(
        id=uuid4(),
        child=child,
        entered=medicine.NewOrder("布洛芬", "5 ml", clock, station.today(), station.today(), "王丽"),
        by=TESTER,
    )
    giving, _new = medicine.give(id=uuid4(), order=order, clock=clock, occurred_at=now, by=TESTER)
    return {"medication_order": order, "giving": giving}


def _of_roster(station: Facility, term: Any, staff: User) -> dict[str, Any]:
    group = create(Group(facility=station, term=term, name="向日葵组"), by=TESTER)
    shift = roster.set_shift(
        id=uuid4(),
        facility=station,
        date=station.today(),
        starts=dt.time(8),
        ends=dt.time(17),
        person=staff,
        by=TESTER,
    )[0]
    return {
        "shift": shift,
        "group_staff": roster.add_to_group(group=group, person=staff, function="tutor", by=TESTER),
    }


def _of_menu(station: Facility) -> dict[str, Any]:
    day = station.today() + dt.timedelta(days=7)
    row = planning.plan_by_name(facility=station, day=day, kind="lunch", name="米饭", by=TESTER)
    planning.check_dishes(facility=station, contains={row.dish_id: []}, by=TESTER)
    edition = planning.publish_week(facility=station, day=day, by=TESTER)
    return {"dish": row.dish, "menu_dish": row, "menu_edition": edition, **_beside_meals(station)}


def _beside_meals(station: Facility) -> dict[str, Any]:
    from ops.checklists.actions import store_photo

    lunch: dict[str, Any] = {"facility": station, "kind": "lunch", "occurred_at": timezone.now(), "by": TESTER}
    link = make_link(id=uuid4(), facility=station, by=TESTER)[0]
    food = store_photo(
        id=uuid4(), facility=station, file=upload(picture((50, 40))), occurred_at=timezone.now(), by=TESTER
    )
    return {
        "accompanied": record_accompanied(id=uuid4(), person_name="于海燕", **lunch)[0],
        "meal_photo": add_meal_photo(id=uuid4(), photo=food, **lunch)[0],
        "kitchen_order": send_to_kitchen(id=uuid4(), **lunch)[0],
        "kitchen_link": link,
        "kitchen_token": token_of(link),
    }


def _of_guardian(child: Any, guardian: User) -> dict[str, Any]:
    """The guardian of the station is the child's, with a request that staff have not answered."""
    row = child.guardians.get()
    row.user = guardian
    save(row, by=TESTER, fields=["user"])
    photo = store_photo(
        id=uuid4(), facility=child.facility, file=upload(picture()), occurred_at=timezone.now(), by=TESTER
    )
    wish = Wish(name="王桂兰", relation="grandmother", photo_id=photo.pk)
    asked, _ = ask_person(id=uuid4(), child=child, kind="add", wish=wish, asked_by=row, by=TESTER)
    erasure, _ = ask_erasure(id=uuid4(), child=child, reason="", asked_by=row, by=TESTER)
    said, _ = ask_allergies(id=uuid4(), child=child, allergens=["milk"], words="", asked_by=row, agreed=True, by=TESTER)
    return {"person_request": asked, "family_photo": photo, "data_request": erasure, "allergy_request": said}


def _of_applications(term: Any) -> dict[str, Any]:
    """An application that staff have to ask about: the child is known here by another guardian."""
    amend_term(term=term, version=None, reason="x", by=TESTER, applications_from=timezone.now())
    stations.make_child(None, term.facility, name="曾小满")
    wanted = Wanted(
        Registration(
            child={"name": "曾小满", "sex": "female", "birth_date": dt.date(2017, 3, 5), "grade": 2},
            guardians=[NewGuardian("王丽", "13800001234", "mother")],
            consents=[stations.AGREED],
        )
    )
    term.refresh_from_db()
    application = applications.apply(
        id=uuid4(), term=term, phone="13800001234", children=[wanted], signed_by="王丽", by=TESTER
    )
    return {
        "station_code": term.facility.code,
        "application": application,
        "application_secret": application.secret,
        "applied_child": application.children.all()[0],
    }


def _of_room(room: Room) -> dict[str, Any]:
    now = timezone.now()
    visit = visits.enter(id=uuid4(), room=room, occurred_at=now, by=TESTER)
    visits.leave(visit=visit, occurred_at=now + dt.timedelta(minutes=20), by=TESTER)
    feedback = visits.report(id=uuid4(), room=room, kind="locked", occurred_at=now, by=TESTER)
    today = room.facility.today()
    order = order_suspension(
        first_day=today + dt.timedelta(days=30), last_day=None, mode="closed", room=room, by=TESTER
    )
    return {"visit": visit, "feedback": feedback, "order": order}
