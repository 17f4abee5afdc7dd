"""The six ways in which a recorded row is written."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken, Stale
from ops.records.models import FieldRecord, Recorded

R = TypeVar("R", bound=Recorded)
F = TypeVar("F", bound=FieldRecord)


def create(record: R, *, by: Actor, reason: str = "") -> R:
    """Insert a new record. Raises IntegrityError as the database does; see `first_errors`."""
    record.acted_by(by, reason).save(force_insert=True)
    return record


@transaction.atomic
def record_once(record: F, *, by: Actor, reason: str = "") -> tuple[F, bool]:
    """Insert a field record under its client-made id; sending the same again is a success that changes nothing.

    Returns the standing record and whether it is new. Raises Conflict when the id stands with other content.
    """
    standing = type(record)._base_manager.filter(pk=record.pk).first()
    if standing is None:
        try:
            with transaction.atomic():
                return create(record, by=by, reason=reason), True
        except IntegrityError:
            standing = type(record)._base_manager.filter(pk=record.pk).first()
            if standing is None:
                raise
    require_same_content(standing, record)
    return standing, False


def require_same_content(standing: FieldRecord, sent: FieldRecord) -> None:
    """Raise Conflict unless both rows say the same in all that the client sends.

    A record amended since is compared with what was first recorded, so that a late retry is still a success.
    """
    first = standing
    if standing.version > 1:
        first = standing.history.order_by("history_date", "history_id").first().instance
    if content_of(first) != content_of(sent):
        raise Conflict(_("This id already stands for another record."))


def content_of(record: FieldRecord) -> dict[str, Any]:
    """What the client said, by column."""
    unrecorded: frozenset[str] = getattr(record, "UNRECORDED", frozenset())
    return {
        field.attname: field.to_python(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.name not in record.SERVER_SET and field.name not in unrecorded
    }


def save(record: R, *, by: Actor, reason: str = "", fields: list[str] | None = None) -> R:
    """Save changed columns of a record that nobody else is expected to edit at the same time; version + 1."""
    record.version += 1
    update_fields = None if fields is None else [*fields, "version"]
    record.acted_by(by, reason).save(update_fields=update_fields)
    return record


@transaction.atomic
def amend(record: R, *, by: Actor, version: int | None, reason: str, **changes: Any) -> R:
    """Correct a record; the old value stays in history.

    `version` is what the editor had read. Raises RuleBroken without a reason, Stale when the record has moved on.
    Nothing is written when nothing differs.
    """
    require_reason(reason)
    fresh = lock(record, version=version)
    changed = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name, value in changed.items():
        setattr(fresh, name, value)
    return save(fresh, by=by, reason=reason)


@transaction.atomic
def void(record: F, *, by: Actor, reason: str, version: int | None = None) -> F:
    """Withdraw a field record; it stays readable, struck through. Voiding twice changes nothing."""
    require_reason(reason)
    fresh = lock(record, version=version)
    if fresh.is_void:
        return fresh
    fresh.voided_at = timezone.now()
    return save(fresh, by=by, reason=reason)


@transaction.atomic
def withdraw(record: R, *, by: Actor, reason: str, version: int | None = None) -> R:
    """End what no longer holds (`withdrawn_at`), with the reason; it stays readable. Twice changes nothing."""
    require_reason(reason)
    fresh: Any = lock(record, version=version)
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = timezone.now()
        save(fresh, by=by, reason=reason, fields=["withdrawn_at"])
    return fresh


def lock(record: R, *, version: int | None) -> R:
    """The record as it stands now, locked until the transaction ends. Raises Stale if it is not at `version`."""
    # By `_meta`: the person of a request is a lazy object, whose type is not its model.
    fresh: Any = record._meta.model._base_manager.select_for_update().get(pk=record.pk)
    if version is not None and fresh.version != version:
        raise Stale(current_version=fresh.version)
    return fresh


def require_reason(reason: str) -> None:
    """Every correction says why."""
    if not reason.strip():
        raise RuleBroken("reason", _("Say why this is corrected."))


def first_errors(error: IntegrityError, messages: dict[str, tuple[str, str]]) -> RuleBroken | None:
    """The RuleBroken that belongs to a violated constraint, by the constraint's name; None if it is not among them."""
    text = str(error)
    for constraint, (field, message) in messages.items():
        if constraint in text:
            return RuleBroken(field, message)
    return None
