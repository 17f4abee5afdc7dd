"""Corrective actions as people look for them: lists, counts, one with all that happened to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.checklists.queries import stored_photos
from ops.checklists.reuse import kept_before
from ops.facilities.models import Facility
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import AT_DESK, IN_FIELD, Role
from ops.rectification import escalation, rules
from ops.rectification.models import (
    STANDING,
    CorrectiveAction,
    CorrectiveActionQuerySet,
    Severity,
    State,
    Verifier,
)
from ops.rectification.registry import Seen, SourceKind, sources
from ops.reminders.models import Channel, Reminder

ORDER = ("due_at", "pk")


def visible(access: Any) -> CorrectiveActionQuerySet:
    """Corrective actions in the reader's scope, with what a list shows."""
    rows = CorrectiveAction.objects.visible_to(access)
    return rows.select_related("facility__union", "owner", "done_by", "verified_by", "raised_by")


@dataclass(frozen=True)
class Asked:
    """What a list is asked for; empty: everything that stands."""

    state: str = ""
    severity: str = ""
    source: str = ""
    union: TradeUnion | None = None
    facility: Facility | None = None


def listed(access: Any, asked: Asked) -> CorrectiveActionQuerySet:
    """The rows of a list. `state` is a state, or "standing", "overdue", "mine" (waits for the reader), "all"."""
    rows = visible(access)
    if asked.state == "mine":
        rows = rows.filter(waits_for(access))
    elif asked.state == "overdue":
        rows = rows.overdue(timezone.now())
    elif asked.state in State.values:
        rows = rows.filter(state=asked.state)
    elif asked.state != "all":
        rows = rows.standing()
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    if asked.source:
        rows = rows.filter(source_kind=asked.source)
    if asked.union is not None:
        rows = rows.filter(facility__union_path__startswith=asked.union.path)
    if asked.facility is not None:
        rows = rows.filter(facility=asked.facility)
    return rows


def to_verify(access: Any) -> Q:
    """The condition "done, and mine to verify": never what I did myself."""
    by_union = access.facilities("facility", (Role.UNION_OFFICER,)) & Q(verifier=Verifier.UNION)
    by_manager = access.facilities("facility", (Role.FACILITY_MANAGER,)) & Q(verifier=Verifier.MANAGER)
    # `~Q(done_by=…)` alone would leave out what nobody with an account did.
    not_mine = Q(done_by=None) | ~Q(done_by=access.user)
    return Q(state=State.DONE) & not_mine & (by_union | by_manager)


def waits_for(access: Any) -> Q:
    """The condition "waits for me": to be put right where I work, or to be verified by me."""
    return (Q(state=State.OPEN) & access.facilities("facility", IN_FIELD)) | to_verify(access)


def waiting(access: Any) -> tuple[CorrectiveActionQuerySet]:
    """Those that wait for the reader."""
    return (CorrectiveAction.objects.filter(waits_for(access)),)


def count_waiting(access: Any) -> int:
    """How many wait for the reader; one statement."""
    return waiting(access)[0].count()


def verifiable(access: Any) -> tuple[CorrectiveActionQuerySet]:
    """Those that the reader has to verify."""
    return (CorrectiveAction.objects.filter(to_verify(access)),)


def overdue(access: Any) -> tuple[CorrectiveActionQuerySet]:
    """Those in the reader's scope that are overdue."""
    return (CorrectiveAction.objects.visible_to(access).overdue(timezone.now()),)


@dataclass(frozen=True)
class Counts:
    """A list's numbers by state."""

    open: int = 0
    overdue: int = 0
    done: int = 0


def counts(rows: CorrectiveActionQuerySet) -> Counts:
    """How many of these are open, overdue, waiting to be verified; one statement."""
    found = rows.order_by().aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        overdue=Count("pk", filter=Q(state=State.OPEN, due_at__lt=timezone.now())),
        done=Count("pk", filter=Q(state=State.DONE)),
    )
    return Counts(**found)


@dataclass(frozen=True)
class AtFacility:
    """What stands at a facility, most urgent first, and how many were verified within thirty days."""

    standing: list[CorrectiveAction]
    counts: Counts
    verified: int


def at_facility(facility: Facility, *, most: int = 5) -> AtFacility:
    """A facility's corrective actions for its dossier; three statements."""
    rows = CorrectiveAction.objects.filter(facility=facility)
    since = timezone.now() - dt.timedelta(days=30)
    return AtFacility(
        standing=list(rows.filter(state__in=STANDING).select_related("facility", "owner").order_by(*ORDER)[:most]),
        counts=counts(rows),
        verified=rows.filter(state=State.VERIFIED, closed_at__gte=since).count(),
    )


def of_source(access: Any, source_kind: str, source_id: UUID) -> CorrectiveAction | None:
    """The newest action that stands for a source record, in the reader's scope."""
    rows = CorrectiveAction.objects.visible_to(access).filter(
        Q(failures__source_kind=source_kind, failures__source_id=source_id)
        | Q(source_kind=source_kind, source_id=source_id)
    )
    return rows.order_by("-recorded_at").first()


def raisable(access: Any, facility: Facility, *, alone: bool = True) -> list[SourceKind]:
    """The kinds of source from which the reader may raise an action at this facility."""
    kinds = [kind for kind in sources if kind.by_hand and access.may_at(facility, *kind.by_hand)]
    return [kind for kind in kinds if kind.alone] if alone else kinds


def people_of(facility: Facility) -> list[User]:
    """Who works at a facility and may be named as the owner; one query."""
    rows = Membership.objects.current().filter(facility=facility, role__in=IN_FIELD).select_related("user")
    found = {row.user_id: row.user for row in rows.order_by("user__name") if row.user.is_active}
    return list(found.values())


def unions_below(access: Any) -> list[TradeUnion]:
    """The unions by which a desk filters its list: its own and all down to the second level below, at most 300."""
    paths = access.union_paths(*AT_DESK)
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(path__startswith=path, depth__lte=len(path) // TradeUnion.steplen + 2)
    return list(TradeUnion.objects.filter(wanted).order_by("path")[:300])


# --- one action ---


@dataclass
class Step:
    """One thing that happened to an action. `kind` is the word's key, `tone` its look: ok, bad, due, void or empty."""

    at: dt.datetime
    who: str
    word: str
    tone: str = ""
    text: str = ""
    changes: list[tuple[Any, Any, Any]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """An action with all that a page tells of it."""

    steps: list[Step]
    before: list[Photo]
    after: list[Photo]
    # Whether a photo of how it was left had been kept before.
    reused: bool
    seen: list[tuple[Any, Seen, dt.datetime]]
    told: list[Reminder]
    may: rules.May
    # When somebody hears next if it stays undone, and who, in words.
    next: tuple[dt.datetime, list[str]] | None


def story_of(action: CorrectiveAction, access: Any) -> Story:
    """What happened, newest first; where it came from; who was told; at most nine statements, and one or two
    for each photo of how it was left.
    """
    rows = list(
        action.history.select_related("history_user", "owner", "raised_by").order_by("history_date", "history_id")
    )
    ids = {one for row in rows for one in (*row.before, *row.evidence)}
    photos = stored_photos(ids, action.facility)
    steps = [_step(row, before, photos) for row, before in zip(rows, [None, *rows[:-1]], strict=True)]
    after = _pictures(action.evidence, photos)
    return Story(
        steps=[step for step in steps[::-1] if step is not None],
        before=_pictures(action.before, photos),
        after=after,
        reused=bool(set(action.before) & set(action.evidence)) or bool(kept_before(after)),
        seen=_seen(action),
        told=_told(action),
        may=rules.may(action, access),
        next=escalation.next_told(action) if action.state == State.OPEN else None,
    )


def _pictures(ids: Iterable[str], photos: dict[str, Photo]) -> list[Photo]:
    return [photos[one] for one in ids if one in photos]


def _step(row: Any, before: Any, photos: dict[str, Photo]) -> Step | None:
    who = str(row.history_user or row.actor_name or "")
    step = Step(row.history_date, who, "", text=row.history_change_reason)
    if before is None:
        step.who = str(row.raised_by or who)
        step.word, step.text = _("Opened"), row.note
        step.photos = _pictures(row.before, photos)
        if row.history_change_reason:
            step.text = " · ".join(part for part in (row.history_change_reason, row.note) if part)
        return step
    if row.state != before.state:
        return _turned(step, row, before, photos)
    if row.times_found > before.times_found:
        step.word, step.tone = _("Found again"), "due"
        step.photos = _pictures([one for one in row.before if one not in before.before], photos)
    elif row.times_found < before.times_found:
        step.word, step.tone = _("One of the failures was withdrawn"), "void"
    else:
        step.word, step.tone = _("Changed"), "amended"
    step.changes = _changes(row, before)
    return step


def _turned(step: Step, row: Any, before: Any, photos: dict[str, Photo]) -> Step:
    if row.state == State.DONE:
        step.word, step.text = _("Put right"), row.done_note
        step.photos = _pictures(row.evidence, photos)
    elif row.state == State.VERIFIED:
        step.word, step.tone = _("Verified"), "ok"
    elif row.state == State.CANCELLED:
        step.word, step.tone = _("Cancelled"), "void"
    elif row.times_found > before.times_found:
        step.word, step.tone = _("Found again before it was verified"), "bad"
        step.changes = _changes(row, before)
    else:
        step.word = _("Sent back") if before.state == State.DONE else _("Opened again")
        step.tone = "bad"
        step.changes = _changes(row, before)
    return step


def _changes(row: Any, before: Any) -> list[tuple[Any, Any, Any]]:
    meta = CorrectiveAction._meta
    found: list[tuple[Any, Any, Any]] = []
    if row.severity != before.severity:
        words = (Severity(before.severity).label, Severity(row.severity).label)
        found.append((meta.get_field("severity").verbose_name, *words))
    if row.due_at != before.due_at:
        was, now = (f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (before.due_at, row.due_at))
        found.append((meta.get_field("due_at").verbose_name, was, now))
    if row.owner_id != before.owner_id:
        manager = _("Facility manager")
        found.append((meta.get_field("owner").verbose_name, str(before.owner or manager), str(row.owner or manager)))
    return found


def _seen(action: CorrectiveAction) -> list[tuple[Any, Seen, dt.datetime]]:
    by_kind: dict[str, dict[UUID, dt.datetime]] = defaultdict(dict)
    for kind, pk, at in action.failures.order_by("-found_at").values_list("source_kind", "source_id", "found_at")[:20]:
        by_kind[kind][pk] = at
    found = []
    for key, ids in by_kind.items():
        source = sources.get(key)
        if source is None or source.seen is None:
            continue
        found += [(source.label, one, ids[pk]) for pk, one in source.seen(list(ids)).items()]
    return sorted(found, key=lambda line: line[2], reverse=True)


def _told(action: CorrectiveAction) -> list[Reminder]:
    rows = Reminder.objects.filter(subject__startswith=f"rectify:{action.pk}:", channel=Channel.IN_APP)
    return list(rows.select_related("recipient").order_by("-created_at", "recipient__name")[:30])
