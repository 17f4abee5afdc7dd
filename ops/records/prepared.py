"""Statements of the hot paths, which PostgreSQL parses and plans once a connection and not at every tap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings


@contextmanager
def prepared_cursor(connection: Any) -> Iterator[Any]:
    """A cursor of Django's whose statements are prepared, where the database can and PREPARED_STATEMENTS lets it.

    For a statement whose text is always the same: planning the check-in's three costs more than running them.
    """
    # A log of statements shows them with their values, which a prepared one has apart.
    if connection.vendor != "postgresql" or connection.queries_logged or not settings.PREPARED_STATEMENTS:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    line = connection.connection
    # Django's own statements carry their values in the text: each would be prepared and never asked for again.
    line.prepare_threshold = 1
    try:
        with connection.make_cursor(_preparing()(line)) as cursor:
            yield cursor
    finally:
        line.prepare_threshold = None


@lru_cache(maxsize=1)
def _preparing() -> Any:
    """The driver's cursor that sends values apart from the text; imported late, for SQLite needs no driver."""
    from psycopg import Cursor

    class PreparingCursor(Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            return super().execute(query, params, **{"prepare": True} | options)

    return PreparingCursor
