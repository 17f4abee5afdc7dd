"""Who may open which address: one line a route, by its name. A route without a line fails test_permission_matrix.

    page(WHO, "thing")                  a page that is read; `thing` (see permission_world) is what the address names
    post(WHO, "thing")                  an address that is only posted to
    api("thing", get=WHO, post=WHO)     an address of the API, by method
    …, kind="readings", child="child"   the other parts of the address: a thing's key, or a word (or "=word")
    …, query={…}, body={…}              what is asked for and what is sent: a thing's key, or a word taken as it is

WHO is a set of roles, or ANYONE (signed in or not), or SIGNED_IN. Whoever is named gets through at the own station,
room or union, and finds nothing (404) at a foreign one; all others are refused. `hides=True` refuses by 404 instead of
403, and `unscoped=True` says that the thing is nobody's own (a public code, the one calendar).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ops.organization.roles import AT_DESK, AT_ROOM, AT_STATION, IN_FIELD, MANAGING, READING, Role

ANYONE = frozenset({"anyone"})
EVERY_ROLE = frozenset(str(role.value) for role in Role)


def _roles(*roles: str) -> frozenset[str]:
    return frozenset(str(Role(role).value) for role in roles)


SIGNED_IN = EVERY_ROLE
NOBODY: frozenset[str] = frozenset()
READERS = _roles(*READING)
FIELD = _roles(*IN_FIELD)
STATION = _roles(*AT_STATION)
ROOM = _roles(*AT_ROOM)
DESK = _roles(*AT_DESK)
MANAGERS = _roles(*MANAGING)
UNION = _roles(Role.UNION_OFFICER, Role.ADMINISTRATOR)
MANAGER = _roles(Role.FACILITY_MANAGER)
ADMINISTRATOR = _roles(Role.ADMINISTRATOR)
PEOPLE = _roles(Role.FACILITY_MANAGER, *AT_DESK)
WRITES_INCIDENTS = FIELD | _roles(Role.UNION_OFFICER)
CLOSES_INCIDENTS = _roles(Role.FACILITY_MANAGER, Role.UNION_OFFICER)
VERIFIES = _roles(Role.FACILITY_MANAGER, Role.UNION_OFFICER)
SPOT_CHECKS = _roles(Role.UNION_OFFICER, Role.INSPECTOR)
RAISES = VERIFIES | _roles(Role.INSPECTOR)
ROOM_READERS = READERS - _roles(Role.STATION_STAFF)
# The absence is one of the station staff.
OWN_OR_MANAGED = MANAGERS | _roles(Role.STATION_STAFF)
TERM_READERS = STATION | UNION
A_SPOT_CHECK = {"facility": "station", "source_kind": "spot_check", "title": "x", "severity": "minor"}
QUESTIONS = {"items": [{"key": "clean", "position": 1, "text": "台面干净", "kind": "yes_no"}]}
CONSENT = {"kind": "leave_alone", "given": True, "given_by": "x", "text_version": "1"}


@dataclass(frozen=True)
class Route:
    """What one address asks for, method by method."""

    methods: dict[str, frozenset[str]]
    on: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    hides: bool = False
    unscoped: bool = False
    # Statuses that are as good as 200, where a service is asked whether it is well.
    also: tuple[int, ...] = ()
    is_api: bool = False
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


def page(
    who: frozenset[str],
    on: str = "",
    *,
    hides: bool = False,
    unscoped: bool = False,
    query: dict[str, str] | None = None,
    also: tuple[int, ...] = (),
    **parts: str,
) -> Route:
    """A page that is read."""
    return Route({"get": who}, on, parts, hides, unscoped, also, query=query or {})


def post(who: frozenset[str], on: str = "", *, hides: bool = False, unscoped: bool = False, **parts: str) -> Route:
    """An address that is only posted to."""
    return Route({"post": who}, on, parts, hides, unscoped)


def api(
    on: str = "",
    *,
    hides: bool = False,
    unscoped: bool = False,
    parts: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    body: dict[str, Any] | None = None,
    **methods: frozenset[str],
) -> Route:
    """An address of the API."""
    return Route(methods, on, parts or {}, hides, unscoped, is_api=True, query=query or {}, body=body or {})


def _records(
    name: str, thing: str, write: frozenset[str], *, voids: frozenset[str] | None = None, amend: bool = True
) -> dict[str, Route]:
    """A kind of field record at the API: list and create, read and amend, void."""
    return {
        f"{name}-list": api(get=READERS, post=write),
        f"{name}-detail": api(thing, get=READERS, patch=write) if amend else api(thing, get=READERS),
        f"{name}-void-record": api(thing, post=voids or write),
    }


def _read(name: str, thing: str, who: frozenset[str] = READERS, *, unscoped: bool = False) -> dict[str, Route]:
    """A kind of thing that is only read at the API."""
    return {f"{name}-list": api(get=who), f"{name}-detail": api(thing, get=who, unscoped=unscoped)}


SHELL = {
    "healthz": page(ANYONE),
    "readyz": page(ANYONE, also=(503,)),
    "api-schema": page(ANYONE),
    "api-docs": page(ANYONE),
    "home": page(SIGNED_IN),
    "me": page(SIGNED_IN),
    "theme": post(ANYONE),
    "look": page(NOBODY),
    "offline": page(ANYONE),
    "service-worker": page(ANYONE),
    "manifest": page(ANYONE),
    "set_language": post(ANYONE),
}

ORGANIZATION = {
    "sign-in": page(ANYONE),
    "sign-out": post(ANYONE),
    "no-role": page(SIGNED_IN),
    "forgotten": page(ANYONE),
    "reset": page(ANYONE, uid="x", token="x-y"),
    "welcome": page(ANYONE, secret="x"),
    "profile": page(SIGNED_IN),
    "password": page(SIGNED_IN),
    "sign-out-elsewhere": post(SIGNED_IN),
    "tokens": page(SIGNED_IN),
    "token-revoke": post(SIGNED_IN, digest="nothing"),
    "set-up": page(ANYONE),
    "people-list": page(PEOPLE),
    "people-add": page(MANAGERS),
    "link-once": page(MANAGERS),
    "membership-detail": page(PEOPLE, "membership"),
    "membership-limit": post(MANAGERS, "membership"),
    "membership-end": post(MANAGERS, "membership"),
    "membership-link": post(MANAGERS, "membership"),
    "union-list": page(DESK),
    "union-edit": page(UNION, "street"),
    "union-add": page(UNION, "union"),
    "api-me": api(get=SIGNED_IN, patch=SIGNED_IN),
    "api-unions-list": api(get=DESK, post=UNION),
    "api-unions-detail": api("street", get=DESK, patch=UNION),
    "api-people-list": api(get=PEOPLE),
    "api-people-detail": api("person", get=PEOPLE),
    "api-memberships-list": api(get=PEOPLE, post=MANAGERS),
    "api-memberships-detail": api("membership", get=PEOPLE, patch=MANAGERS),
    "api-memberships-end": api("membership", post=MANAGERS),
    "api-tokens-list": api(get=SIGNED_IN, post=ANYONE),
    "api-tokens-detail": api(delete=SIGNED_IN, parts={"token_key": "nothing"}),
}

JOBS = {
    "job-list": page(SIGNED_IN),
    "job-detail": page(ADMINISTRATOR, "job", hides=True),
    "job-file": page(SIGNED_IN, "nothing"),
    "job-again": post(ADMINISTRATOR, "job", hides=True),
    "api-jobs-list": api(get=SIGNED_IN),
    "api-jobs-detail": api("job", get=ADMINISTRATOR, hides=True),
    "api-jobs-file": api("nothing", get=SIGNED_IN),
    "api-jobs-again": api("job", post=ADMINISTRATOR, hides=True),
}

POLICY = {
    "parameter-list": page(READERS),
    "parameter-detail": page(READERS, key="fridge_high"),
    "calendar-day-list": page(READERS),
    "calendar-day-restore": post(NOBODY, "calendar_day", unscoped=True),
    "api-parameters-list": api(get=READERS, post=UNION),
    "api-parameters-in-force": api(get=READERS, query={"union": "union"}),
    "api-parameters-detail": api("parameter", get=READERS),
    "api-calendar-days-list": api(get=READERS, post=NOBODY),
    "api-calendar-days-detail": api("calendar_day", get=READERS, unscoped=True),
}

FACILITIES = {
    "facility-list": page(READERS),
    "facility-add": page(UNION),
    "facility-import": page(UNION),
    "facility-import-template": page(UNION),
    "facility-import-confirm": page(UNION, "nothing"),
    "facility-detail": page(READERS, "station"),
    "facility-edit": page(MANAGERS, "station"),
    "facility-state": page(MANAGERS, "station"),
    "facility-move": page(UNION, "station"),
    "facility-hours": page(MANAGERS, "station"),
    "facility-close": page(MANAGERS, "station"),
    "closure-list": page(READERS),
    "closure-order": page(UNION),
    "closure-lift": post(MANAGERS, "closure"),
    "set-up-guide": page(UNION),
    # A manager passes the door for what is theirs to change; entering a facility is the union's, says the action.
    "api-facilities-list": api(get=READERS, post=MANAGERS),
    "api-facilities-detail": api("station", get=READERS, patch=MANAGERS),
    "api-facilities-opening-hours": api("station", put=MANAGERS),
    "api-facilities-state": api("station", post=MANAGERS),
    "api-facilities-move": api("station", post=MANAGERS),
    **_read("api-opening-hours", "opening_hours"),
    "api-facility-imports-list": api(get=UNION, post=UNION),
    "api-facility-imports-detail": api("nothing", get=UNION),
    "api-facility-imports-check": api("nothing", post=UNION),
    "api-facility-imports-confirm": api("nothing", post=UNION),
    "api-closures-list": api(get=READERS, post=MANAGERS),
    "api-closures-detail": api("closure", get=READERS),
    "api-closures-lift": api("closure", post=MANAGERS),
}

CHECKLISTS = {
    "checklist-library": page(READERS),
    "checklist-start": page(FIELD, "station", key="checklist_key"),
    "facility-records": page(READERS, "station"),
    "run-detail": page(READERS, "run"),
    "run-amend": page(FIELD, "run"),
    "photo": page(READERS, "photo", hides=True),
    "checklist-new": page(MANAGERS),
    "checklist-detail": page(READERS, key="checklist_key"),
    "checklist-edit": page(UNION, key="checklist_key"),
    "checklist-decide": post(UNION, "nothing"),
    "run-pdf": page(READERS, "run"),
    "api-checklist-templates-list": api(get=READERS, post=MANAGERS),
    "api-checklist-templates-detail": api("checklist", get=READERS),
    "api-checklist-templates-versions": api("checklist", get=READERS, post=UNION, body=QUESTIONS),
    "api-checklist-templates-publish": api("checklist", post=UNION, parts={"number": "1"}),
    "api-checklist-templates-decline": api("checklist", post=UNION, parts={"number": "1"}),
    "api-checklist-runs-pdf": api("run", get=READERS),
    "api-checklist-runs-list": api(get=READERS, post=FIELD),
    "api-checklist-runs-detail": api("run", get=READERS, patch=FIELD),
    "api-photos-list": api(post=FIELD),
    "api-photos-detail": api("photo", get=READERS),
    **_read("api-findings", "finding"),
}

DUTIES = {
    "duty-today": page(FIELD),
    "duty-list": page(READERS, "station"),
    "duty-detail": page(READERS, "duty"),
    "plan-list": page(READERS, "station"),
    "plan-create": page(MANAGERS, "station"),
    "plan-change": page(MANAGERS, "plan"),
    "plan-pause": post(MANAGERS, "plan"),
    "plan-resume": post(MANAGERS, "plan"),
    "checklist-fill": page(FIELD, "duty"),
    "staff-absence-list": page(FIELD | MANAGERS),
    "staff-absence-enter": page(FIELD | MANAGERS),
    "staff-absence-change": page(OWN_OR_MANAGED, "time_off", hides=True),
    "staff-absence-withdraw": post(OWN_OR_MANAGED, "time_off", hides=True),
    "api-staff-absences-list": api(get=FIELD | MANAGERS, post=FIELD | MANAGERS),
    "api-staff-absences-detail": api("time_off", get=OWN_OR_MANAGED, patch=OWN_OR_MANAGED, hides=True),
    "api-staff-absences-withdraw": api("time_off", post=OWN_OR_MANAGED, hides=True),
    "api-duty-plans-list": api(get=READERS, post=MANAGERS),
    "api-duty-plans-detail": api("plan", get=READERS, patch=MANAGERS),
    "api-duty-plans-pause": api("plan", post=MANAGERS),
    "api-duty-plans-preview": api("plan", get=READERS),
    "api-duty-plans-draft": api(post=MANAGERS, body={"facility": "station"}),
    "api-duty-plans-resume": api("plan", post=MANAGERS),
    **_read("api-duties", "duty"),
    "facility-calendar": page(READERS, "station"),
    "my-calendar": page(FIELD),
    "calendar-feed": page(FIELD),
    "calendar-feed-revoke": post(FIELD),
    "calendar-ics": page(ANYONE, secret="x", also=(404,)),
    "api-calendar": api(get=READERS, query={"facility": "station", "first": "=2026-07-01", "last": "=2026-07-31"}),
    "api-calendar-feed": api(get=FIELD, post=FIELD, delete=FIELD),
    "plan-templates": page(READERS),
    "plan-template": page(READERS, "plan_template"),
    "plan-template-add": page(UNION),
    "plan-template-version": page(UNION, "plan_template"),
    "plan-template-extend": post(UNION, "plan_template"),
    "plan-template-withdraw": post(UNION, "plan_template"),
    "api-plan-templates-list": api(get=READERS, post=UNION),
    "api-plan-templates-detail": api("plan_template", get=READERS),
    "api-plan-templates-preview": api(post=UNION),
    "api-plan-templates-versions": api("plan_template", post=UNION),
    "api-plan-templates-extend": api("plan_template", post=UNION),
    "api-plan-templates-withdraw": api("plan_template", post=UNION),
    "escalation-policies": page(READERS),
    "escalation-policy-add": page(NOBODY),
    "escalation-policy": page(READERS, "policy", unscoped=True),
    "escalation-policy-retire": post(NOBODY, "policy", unscoped=True),
    "escalation-policy-bring-back": post(NOBODY, "policy", unscoped=True),
    # Only officers and administrators of the federation itself, who stand above those of the table.
    "api-escalation-policies-list": api(get=READERS, post=NOBODY),
    "api-escalation-policies-detail": api("policy", get=READERS, patch=NOBODY, unscoped=True),
    "api-escalation-policies-retire": api("policy", post=NOBODY, unscoped=True),
    "api-escalation-policies-bring-back": api("policy", post=NOBODY, unscoped=True),
    "api-duty-checklist": api("duty", post=FIELD),
    "api-duty-draft": api("duty", get=FIELD, put=FIELD, delete=FIELD),
}

REMINDERS = {
    "reminder-list": page(SIGNED_IN),
    "reminder-open": page(ADMINISTRATOR, "reminder", hides=True),
    "reminder-read": post(SIGNED_IN),
    "reminder-detail": page(ADMINISTRATOR, "reminder", hides=True),
    "reminder-on-it": post(ADMINISTRATOR, "reminder", hides=True),
    "reminder-take-back": post(ADMINISTRATOR, "reminder", hides=True),
    "reminder-snooze": post(ADMINISTRATOR, "reminder", hides=True),
    "reminder-carried": page(ADMINISTRATOR, "summary_reminder", hides=True),
    "reminder-undelivered": page(UNION),
    "reminder-retry": post(UNION, "dead_reminder"),
    "notifications": page(SIGNED_IN),
    "push-add": post(SIGNED_IN),
    "point-add": page(SIGNED_IN, channel="=webhook"),
    "account-test": post(SIGNED_IN, channel="=email"),
    "reminder-groups": page(DESK),
    "reminder-group-add": page(UNION, channel="=webhook"),
    "point-test": post(UNION, "group_point", hides=True),
    "point-remove": post(UNION, "group_point", hides=True),
    "api-reminder-preference": api(get=SIGNED_IN, put=SIGNED_IN),
    "api-reminder-preference-test": api(post=SIGNED_IN, body={"channel": "email"}),
    "api-contact-points-list": api(get=SIGNED_IN, post=SIGNED_IN),
    "api-contact-points-detail": api("group_point", get=DESK, delete=UNION, hides=True),
    "api-contact-points-test": api("group_point", post=UNION, hides=True),
    "api-reminders-on-it": api("reminder", post=ADMINISTRATOR, hides=True),
    "api-reminders-take-back": api("reminder", post=ADMINISTRATOR, hides=True),
    "api-reminders-snooze": api("reminder", post=ADMINISTRATOR, hides=True),
    "api-reminders-undelivered": api(get=UNION),
    "api-reminders-retry": api("dead_reminder", post=UNION),
    "api-reminders-list": api(get=SIGNED_IN),
    "api-reminders-read": api(post=SIGNED_IN),
    "api-reminders-detail": api("reminder", get=ADMINISTRATOR, hides=True),
}

RECTIFICATION = {
    "corrective-action-list": page(READERS),
    "corrective-action-new": page(RAISES, "station"),
    "corrective-action": page(READERS, "corrective_action"),
    "corrective-action-of": page(READERS, "nothing", kind="=finding"),
    "corrective-action-finish": post(FIELD, "corrective_action"),
    "corrective-action-verify": post(VERIFIES, "corrective_action"),
    "corrective-action-send-back": post(VERIFIES, "corrective_action"),
    "corrective-action-change": post(VERIFIES, "corrective_action"),
    "corrective-action-reopen": post(VERIFIES, "corrective_action"),
    "corrective-action-cancel": post(VERIFIES, "corrective_action"),
    "api-corrective-actions-list": api(get=READERS, post=SPOT_CHECKS, body=A_SPOT_CHECK),
    "api-corrective-actions-detail": api("corrective_action", get=READERS, patch=VERIFIES),
    "api-corrective-actions-finish": api("corrective_action", post=FIELD, body={"note": "x"}),
    "api-corrective-actions-verify": api("corrective_action", post=VERIFIES),
    "api-corrective-actions-send-back": api("corrective_action", post=VERIFIES),
    "api-corrective-actions-reopen": api("corrective_action", post=VERIFIES),
    "api-corrective-actions-cancel": api("corrective_action", post=VERIFIES),
}

COMPLIANCE = {
    "desk": page(DESK),
    "desk-facilities": page(DESK),
    "desk-facilities-export": post(DESK),
    "desk-duties": page(READERS, query={"facility": "station"}),
    "duty-urge": post(UNION, "overdue"),
    "api-compliance": api(get=READERS, query={"facility": "station"}),
    "api-compliance-export": api(post=DESK),
    "api-overdue": api(get=READERS, query={"facility": "station"}),
    "api-duty-urge": api("overdue", post=UNION),
}

AUDIT = {
    "history": page(DESK),
    "facility-history": page(READERS, "station"),
    "facility-history-export": post(PEOPLE, "station"),
    "record-history": page(READERS, "reading", kind="safety.fridgereading"),
    "api-facility-history": api("station", get=READERS),
    "api-facility-history-export": api("station", get=PEOPLE),
    "api-record-versions": api("reading", get=READERS, parts={"kind": "safety.fridgereading"}),
}

# Of the whole installation: the roles of this table are held in a district. See tests/ops/test_operation.py.
OPERATION = {
    "operation": page(NOBODY),
    "api-operation": api(get=NOBODY),
}

FOOD = {
    "kitchen-home": page(STATION),
    "kitchen": page(READERS, "station"),
    "kitchen-add": post(STATION, "station", kind="readings"),
    "food-record-list": page(READERS, "station", kind="samples"),
    "food-record": page(READERS, "reading", kind="readings"),
    "food-record-correct": post(STATION, "reading", kind="readings"),
    "food-record-void": post(STATION, "reading", kind="readings"),
    "food-record-settle": post(STATION, "reading", kind="readings"),
    "sample-discard": post(STATION, "sample"),
    "handler-left": post(STATION, "certificate"),
    **_records("api-retained-samples", "sample", STATION),
    **_records("api-fridge-readings", "reading", STATION),
    **_records("api-food-deliveries", "delivery", STATION),
    **_records("api-staff-health-checks", "check", STATION),
    **_records("api-health-certificates", "certificate", STATION, voids=MANAGER),
    "api-retained-samples-discard": api("sample", post=STATION),
    "api-retained-samples-settle": api("sample", post=STATION),
    "api-fridge-readings-settle": api("reading", post=STATION),
    "api-food-deliveries-settle": api("delivery", post=STATION),
    "api-staff-health-checks-settle": api("check", post=STATION),
    "api-health-certificates-left": api("certificate", post=STATION),
}

INCIDENTS = {
    "incident-list": page(READERS),
    "incident-report-home": page(FIELD),
    "incident-report": page(FIELD, "station"),
    "incident-detail": page(READERS, "incident"),
    "incident-entry": post(WRITES_INCIDENTS, "incident"),
    "incident-statutory-report": post(WRITES_INCIDENTS, "incident"),
    "incident-contain": post(WRITES_INCIDENTS, "incident"),
    "incident-close": post(CLOSES_INCIDENTS, "incident"),
    "incident-reopen": post(CLOSES_INCIDENTS, "incident"),
    "incident-void": post(MANAGER, "incident"),
    "incident-correct": post(FIELD, "incident"),
    "emergency": page(READERS, "station"),
    "drill-new": page(FIELD, "station"),
    "emergency-plan-new": page(MANAGER, "station"),
    **_records("api-incidents", "incident", FIELD, voids=MANAGER),
    "api-incidents-contain": api("incident", post=WRITES_INCIDENTS),
    "api-incidents-close": api("incident", post=CLOSES_INCIDENTS),
    "api-incidents-reopen": api("incident", post=CLOSES_INCIDENTS),
    **_records("api-incident-entries", "entry", WRITES_INCIDENTS, voids=MANAGER, amend=False),
    **_records("api-statutory-reports", "report", WRITES_INCIDENTS, voids=MANAGER, amend=False),
    "api-emergency-plans-list": api(get=READERS, post=MANAGER),
    "api-emergency-plans-detail": api("emergency_plan", get=READERS),
    **_records("api-drills", "drill", FIELD),
}

EQUIPMENT = {
    "equipment-home": page(FIELD),
    "equipment-list": page(READERS, "room"),
    "equipment-new": page(ROOM, "room"),
    "equipment-detail": page(READERS, "equipment"),
    "equipment-inspect": post(FIELD, "equipment"),
    "equipment-correct": post(ROOM, "equipment"),
    "equipment-retire": post(ROOM, "equipment"),
    "equipment-inspection-void": post(FIELD, "inspection"),
    **_records("api-equipment", "equipment", ROOM),
    "api-equipment-retire": api("equipment", post=ROOM),
    **_records("api-equipment-inspections", "inspection", FIELD),
}

STATIONS = {
    "term-home": page(STATION),
    "term-list": page(TERM_READERS, "station"),
    "term-new": page(MANAGERS, "station"),
    "term-edit": page(MANAGERS, "term"),
    "term-cancel-day": post(MANAGERS, "term"),
    "term-staff": page(MANAGERS, "term"),
    "group-staff-remove": post(MANAGERS, "group_staff"),
    "roster-home": page(STATION),
    "roster": page(TERM_READERS, "station"),
    "shift-cancel": post(MANAGER, "shift"),
    "child-home": page(STATION),
    "child-list": page(STATION, "station"),
    "child-register": page(STATION, "station"),
    "child-detail": page(STATION, "station", child="child"),
    "child-edit": page(STATION, "station", child="child"),
    "child-open": post(STATION, "station", child="child", what="identity"),
    "apply": page(ANYONE, code="station_code"),
    "apply-form": page(ANYONE, code="station_code", term="term"),
    "apply-phone": post(ANYONE, code="station_code", term="term"),
    "application-state": page(ANYONE, secret="application_secret"),
    "application-withdraw": post(ANYONE, secret="application_secret"),
    "application-home": page(STATION),
    "application-list": page(STATION, "station"),
    "application-poster": page(STATION, "station"),
    "application-detail": page(STATION, "application"),
    "enrolment-form": page(STATION, "station", child="child"),
    "enrolment-form-blank": page(STATION, "station"),
    "applied-child": post(STATION, "applied_child"),
    "medicine-home": page(STATION),
    "medicine-day": page(STATION, "station"),
    "medicine-give": post(STATION, "medication_order"),
    "medicine-void": post(STATION, "giving"),
    "medicine-order": page(STATION, "medication_order"),
    "medicine-order-new": page(STATION, "station", child="child"),
    "medicine-order-withdraw": post(STATION, "medication_order"),
    "roster-import": page(STATION, "station"),
    "roster-template": page(STATION),
    "roster-confirm": page(STATION, "nothing"),
    "consent-detail": page(STATION, "station", child="child", consent="consent"),
    "contact-new": page(STATION, "station", child="child"),
    "contact-withdraw": post(STATION, "station", child="child", contact="contact"),
    "consent-text-list": page(MANAGERS),
    "consent-text-new": page(UNION, kind="=photo"),
    "child-call": post(STATION, "station", child="child", person="pickup"),
    "pickup-new": post(STATION, "station", child="child"),
    "pickup-withdraw": post(STATION, "station", child="child", person="pickup"),
    "consent-new": post(STATION, "station", child="child"),
    "place-new": post(STATION, "station", child="child"),
    "place-change": post(STATION, "enrolment"),
    "station-home": page(STATION),
    "roll-call": page(STATION, "station"),
    "roll-call-states": page(STATION, "station"),
    "day-records": page(STATION, "station"),
    "child-day": page(STATION, "station", child="child"),
    "handover": page(STATION, "handover"),
    "handover-void": post(STATION, "handover"),
    "absence-void": post(STATION, "absence"),
    "door-code": page(STATION, "station"),
    "rates-home": page(STATION),
    "term-attendance": page(READERS, "term"),
    "monthly-sheet": page(READERS, "term", month="=2026-07", form="=xlsx"),
    "evacuation": page(STATION, "station"),
    "kiosk-list": page(MANAGER, "station"),
    "kiosk-end": post(MANAGER, "kiosk"),
    "kiosk": page(ANYONE),
    "kiosk-leave": page(ANYONE),
    "child-safety": page(PEOPLE),
    "subsidy-list": page(PEOPLE),
    "subsidy": page(PEOPLE, "subsidy_rule"),
    "subsidy-withdraw": post(UNION, "subsidy_rule"),
    "child-release": page(STATION, "station", child="child"),
    "call-list": page(STATION, "station"),
    "call-record": post(STATION, "station", child="child"),
    "absence-announce": page(STATION, "station", child="child"),
    "announcement-take-back": post(STATION, "announcement"),
    "meal-home": page(STATION),
    "meal-board": page(STATION, "station"),
    "meal": page(STATION, "meal"),
    "meal-void": post(STATION, "meal"),
    "accompanied-new": post(STATION, "meal"),
    "meal-photo-new": post(STATION, "meal"),
    "meal-take-back": post(STATION, "meal"),
    "serving": page(STATION, "serving"),
    "serving-void": post(STATION, "serving"),
    "kitchen-count-home": page(STATION),
    "kitchen-count": page(STATION, "station"),
    "kitchen-link": post(STATION, "station"),
    "kitchen-phone": page(ANYONE, token="kitchen_token"),
    "kitchen-seen": post(ANYONE, token="kitchen_token"),
    "menu-home": page(STATION),
    "menu-week": page(STATION, "station"),
    "dish-list": page(STATION, "station"),
    "dish-new": page(STATION, "station"),
    "dish": page(STATION, "dish"),
    "dish-retire": post(STATION, "dish"),
    "api-stations-list": api(get=READERS),
    "api-stations-detail": api("station_row", get=READERS, patch=MANAGERS),
    "api-terms-list": api(get=READERS, post=MANAGERS),
    "api-terms-detail": api("term", get=READERS, patch=MANAGERS),
    "api-terms-cancelled-days": api("term", post=MANAGERS),
    "api-shifts-list": api(get=READERS, post=MANAGER),
    "api-shifts-detail": api("shift", get=READERS),
    "api-shifts-cancel": api("shift", post=MANAGER),
    "api-shifts-copy": api(post=MANAGER),
    "api-group-staff-list": api(get=READERS, post=MANAGERS),
    "api-group-staff-detail": api("group_staff", get=READERS),
    "api-group-staff-end": api("group_staff", post=MANAGERS),
    "api-children-list": api(get=STATION, post=STATION),
    "api-children-detail": api("child", get=STATION, patch=STATION),
    "api-children-consents": api("child", post=STATION, body=CONSENT),
    "api-children-emergency-contacts": api("child", post=STATION, body={"name": "x", "relation": "father"}),
    "api-children-withdraw-contact": api("child", post=STATION, parts={"contact": "contact"}),
    "api-children-open": api("child", post=STATION, body={"what": "identity_number", "reason": "x"}),
    "api-children-pickup-persons": api("child", post=STATION, body={"name": "x", "relation": "father"}),
    "api-enrolments-list": api(get=STATION, post=STATION),
    "api-enrolments-detail": api("enrolment", get=STATION),
    "api-enrolments-admit": api("enrolment", post=MANAGER),
    "api-enrolments-waiting-list": api("enrolment", post=STATION),
    "api-enrolments-put-back": api("enrolment", post=MANAGER),
    "api-enrolments-refuse": api("enrolment", post=MANAGER),
    "api-enrolments-steps": api("enrolment", get=STATION),
    "api-apply": api(get=ANYONE, parts={"code": "station_code"}),
    "api-apply-codes": api(post=ANYONE, parts={"code": "station_code"}),
    "api-apply-send": api(post=ANYONE, parts={"code": "station_code"}),
    "api-application-by-link": api(get=ANYONE, parts={"secret": "application_secret"}),
    "api-application-withdraw": api(post=ANYONE, parts={"secret": "application_secret"}),
    "api-enrolment-form": api("child", post=STATION),
    "api-enrolment-form-blank": api("station", get=STATION),
    "api-applications-list": api(get=STATION),
    "api-applications-detail": api("application", get=STATION),
    "api-applied-children-list": api(get=STATION),
    "api-applied-children-detail": api("applied_child", get=STATION),
    "api-applied-children-take-over": api("applied_child", post=STATION),
    "api-applied-children-close": api("applied_child", post=STATION),
    "api-medication-orders-list": api(get=STATION, post=STATION),
    "api-medication-orders-detail": api("medication_order", get=STATION),
    "api-medication-orders-withdraw": api("medication_order", post=STATION),
    "api-medicine-givings-list": api(get=STATION, post=STATION),
    "api-medicine-givings-detail": api("giving", get=STATION),
    "api-medicine-givings-void-record": api("giving", post=STATION),
    "api-medicine-today": api("station", get=STATION),
    "api-roster-imports-list": api(get=STATION, post=STATION),
    "api-roster-imports-detail": api("nothing", get=STATION),
    "api-roster-imports-check": api("nothing", post=STATION),
    "api-roster-imports-confirm": api("nothing", post=STATION),
    "api-waiting-list": api("term", get=STATION),
    "api-enrolments-withdraw": api("enrolment", post=STATION),
    "api-handovers-list": api(get=STATION, post=STATION),
    "api-handovers-batch": api(post=STATION),
    "api-handovers-detail": api("handover", get=STATION, patch=STATION),
    "api-handovers-undo": api("handover", post=_roles(Role.STATION_STAFF)),
    "api-handovers-void": api("handover", post=STATION),
    "api-absences-list": api(get=STATION, post=STATION),
    "api-absences-detail": api("absence", get=STATION),
    "api-absences-void": api("absence", post=STATION),
    "api-term-attendance": api("term", get=READERS),
    "api-monthly-sheet": api("term", get=READERS, parts={"year": "=2026", "month": "=7", "form": "=xlsx"}),
    "api-kiosks-list": api(get=MANAGER, post=MANAGER),
    "api-kiosks-detail": api("kiosk", get=MANAGER),
    "api-kiosks-end": api("kiosk", post=MANAGER),
    "api-child-safety": api(get=PEOPLE),
    "api-subsidy-rules-list": api(get=PEOPLE, post=UNION),
    "api-subsidy-rules-detail": api("subsidy_rule", get=PEOPLE, patch=UNION),
    "api-subsidy-rules-withdraw": api("subsidy_rule", post=UNION),
    "api-subsidy-rules-standings": api("subsidy_rule", get=PEOPLE),
    "api-handovers-release": api(post=STATION),
    "api-calls-list": api(get=STATION, post=STATION),
    "api-calls-detail": api("call", get=STATION),
    "api-calls-missing": api(get=STATION, query={"facility": "station"}),
    "api-calls-unreached": api(post=STATION),
    "api-announcements-list": api(get=STATION, post=STATION),
    "api-announcements-detail": api("announcement", get=STATION),
    "api-announcements-take-back": api("announcement", post=STATION),
    "api-pickup-codes-list": api(get=STATION, post=STATION, body={"person": "pickup"}),
    "api-pickup-codes-detail": api("pickup_code", get=STATION),
    "api-pickup-codes-look": api(post=STATION, body={"facility": "station", "code": "000000"}),
    "api-pickup-codes-redeem": api(post=STATION),
    "api-pickup-codes-revoke": api("pickup_code", post=STATION),
    "api-evacuation-list": api(get=STATION, query={"facility": "station"}),
    "api-head-counts": api(get=READERS),
    "api-roll-call": api(get=READERS, query={"facility": "station"}),
    "api-meal-records-list": api(get=STATION),
    "api-servings-list": api(get=STATION),
    "api-servings-detail": api("serving", get=STATION, patch=STATION),
    "api-servings-batch": api(post=STATION),
    "api-servings-void": api("serving", post=STATION),
    "api-accompanied-meals-list": api(get=STATION, post=STATION),
    "api-accompanied-meals-detail": api("accompanied", get=STATION),
    "api-accompanied-meals-void": api("accompanied", post=STATION),
    "api-meal-photos-list": api(get=STATION, post=STATION),
    "api-meal-photos-detail": api("meal_photo", get=STATION),
    "api-meal-photos-void": api("meal_photo", post=STATION),
    "api-kitchen-orders-list": api(get=STATION, post=STATION),
    "api-kitchen-orders-detail": api("kitchen_order", get=STATION),
    "api-kitchen-orders-seen": api("kitchen_order", post=STATION),
    "api-kitchen-links-list": api(get=STATION, post=STATION),
    "api-kitchen-links-detail": api("kitchen_link", get=STATION),
    "api-kitchen-links-withdraw": api("kitchen_link", post=STATION),
    "api-kitchen-count": api(get=STATION, query={"facility": "station"}),
    "api-meal-records-detail": api("meal", get=STATION, patch=STATION),
    "api-meal-records-void": api("meal", post=STATION),
    "api-allergens": api(get=READERS),
    "api-dishes-list": api(get=STATION, post=STATION),
    "api-dishes-detail": api("dish", get=STATION, patch=STATION),
    "api-dishes-retire": api("dish", post=STATION),
    "api-menu-dishes-list": api(get=STATION, post=STATION),
    "api-menu-dishes-detail": api("menu_dish", get=STATION),
    "api-menu-dishes-remove": api("menu_dish", post=STATION),
    "api-menu-editions-list": api(get=READERS),
    "api-menu-editions-detail": api("menu_edition", get=READERS),
    "api-menu": api(get=READERS, query={"facility": "station"}),
    "api-menu-copy": api(post=STATION),
    "api-menu-publish": api(post=STATION),
}

GUARDIAN = _roles(Role.GUARDIAN)
ANSWERS = _roles(Role.FACILITY_MANAGER, Role.UNION_OFFICER)
FAMILY = {
    "family-home": page(GUARDIAN),
    "family-enter": page(ANYONE),
    "family-link": page(ANYONE, secret="x"),
    "family-notices": page(GUARDIAN),
    "family-child": page(GUARDIAN, "child"),
    "family-absence": page(GUARDIAN, "child"),
    "family-absence-back": post(GUARDIAN, "child", announced="nothing"),
    "family-code": page(GUARDIAN, "child"),
    "family-code-back": post(GUARDIAN, "child", code="nothing"),
    "family-menu": page(GUARDIAN, "child"),
    "family-photo": page(GUARDIAN, "child", photo="family_photo"),
    "family-person-new": page(GUARDIAN, "child"),
    "family-person-change": page(GUARDIAN, "child", person="pickup"),
    "family-person-withdraw": page(GUARDIAN, "child", person="pickup"),
    "family-request-back": post(GUARDIAN, "child", asked="person_request"),
    "family-consents": page(GUARDIAN, "child"),
    "family-data": page(GUARDIAN, "child"),
    "family-data-copy": post(GUARDIAN, "child"),
    "family-erasure": page(GUARDIAN, "child"),
    "family-allergies": page(GUARDIAN, "child"),
    "data-requests-home": page(ANSWERS),
    "data-requests": page(ANSWERS, "station"),
    "data-request-answer": post(ANSWERS, "data_request"),
    "api-family-list": api(get=GUARDIAN),
    "api-family-detail": api("child", get=GUARDIAN),
    "api-family-persons": api("child", get=GUARDIAN),
    "api-family-menu": api("child", get=GUARDIAN),
    "api-family-absences": api("child", get=GUARDIAN, post=GUARDIAN),
    "api-family-absence-back": api("child", post=GUARDIAN, parts={"announced": "nothing"}),
    "api-family-pickup-codes": api("child", get=GUARDIAN, post=GUARDIAN, body={"person": "pickup"}),
    "api-family-code-back": api("child", post=GUARDIAN, parts={"code": "nothing"}),
    "api-family-consents": api("child", get=GUARDIAN, post=GUARDIAN, body={"kind": "sharing", "given": True}),
    "api-family-data": api("child", get=GUARDIAN),
    "api-family-notices": api(get=GUARDIAN, put=GUARDIAN),
    "api-family-asked-requests": api("child", get=GUARDIAN),
    "api-family-asked-request-back": api("child", post=GUARDIAN, parts={"asked": "person_request"}),
    "api-family-asked-person-requests": api("child", post=GUARDIAN),
    "api-family-asked-allergies": api("child", get=GUARDIAN, post=GUARDIAN),
    "api-family-asked-erasure": api("child", post=GUARDIAN),
    **_read("api-person-requests", "person_request", STATION),
    "api-person-requests-confirm": api("person_request", post=STATION),
    "api-person-requests-decline": api("person_request", post=STATION),
    "allergy-request-answer": post(STATION, "allergy_request"),
    **_read("api-allergy-requests", "allergy_request", STATION),
    "api-allergy-requests-confirm": api("allergy_request", post=STATION),
    "api-allergy-requests-decline": api("allergy_request", post=STATION),
    **_read("api-data-requests", "data_request", ANSWERS),
    "api-data-requests-erase": api("data_request", post=ANSWERS),
    "api-data-requests-decline": api("data_request", post=ANSWERS),
    "data-over": post(ANSWERS, "station"),
    "api-data-over": api(
        get=ANSWERS, post=ANSWERS, query={"facility": "station"}, body={"facility": "station", "children": []}
    ),
    "guardian-requests-home": page(STATION),
    "guardian-requests": page(STATION, "station"),
    "guardian-request-answer": post(STATION, "person_request"),
    "guardian-link": post(STATION, "station", child="child", guardian="guardian"),
}

ROOMS = {
    "room-list": page(ROOM_READERS),
    "room-describe": page(MANAGERS, "room"),
    "suspension-list": page(DESK),
    "suspension-new": page(UNION),
    "suspension-lift": post(UNION, "order"),
    "room-public": page(ANYONE, code="room_code"),
    "room-enter": post(ANYONE, code="room_code"),
    "room-leave": post(ANYONE, code="room_code"),
    "room-feedback": post(ANYONE, code="room_code"),
    "room-clean": page(ANYONE, code="room_code"),
    "room-today": page(READERS, "room"),
    "room-register": page(READERS, "room"),
    "room-poster": page(READERS, "room"),
    "room-feedback-handle": post(ROOM, "feedback"),
    "room-pin": page(ROOM, "room"),
    "api-rooms-list": api(get=READERS, post=MANAGERS),
    "api-rooms-detail": api("room_row", get=READERS, patch=MANAGERS),
    "api-rooms-pin": api("room_row", post=ROOM | UNION),
    "api-suspension-orders-list": api(get=READERS, post=UNION),
    "api-suspension-orders-detail": api("order", get=READERS),
    "api-suspension-orders-lift": api("order", post=UNION),
    "api-room-visits-list": api(get=READERS),
    "api-room-visits-detail": api("visit", get=NOBODY, hides=True),
    **_read("api-room-feedback", "feedback"),
    "api-room-feedback-handle": api("feedback", post=ROOM),
    "api-door": api(get=ANYONE, parts={"code": "room_code"}),
    "api-door-visits": api(post=ANYONE, parts={"code": "room_code"}),
    "api-door-leave": api("visit", post=ANYONE, parts={"code": "room_code"}),
    "api-door-feedback": api(post=ANYONE, parts={"code": "room_code"}),
}

MATRIX: dict[str, Route] = {
    **SHELL,
    **ORGANIZATION,
    **JOBS,
    **POLICY,
    **FACILITIES,
    **CHECKLISTS,
    **DUTIES,
    **REMINDERS,
    **RECTIFICATION,
    **COMPLIANCE,
    **AUDIT,
    **OPERATION,
    **FOOD,
    **INCIDENTS,
    **EQUIPMENT,
    **STATIONS,
    **FAMILY,
    **ROOMS,
}
