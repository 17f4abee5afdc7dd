"""Many counts in one statement, for what every page tells beside its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(rows: Mapping[Any, Sequence[QuerySet[Any]]]) -> dict[Any, int]:
    """How many rows the querysets of each key have together: one statement, none where nothing can be found."""
    numbers = dict.fromkeys(rows, 0)
    keys: list[Any] = []
    parts: list[str] = []
    values: list[Any] = []
    for key, querysets in rows.items():
        for found in querysets:
            try:
                statement, params = found.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
            except EmptyResultSet:
                continue
            keys.append(key)
            parts.append(f"(SELECT COUNT(*) FROM ({statement}) counted_{len(parts)})")  # noqa: S608
            values += params
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            for key, number in zip(keys, cursor.fetchone(), strict=True):
                numbers[key] += number
    return numbers
