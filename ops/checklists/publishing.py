"""What checklists ask: entered, proposed, published, declined. A version never changes once it is published."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import ChecklistItem, ChecklistTemplate, ChecklistVersion, ItemKind
from ops.facilities.models import Facility
from ops.organization.access import Access, access_of
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.policy.defaults import defaults
from ops.records import bulk
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken

PUBLISHING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
EDITING = (Role.FACILITY_MANAGER, *PUBLISHING)
# What one person can answer with care in one go.
MOST_ITEMS = 80


@transaction.atomic
def add_template(
    *,
    name: str,
    name_en: str,
    regime: str,
    by: Actor,
    key: str = "",
    union: TradeUnion | None = None,
    facility: Facility | None = None,
    a_month: int = 20,
) -> ChecklistTemplate:
    """Enter a checklist by name: a union's for all below it, one facility's own, or, without either, everybody's.

    Raises NotAllowed where the person may neither publish at the union nor propose at the facility.
    """
    if facility is not None:
        union = facility.union
    template = ChecklistTemplate(
        key=key or f"own-{uuid.uuid4().hex[:12]}",
        name=name.strip(),
        name_en=name_en.strip(),
        regime=regime,
        union=union,
        facility=facility,
        a_month=a_month,
    )
    require_editing(template, access_of(by))
    if not template.name:
        raise RuleBroken("name", _("Give the checklist a name."))
    return create(template, by=by)


def add_common_template(*, by: Actor, **fields: Any) -> ChecklistTemplate:
    """Enter one of the ready checklists that come with the program, whoever it is that sets the program up."""
    return create(ChecklistTemplate(**fields), by=by)


@transaction.atomic
def rename_template(
    *, template: ChecklistTemplate, version: int | None, by: Actor, **changes: Any
) -> ChecklistTemplate:
    """Change a checklist's name or how often it is meant to be filled in. Raises NotAllowed, Stale."""
    require_editing(template, access_of(by))
    fresh = lock(template, version=version)
    changed = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    for name, value in changed.items():
        setattr(fresh, name, value)
    return save(fresh, by=by) if changed else fresh


@transaction.atomic
def new_version(
    *,
    template: ChecklistTemplate,
    items: Iterable[ChecklistItem],
    valid_from: dt.date,
    by: Actor,
    note: str = "",
) -> ChecklistVersion:
    """Enter what a checklist asks from a day on. Earlier versions stay as they are, for the runs that used them.

    A union officer or administrator publishes at once; a facility's manager proposes, and an officer publishes.
    Raises RuleBroken at the item that makes no sense (`items.<number>`), NotAllowed, Conflict while a proposal waits.
    """
    access = access_of(by)
    require_editing(template, access)
    rows = list(items)
    check_items(rows)
    newest = template.versions.select_for_update().order_by("-number").first()
    if newest is not None and newest.is_proposed:
        raise Conflict(_("A proposed version still waits; publish or decline it first."))
    publishes = may_publish(template, access)
    version = ChecklistVersion(
        template=template,
        number=newest.number + 1 if newest else 1,
        valid_from=valid_from,
        published_at=timezone.now() if publishes else None,
        note=note.strip()[:300],
    )
    return _entered(version, rows, by)


@transaction.atomic
def new_common_version(
    *, template: ChecklistTemplate, items: Iterable[ChecklistItem], valid_from: dt.date, by: Actor
) -> ChecklistVersion:
    """What a ready checklist asks since this version of the program."""
    newest = template.versions.select_for_update().order_by("-number").first()
    number = newest.number + 1 if newest else 1
    version = ChecklistVersion(template=template, number=number, valid_from=valid_from, published_at=timezone.now())
    return _entered(version, list(items), by)


def _entered(version: ChecklistVersion, rows: list[ChecklistItem], by: Actor) -> ChecklistVersion:
    create(version, by=by)
    for position, item in enumerate(rows, start=1):
        item.checklist = version
        item.position = position
    bulk.insert(ChecklistItem, rows, by=by, check_unique=True)
    return version


@transaction.atomic
def publish_version(*, version: ChecklistVersion, by: Actor) -> ChecklistVersion:
    """Put a proposed version in force from its day on, today at the earliest; twice changes nothing."""
    fresh = _waiting(version, by)
    if fresh.published_at is not None:
        return fresh
    if fresh.declined_at is not None:
        raise Conflict(_("This version was declined."))
    fresh.published_at = timezone.now()
    fresh.valid_from = max(fresh.valid_from, timezone.localdate())
    return save(fresh, by=by)


@transaction.atomic
def decline_version(*, version: ChecklistVersion, reason: str, by: Actor) -> ChecklistVersion:
    """Say why a proposed version will not be used; it stays readable."""
    require_reason(reason)
    fresh = _waiting(version, by)
    if fresh.declined_at is not None:
        return fresh
    if fresh.published_at is not None:
        raise Conflict(_("This version is published already."))
    fresh.declined_at = timezone.now()
    fresh.note = reason.strip()[:300]
    return save(fresh, by=by, reason=reason)


def _waiting(version: ChecklistVersion, by: Actor) -> ChecklistVersion:
    if not may_publish(version.template, access_of(by)):
        raise NotAllowed()
    return lock(version, version=None)


def may_publish(template: ChecklistTemplate, access: Access | None) -> bool:
    """Officers and administrators, for their union and below; what is everybody's comes with the program."""
    if access is None:
        return True
    return template.union is not None and access.may_at_union(template.union, *PUBLISHING)


def may_edit(template: ChecklistTemplate, access: Access | None) -> bool:
    """Whoever may publish it, and a facility's manager their own."""
    if may_publish(template, access):
        return True
    return template.facility is not None and access is not None and access.may_at(template.facility, *EDITING)


def require_editing(template: ChecklistTemplate, access: Access | None) -> None:
    """Raise NotAllowed unless the person may enter versions of it."""
    if not may_edit(template, access):
        raise NotAllowed()


def check_items(items: Sequence[ChecklistItem]) -> None:
    """Raise RuleBroken with all that makes no sense, by item: `items.<number>`."""
    errors: dict[str, list[Any]] = {}
    if not items:
        errors["__all__"] = [_("Add at least one question.")]
    if len(items) > MOST_ITEMS:
        errors["__all__"] = [_("At most %(most)d questions.") % {"most": MOST_ITEMS}]
    before: dict[str, ChecklistItem] = {}
    for number, item in enumerate(items, start=1):
        if found := list(_faults(item, before)):
            errors[f"items.{number}"] = found
        before[item.key] = item
    if errors:
        broken = RuleBroken("", _("Some questions need a correction; they are marked."))
        broken.errors = errors
        raise broken


def _faults(item: ChecklistItem, before: dict[str, ChecklistItem]) -> Iterable[str]:
    if not item.text.strip():
        yield _("Write the question in Chinese.")
    if item.key in before:
        yield _("This question is there twice.")
    if item.low is not None and item.high is not None and item.low > item.high:
        yield _("The lowest lies above the highest.")
    known = item.choices if isinstance(item.choices, list) else [None]
    keys = [str(choice["key"]) for choice in known if isinstance(choice, dict) and choice.get("key")]
    worded = all(isinstance(choice, dict) and choice.get("zh") for choice in known)
    if not worded or len(set(keys)) != len(known):
        yield _("Each answer needs its words in Chinese.")
    if item.kind == ItemKind.CHOICE and len(keys) < 2:  # noqa: PLR2004
        yield _("A choice needs at least two answers.")
    if item.condition and not _sensible(item.condition, before):
        yield _("It can only depend on a question above it.")
    if any(key and key not in defaults for key in (item.low_parameter, item.high_parameter)):
        yield _("There is no such rule.")


def _sensible(condition: Any, before: dict[str, ChecklistItem]) -> bool:
    if not isinstance(condition, dict) or condition.get("item") not in before:
        return False
    return isinstance(condition.get("in"), list) != (condition.get("failed") in (True, False))
