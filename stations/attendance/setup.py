"""What attendance offers to the floors below."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import timeline
from ops.duties.registry import Condition, Regime, StandardPlan, conditions, regimes, standard_plans
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import AT_DESK, AT_STATION, Role
from ops.reminders.registry import Message, MessageKind, messages
from ops.web.registry import MenuEntry, Panel, Tab, registry
from stations.attendance import conditions as met
from stations.attendance.board import roll_call
from stations.attendance.timeline import ENTRIES


def register() -> None:
    """The regime 接送, its two conditions with their plans, and its records on the timeline."""
    own_tasks.register(OwnTask("stations.attendance.tasks.watch_ratios", _("Watches the staff-to-child ratio")))
    regimes.register(
        Regime("attendance", _("Drop-off and pick-up"), frozenset({"station"}), "二.3 接送出勤制度", child_safety=True)
    )
    _register_condition(
        "every_child_accounted_for", _("Every expected child accounted for"), met.every_child_accounted_for
    )
    _register_condition(
        "every_child_handed_over", _("Every child handed over"), met.every_child_handed_over, met.a_child_is_here
    )
    _register_plans()
    _register_messages()
    _register_pages()
    for entry in ENTRIES:
        timeline.register(entry)


def _register_messages() -> None:
    messages.register(MessageKind("pick_up_release", _("Release of a child to somebody else"), _release_message))
    messages.register(MessageKind("pick_up_release_family", _("Your child was released"), _family_message))
    messages.register(MessageKind("guardians_unreached", _("No guardian could be reached"), _unreached_message))
    messages.register(MessageKind("ratio_breach", _("Too few grown-ups on duty"), _ratio_message))


def _register_pages() -> None:
    registry.add_tabs(
        Tab(
            key="roll-call",
            label=_("Roll call"),
            url_name="station-home",
            icon="roll-call",
            roles=frozenset(AT_STATION),
            order=10,
        )
    )
    registry.add_menu(*_menu())
    registry.keep_offline(
        "stations/attendance/door.css",
        "stations/attendance/roll_call.js",
        "stations/attendance/saved_board.js",
        "stations/attendance/evacuation.css",
        "stations/attendance/evacuation.js",
        "stations/attendance/kiosk.css",
        "stations/attendance/kiosk.js",
        "stations/attendance/scan.js",
    )
    registry.add_home(Role.STATION_STAFF, "station-home", order=10)
    registry.add_panels(
        Panel(
            key="head-count",
            title=_("Today's head-count"),
            template="stations/attendance/panel.html",
            load=_head_count,
            order=10,
        )
    )


def _menu() -> tuple[MenuEntry, ...]:
    return (
        MenuEntry(
            key="roll-call",
            label=_("Roll call"),
            url_name="station-home",
            icon="roll-call",
            roles=frozenset(AT_STATION),
            group="field",
            order=10,
        ),
        MenuEntry(
            key="attendance",
            label=_("Attendance"),
            url_name="rates-home",
            icon="chart",
            roles=frozenset(AT_STATION),
            group="field",
            order=42,
        ),
        MenuEntry(
            key="child-safety",
            label=_("Child safety"),
            url_name="child-safety",
            icon="child",
            roles=frozenset((*AT_DESK, Role.FACILITY_MANAGER)),
            group="check",
            order=30,
        ),
    )


def _release_message(reminder: Any, language: str) -> Message:
    """Told to the station's managers; names no child."""
    clock, day = reminder.params.get("clock", ""), reminder.params.get("day", "")
    return Message(
        title=gettext("A child was released to somebody who is not authorised"),
        body=gettext("%(facility)s, %(clock)s. The reason stands with the hand-over.")
        % {"facility": reminder.facility, "clock": clock},
        url=f"{reverse('day-records', args=[reminder.facility_id])}?date={day}",
    )


def _family_message(reminder: Any, language: str) -> Message:
    """Told to the child's guardians at once; names no child, since a locked screen shows it."""
    told = {"facility": reminder.facility, "clock": reminder.params.get("clock", "")}
    return Message(
        title=gettext("Your child was handed to somebody who is not on your list"),
        body=gettext("%(facility)s, %(clock)s, by the manager's word. If you do not know of it, call the station now.")
        % told,
        url=reverse("family-home"),
    )


def _unreached_message(reminder: Any, language: str) -> Message:
    """Told to the station's managers when the last guardian did not answer; names no child."""
    return Message(
        title=gettext("A child is missing and no guardian answers"),
        body=gettext("%(facility)s: every guardian was called in vain.") % {"facility": reminder.facility},
        url=reverse("call-list", args=[reminder.facility_id]),
    )


def _ratio_message(reminder: Any, language: str) -> Message:
    """Told once to the managers and to who is on duty."""
    told = {"facility": reminder.facility, **{name: reminder.params.get(name, "") for name in ("children", "on_duty")}}
    return Message(
        title=gettext("Too few grown-ups on duty"),
        body=gettext("%(facility)s: %(on_duty)s on duty for %(children)s children.") % told,
        url=reverse("roster", args=[reminder.facility_id]),
    )


def _head_count(facility: Any, access: Any) -> dict[str, Any] | None:
    """Counts only: whoever works there opens the roll call itself."""
    if facility.kind != "station":
        return None
    board = roll_call(facility, facility.today())
    return {
        "board": board,
        "counts": board.counts,
        "works_here": access.may_at(facility, *AT_STATION),
        "facility": facility,
    }


def _register_condition(key: str, label: Any, are_met: Any, stands: Any = None) -> None:
    conditions.register(
        Condition(
            key,
            label,
            is_met=lambda duty: duty.pk in are_met([duty]),
            url=lambda duty: reverse("roll-call", args=[duty.facility_id]),
            are_met=are_met,
            stands=stands,
        )
    )


def _register_plans() -> None:
    standard_plans.register(
        StandardPlan(
            key="children-accounted-for",
            facility_kind="station",
            regime="attendance",
            name="应到儿童全部核实",
            name_en="Every expected child accounted for",
            opens=dt.time(7, 0),
            due=dt.time(9, 0),
            role=Role.STATION_STAFF,
            policy="child_safety",
            calendar="term_days",
            completed_by="condition",
            trigger="every_child_accounted_for",
        )
    )
    standard_plans.register(
        StandardPlan(
            key="children-handed-over",
            facility_kind="station",
            regime="attendance",
            name="儿童全部交接离站",
            name_en="Every child handed over",
            opens=dt.time(15, 0),
            due=dt.time(18, 0),
            role=Role.STATION_STAFF,
            policy="child_safety",
            calendar="term_days",
            completed_by="condition",
            trigger="every_child_handed_over",
        )
    )
