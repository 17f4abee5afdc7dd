"""What a failed kitchen record asks for: its corrective action (整改) opens, is finished, or falls away with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ops.records import bulk
from ops.records.actor import Actor
from ops.rectification.actions import Report, report_failures, settled_at_source, withdraw_failures
from ops.rectification.models import Severity
from ops.rectification.registry import Seen, SourceKind
from safety.food.models import (
    RECORDS,
    SORT_KEYS,
    FoodDelivery,
    FoodRecord,
    FridgeReading,
    RetainedSample,
    StaffHealthCheck,
)

# A dish too warm or a sample that cannot be shown any more hurries; missing papers can be brought.
SEVERITIES: dict[type[FoodRecord], Severity] = {
    FridgeReading: Severity.SERIOUS,
    RetainedSample: Severity.SERIOUS,
    FoodDelivery: Severity.SERIOUS,
    StaffHealthCheck: Severity.SERIOUS,
}
PAPERS = frozenset({"no_licence", "no_receipt"})


def kind_key(model: type[FoodRecord]) -> str:
    """How the kind of record is called as a source of corrective actions."""
    return f"food_{SORT_KEYS[model.__name__]}"


def recorded(record: FoodRecord, by: Actor) -> None:
    """A record was made: what failed and was not remedied at once opens an action, or joins the one that stands."""
    if not record.passed:
        report_failures(facility=record.facility, reports=[_report(record)], by=by)


def settled(record: FoodRecord, remedy: str, by: Actor) -> None:
    """What was done about it was said in the kitchen: the action follows."""
    key = kind_key(type(record))
    settled_at_source(source_kind=key, source_id=record.pk, facility=record.facility, note=remedy, by=by)


def judged_anew(record: FoodRecord, reason: str, by: Actor) -> None:
    """A correction may have made a failure, or have shown that there was none."""
    if record.passed:
        withdrawn(record, reason, by)
    else:
        recorded(record, by)


def withdrawn(record: FoodRecord, reason: str, by: Actor) -> None:
    """The record was withdrawn: an action that stands for it alone is cancelled."""
    withdraw_failures(source_kind=kind_key(type(record)), source_ids=[record.pk], reason=reason, by=by)


def kinds() -> list[SourceKind]:
    """The kitchen's records as sources of corrective actions."""
    return [_kind(model) for model in RECORDS]


def _kind(model: type[Any]) -> SourceKind:
    sort = SORT_KEYS[model.__name__]

    def seen(ids: Sequence[UUID]) -> dict[UUID, Seen]:
        rows = model.objects.filter(pk__in=ids)
        return {
            row.pk: Seen(row.facility_id, "、".join(row.failure_labels), reverse("food-record", args=[sort, row.pk]))
            for row in rows
        }

    def put_right(*, ids: Sequence[UUID], note: str, at: dt.datetime, by: Actor) -> None:
        rows = model.objects.filter(pk__in=ids, settled_at=None)
        bulk.update(rows, by=by, settled_at=at, remedy=note)

    def not_after_all(*, ids: Sequence[UUID], by: Actor) -> None:
        rows = model.objects.filter(pk__in=ids).filter(~Q(settled_at=None))
        bulk.update(rows, by=by, settled_at=None)

    return SourceKind(kind_key(model), model._meta.verbose_name, seen=seen, settled=put_right, reopened=not_after_all)


def _report(record: FoodRecord) -> Report:
    codes = [code for code, _limit in record.failures]
    return Report(
        source_kind=kind_key(type(record)),
        source_id=record.pk,
        subject=f"{kind_key(type(record))}:{_place(record)}:{','.join(sorted(codes))}",
        title=_title(record, settings.LANGUAGE_CODE),
        title_en=_title(record, "en"),
        regime="retained_sample" if isinstance(record, RetainedSample) else "food_safety",
        severity=Severity.MINOR if set(codes) <= PAPERS else SEVERITIES[type(record)],
        remedied=bool(record.remedy),
        found_at=record.occurred_at,
    )


def _place(record: Any) -> str:
    """What fails again: the appliance, the supplier. Of people nothing is said."""
    return getattr(record, "appliance", "") or getattr(record, "supplier", "")


def _title(record: Any, language: str) -> str:
    with override(language):
        what = _place(record) or str(record._meta.verbose_name)
        return _("%(what)s: %(failures)s") % {"what": what, "failures": "、".join(record.failure_labels)}
