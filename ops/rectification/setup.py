"""What corrective actions offer to the rest: sources, messages, menu, the dossier's panel, a line on today's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.checklists import actions as checklists
from ops.checklists.models import Finding
from ops.checklists.registry import FindingListener, finding_listeners
from ops.duties.registry import DayNotice, day_notices
from ops.facilities.models import Facility
from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.actor import Actor
from ops.rectification import queries, telling
from ops.rectification.actions import Report, report_failures, withdraw_failures
from ops.rectification.models import Severity
from ops.rectification.registry import Seen, SourceKind, sources
from ops.reminders.registry import messages
from ops.web.registry import MenuEntry, Panel, registry

FINDING = "finding"


def register() -> None:
    """Called once by the app's `ready()`."""
    for kind in _kinds():
        sources.register(kind)
    for message in telling.KINDS:
        messages.register(message)
    finding_listeners.register(FindingListener("rectification", found=_found, withdrawn=_withdrawn))
    day_notices.register(DayNotice("rectification", "ops/rectification/notice.html", _notice))
    registry.add_menu(
        MenuEntry(
            key="rectification",
            label=_("Corrective actions"),
            url_name="corrective-action-list",
            icon="rectify",
            roles=frozenset(READING),
            group="check",
            order=25,
            rows=queries.waiting,
        )
    )
    registry.add_panels(
        Panel(
            key="rectification",
            title=_("Corrective actions"),
            template="ops/rectification/panel.html",
            load=_panel,
            roles=frozenset(READING),
            order=15,
        )
    )


def _kinds() -> tuple[SourceKind, ...]:
    officer, manager = Role.UNION_OFFICER, Role.FACILITY_MANAGER
    return (
        SourceKind(FINDING, _("Checklist"), seen=_seen, settled=_settled, reopened=_reopened),
        SourceKind("own_round", _("Own round"), by_hand=frozenset({manager}), alone=True),
        SourceKind(
            "spot_check",
            _("Spot check"),
            by_hand=frozenset({officer, Role.INSPECTOR}),
            from_above=True,
            alone=True,
        ),
        SourceKind(
            "acceptance",
            _("Acceptance visit"),
            by_hand=frozenset({officer, Role.INSPECTOR}),
            from_above=True,
            alone=True,
        ),
    )


def _seen(ids: Sequence[UUID]) -> dict[UUID, Seen]:
    rows = Finding.objects.filter(pk__in=ids).select_related("run__checklist__template")
    return {
        row.pk: Seen(row.facility_id, str(row.run.checklist.template), reverse("run-detail", args=[row.run_id]))
        for row in rows
    }


def _settled(*, ids: Sequence[UUID], note: str, at: dt.datetime, by: Actor) -> None:
    checklists.settle_findings(findings=Finding.objects.filter(pk__in=ids), settlement=note, at=at, by=by)


def _reopened(*, ids: Sequence[UUID], by: Actor) -> None:
    checklists.reopen_findings(findings=Finding.objects.filter(pk__in=ids), by=by)


def _found(*, findings: Sequence[Finding], by: Actor) -> None:
    report_failures(facility=findings[0].facility, reports=[_report(finding) for finding in findings], by=by)


def _report(finding: Finding) -> Report:
    item, template = finding.item, finding.run.checklist.template
    said = finding.run.answers.get(item.key) or {}
    return Report(
        source_kind=FINDING,
        source_id=finding.pk,
        subject=f"checklist:{template.key}:{item.key}",
        title=failed(item.text),
        title_en=failed_en(item.text_en),
        note=finding.note,
        regime=template.regime,
        severity=Severity.CRITICAL if item.critical else Severity.MINOR,
        remedied=finding.remedied_on_spot,
        photos=said.get("photos") or (),
        found_at=finding.found_at,
    )


def failed(text: str) -> str:
    """What is wrong, from an item that says how it should be; as content, in Chinese whoever reads."""
    return f"不符合：{text}"


def failed_en(text: str) -> str:
    """The same in English; nothing where the item has no English."""
    return f"Not so: {text}" if text else ""


def _withdrawn(*, ids: Sequence[UUID], reason: str, by: Actor) -> None:
    withdraw_failures(source_kind=FINDING, source_ids=ids, reason=reason, by=by)


def _panel(facility: Facility, access: Any) -> dict[str, Any]:
    return {
        "facility": facility,
        "rectification": queries.at_facility(facility),
        "may_raise": bool(queries.raisable(access, facility)),
    }


def _notice(access: Any) -> dict[str, Any] | None:
    waiting = queries.count_waiting(access)
    return {"waiting": waiting} if waiting and access.may(*IN_FIELD) else None
