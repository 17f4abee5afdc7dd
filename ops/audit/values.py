"""How a value of a record is written for people: by its field, in the reader's language, on the facility's clock."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.encryption import EncryptedTextField
from ops.web import text


def human(row: Any, field: models.Field[Any, Any], facility: Facility) -> str:
    """One field of a history row as people would write it."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return text.NOTHING
    if field.is_relation:
        related = getattr(row, field.name, None)
        return str(related) if related is not None else _("no longer known")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return written(value, facility)


def written(value: Any, facility: Facility) -> str:
    """A plain value: yes and no, dates and times of the facility, numbers without trailing zeros."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return text.day_and_clock(facility.local(value), get_language() or "", facility.today())
    if isinstance(value, dt.date):
        return text.short_day(value, get_language() or "", facility.today())
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return _(", ").join(written(part, facility) for part in value) or text.NOTHING
    return str(value)


def is_hidden(field: models.Field[Any, Any], masked: frozenset[str], lists: frozenset[str]) -> bool:
    """Whether a field is only ever shown as changed: personal data, encrypted columns, and what no person reads."""
    if field.name in masked or isinstance(field, EncryptedTextField | models.FileField):
        return True
    return isinstance(field, models.JSONField) and field.name not in lists


def mask_names(row: Any, paths: frozenset[str]) -> None:
    """Replace the names at these paths of a loaded row by what union roles may read of them."""
    for path in paths:
        *steps, last = path.split("__")
        holder = row
        for step in steps:
            holder = getattr(holder, step, None)
        value = getattr(holder, last, None)
        if isinstance(value, models.Model):
            mask_names(value, frozenset(name for name in ("name", "name_en") if hasattr(value, name)))
        elif isinstance(value, str):
            setattr(holder, last, text.masked_name(value))


def masked_ip(address: str | None) -> str:
    """Enough of an address to tell two places apart: "10.2.··.14"."""
    if not address:
        return ""
    mark = ":" if ":" in address else "."
    parts = address.split(mark)
    return mark.join([*parts[:2], "··", parts[-1]])
