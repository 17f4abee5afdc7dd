"""Pages by cursor over two sorting columns: the place is after a moment and an id."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ops.records.errors import RuleBroken


def place_after(first: Any, pk: Any) -> str:
    """The cursor of what comes after this row."""
    text = first.isoformat() if isinstance(first, dt.datetime) else str(first)
    return base64.urlsafe_b64encode(f"{pk}|{text}".encode()).decode().rstrip("=")


def moment_place(cursor: str) -> tuple[dt.datetime, UUID]:
    """A cursor whose sorting column is a moment. Raises RuleBroken when it is not one of ours."""
    pk, text = _read(cursor)
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC), pk
    except ValueError as error:
        raise _wrong() from error


def text_place(cursor: str) -> tuple[str, UUID]:
    """A cursor whose sorting column is a text."""
    pk, text = _read(cursor)
    return text, pk


def _read(cursor: str) -> tuple[UUID, str]:
    try:
        pk, _bar, text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        return UUID(pk), text
    except (ValueError, binascii.Error) as error:
        raise _wrong() from error


def _wrong() -> RuleBroken:
    return RuleBroken("cursor", _("This page address is not valid."))
