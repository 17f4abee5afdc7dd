"""Corrective actions at every stage: just found, overdue, done and waiting, sent back, verified."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import override

from config.demo.children import insert_all
from config.demo.world import World, identity
from ops.checklists.models import Finding
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.records import bulk
from ops.rectification import closing
from ops.rectification.models import CorrectiveAction, Failure, Severity, State, Verifier
from ops.rectification.setup import failed, failed_en

# What an officer found on a spot check: what, what to do, how bad, what became of it, days ago.
SPOT_CHECKS: tuple[tuple[str, str, Severity, str, int], ...] = (
    ("灭火器压力不足", "更换或充装，贴上检验标签", Severity.SERIOUS, "open", 1),
    ("疏散通道堆放纸箱", "当天清空，拍照上传", Severity.SERIOUS, "done", 2),
    ("急救箱缺少绷带和碘伏", "补齐并登记有效期", Severity.MINOR, "verified", 12),
    ("公示栏未张贴收费标准", "按要求张贴", Severity.MINOR, "back", 6),
    ("插座无防护盖", "全部加装防护盖", Severity.SERIOUS, "overdue", 6),
)
# What the manager found on a round where visitors look, and what staff did about it; it waits for verification.
OWN_ROUND = ("门口地垫卷边，容易绊倒", "换新或固定好，拍照", "已换成防滑地垫")
NOTES = ("已更换，见照片", "已清理，安排每天检查", "已补齐，登记了有效期")
SPANS = {Severity.MINOR: dt.timedelta(days=7), Severity.SERIOUS: dt.timedelta(days=3)}


def build_rectification(world: World) -> None:
    """Corrective actions at every stage, from checklists and from spot checks."""
    with override("zh-hans"):
        _from_findings(world)
        path = world.supervising[0].path
        own = [facility for facility in world.stations if facility.union_path.startswith(path)]
        for number, spot in enumerate(SPOT_CHECKS):
            for copy in range(3):
                _spot_check(world, own[(number * 2 + copy) % len(own)], copy, *spot)
        for facility in (world.stations[0], world.rooms[0]):
            _own_round(world, facility)


def _from_findings(world: World) -> None:
    """Each fault of a checklist has its action: those that were settled are verified, the others stand."""
    rows = Finding.objects.select_related("facility", "item", "run__checklist__template", "run__done_by")
    settled: dict[UUID, list[CorrectiveAction]] = defaultdict(list)
    standing: dict[tuple[UUID, str], CorrectiveAction] = {}
    failures = []
    for finding in rows.order_by("found_at", "pk"):
        subject = f"checklist:{finding.run.checklist.template.key}:{finding.item.key}"
        if finding.settled_at:
            action = _of_finding(finding, "")
            settled[finding.facility_id].append(action)
        elif (finding.facility_id, subject) in standing:
            action = standing[finding.facility_id, subject]
            action.times_found += 1
        else:
            action = standing[finding.facility_id, subject] = _of_finding(finding, subject)
        failures.append(_failure(action, "finding", finding.pk, subject, finding.found_at))
    everything = [*standing.values(), *(action for found in settled.values() for action in found)]
    if not everything:
        return
    insert_all(everything, dated_by="recorded_at")
    Failure.objects.bulk_create(failures)
    for facility_id, found in settled.items():
        _closed(world, facility_id, found)


def _of_finding(finding: Finding, subject: str) -> CorrectiveAction:
    return _action(
        finding.facility,
        identity("corrective", finding.pk),
        finding.found_at,
        source_kind="finding",
        source_id=finding.pk,
        subject=subject,
        title=failed(finding.item.text),
        title_en=failed_en(finding.item.text_en),
        note=finding.note,
        regime=finding.run.checklist.template.regime,
        severity=Severity.MINOR,
        raised_by=finding.run.done_by,
    )


def _action(
    facility: Facility, key: UUID, found: dt.datetime, *, severity: Severity, **fields: Any
) -> CorrectiveAction:
    due_at = found + SPANS[severity]
    return CorrectiveAction(
        id=key,
        facility=facility,
        severity=severity,
        occurred_at=found,
        recorded_at=found,
        due_at=due_at,
        tell_at=found,
        **fields,
    )


def _failure(action: CorrectiveAction, kind: str, pk: UUID, subject: str, found: dt.datetime) -> Failure:
    return Failure(
        facility_id=action.facility_id,
        action=action,
        source_kind=kind,
        source_id=pk,
        subject=subject,
        found_at=found,
    )


def _closed(world: World, facility_id: UUID, found: Iterable[CorrectiveAction]) -> None:
    """Staff put it right the same day, the manager verified it by the next morning."""
    rows = CorrectiveAction.objects.filter(pk__in=[action.pk for action in found])
    staff, manager = world.staff[facility_id][0], world.managers[facility_id]
    _done(world, rows, staff, F("occurred_at") + dt.timedelta(hours=5), "已处理", Verifier.MANAGER)
    bulk.update(
        rows,
        by=world.acting(manager),
        dated_by="verified_at",
        state=State.VERIFIED,
        verified_at=F("occurred_at") + dt.timedelta(hours=16),
        verified_by=manager.pk,
        closed_at=F("occurred_at") + dt.timedelta(hours=16),
    )


def _done(world: World, rows: Any, who: User, at: Any, note: str, verifier: Verifier) -> None:
    """Put right by that person at that moment."""
    bulk.update(
        rows,
        by=world.acting(who),
        dated_by="done_at",
        state=State.DONE,
        done_at=at,
        done_by=who.pk,
        done_note=note,
        verifier=verifier,
        tell_at=None,
    )


def _own_round(world: World, facility: Facility) -> None:
    """The manager found it the day before yesterday, staff put it right the next day: manager or officer verifies."""
    title, note, done = OWN_ROUND
    found = world.moment(world.today - dt.timedelta(days=2), dt.time(10, 20))
    key = identity("own-round", facility.pk)
    action = _action(
        facility,
        key,
        found,
        severity=Severity.MINOR,
        source_kind="own_round",
        title=title,
        note=note,
        raised_by=world.managers[facility.pk],
    )
    insert_all([action], dated_by="recorded_at")
    rows, staff = CorrectiveAction.objects.filter(pk=key), world.staff[facility.pk][0]
    _done(world, rows, staff, found + dt.timedelta(hours=23), done, Verifier.MANAGER)


def _spot_check(
    world: World, facility: Facility, copy: int, title: str, note: str, severity: Severity, stage: str, days: int
) -> None:
    """What an officer found on the spot, and what became of it."""
    officer = world.officers(world.supervising[0])[0]
    manager = world.managers[facility.pk]
    found = world.moment(world.today - dt.timedelta(days=days), dt.time(14, 30), copy * 9)
    key = identity("spot-check", facility.pk, title)
    action = _action(
        facility, key, found, severity=severity, source_kind="spot_check", title=title, note=note, raised_by=officer
    )
    insert_all([action], dated_by="recorded_at")
    rows = CorrectiveAction.objects.filter(pk=key)
    if stage in ("done", "verified", "back"):
        note = NOTES[copy % len(NOTES)]
        _done(world, rows, manager, found + dt.timedelta(hours=20), note, Verifier.UNION)
    if stage == "verified":
        verified = found + dt.timedelta(days=2)
        bulk.update(
            rows,
            by=world.acting(officer),
            dated_by="verified_at",
            reason="现场核实",
            state=State.VERIFIED,
            verified_at=verified,
            verified_by=officer.pk,
            closed_at=verified,
        )
    if stage == "back":
        closing.open_again_now(rows.get(), reason="照片看不清，请补拍整面公示栏", by=world.acting(officer))
