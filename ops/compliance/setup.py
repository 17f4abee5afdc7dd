"""What compliance registers when the app starts: the desk, its menu, the panel of a facility's dossier, a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ops.compliance import actions, exports
from ops.compliance.panel import calendar_panel
from ops.compliance.registry import Todo, todos
from ops.facilities.registry import FacilityListener, facility_listeners
from ops.jobs.models import Job
from ops.jobs.registry import JobKind, kinds
from ops.organization.models import in_language
from ops.organization.roles import AT_DESK, READING
from ops.rectification import queries as rectification
from ops.reminders.compose import day_and_clock
from ops.reminders.registry import Message, MessageKind, messages
from ops.web.registry import MenuEntry, Panel, registry


def register() -> None:
    """Called once, after the capabilities below have registered theirs."""
    for todo in _todos():
        todos.register(todo)
    desk = frozenset(AT_DESK)
    registry.add_menu(
        MenuEntry(key="desk", label=gettext_lazy("Today"), url_name="desk", icon="today", roles=desk, order=10),
        MenuEntry(
            key="desk-facilities",
            label=gettext_lazy("Who is behind"),
            url_name="desk-facilities",
            icon="clock",
            roles=desk,
            order=20,
        ),
        MenuEntry(
            key="desk-duties",
            label=gettext_lazy("Figures"),
            url_name="desk-duties",
            icon="chart",
            roles=desk,
            group="check",
            order=20,
        ),
    )
    for role in AT_DESK:
        registry.add_home(role, "desk", order=50)
    registry.add_panels(
        Panel(
            key="compliance",
            title=gettext_lazy("Today and this month"),
            template="ops/compliance/panel.html",
            load=calendar_panel,
            roles=frozenset(READING),
            order=10,
        )
    )
    facility_listeners.register(FacilityListener("compliance", moved=actions.follow_move))
    kinds.register(
        JobKind(
            exports.EXPORT,
            gettext_lazy("Export of who is behind"),
            run=exports.run,
            page=_export_page,
            said=_exported,
            atomic=False,
            may_take=exports.may_take,
        )
    )
    messages.register(MessageKind("duty_urged", gettext_lazy("Urged"), urged))


def _export_page(job: Job) -> str:
    chosen = {name: job.params[name] for name in ("union", "kind", "regime", "all") if job.params[name]}
    return f"{reverse('desk-facilities')}?{urlencode({**chosen, 'job': str(job.pk)})}"


def _exported(job: Job) -> str:
    return ngettext("%(rows)s row.", "%(rows)s rows.", job.outcome["rows"]) % {"rows": f"{job.outcome['rows']:,}"}


def _todos() -> tuple[Todo, ...]:
    """Corrective actions that wait at a desk."""

    def listed(state: str) -> Callable[[], str]:
        return lambda: f"{reverse('corrective-action-list')}?state={state}"

    desk = frozenset(AT_DESK)
    verify, overdue = rectification.verifiable, rectification.overdue
    return (
        Todo("corrective-verify", gettext_lazy("Corrective actions to verify"), verify, listed("mine"), desk),
        Todo("corrective-overdue", gettext_lazy("Corrective actions overdue"), overdue, listed("overdue"), desk),
    )


def urged(reminder: Any, language: str) -> Message:
    """Somebody at a union urged; everything it says stands in the reminder itself."""
    said = reminder.params
    words = {
        "plan": in_language(said["plan"], said["plan_en"]),
        "facility": reminder.facility,
        "time": day_and_clock(reminder.facility, dt.datetime.fromisoformat(said["due_at"])),
        "person": said["urged_by"],
    }
    return Message(
        _("{plan}: please do it now").format(**words),
        _("{facility}: was due at {time} and is not done. {person} of the union asks for it.").format(**words),
        reverse("duty-detail", args=[said["duty"]]),
    )
