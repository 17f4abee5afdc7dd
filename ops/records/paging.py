"""Pages of a list on a web page, by cursor: the next page is one indexed range however far it lies."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CursorPage:
    """Some rows of a list, and the addresses of those before and after them ("" where there are none)."""

    items: list[Any]
    newer: str
    older: str


def page_of(request: HttpRequest, rows: QuerySet[Any], *order: str, size: int = PAGE_SIZE) -> CursorPage:
    """The page that `?after=…` or `?before=…` asks for; one statement.

    `order` names the columns, "-" before the first one for descending all; the last must be unique. A cursor that
    cannot be read starts at the beginning.
    """
    descending = order[0].startswith("-")
    fields = [name.removeprefix("-") for name in order]
    backwards = "before" in request.GET
    edge = _read(request.GET.get("before" if backwards else "after", ""), len(fields))
    falling = descending != backwards
    if edge is not None:
        try:
            rows = rows.filter(_beyond(fields, edge, falling))
        except (ValidationError, ValueError, TypeError):
            edge = None
    found = list(rows.order_by(*(f"-{name}" if falling else name for name in fields))[: size + 1])
    more, items = len(found) > size, found[:size]
    if backwards:
        items.reverse()
    has_newer = more if backwards else edge is not None
    has_older = bool(edge) if backwards else more
    return CursorPage(
        items,
        _address(request, "before", items[0], fields) if items and has_newer else "",
        _address(request, "after", items[-1], fields) if items and has_older else "",
    )


def _beyond(fields: list[str], edge: list[Any], falling: bool) -> Q:
    condition, same = Q(), Q()
    for name, value in zip(fields, edge, strict=True):
        condition |= same & Q(**{f"{name}__{'lt' if falling else 'gt'}": value})
        same &= Q(**{name: value})
    return condition


def _address(request: HttpRequest, way: str, row: Any, fields: list[str]) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[way] = _write([_value(row, name) for name in fields])
    return f"{request.path}?{query.urlencode()}"


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _write(values: list[Any]) -> str:
    plain = [
        str(value) if isinstance(value, UUID) else getattr(value, "isoformat", lambda v=value: v)() for value in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(text: str, length: int) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return None
    return values if isinstance(values, list) and len(values) == length else None
