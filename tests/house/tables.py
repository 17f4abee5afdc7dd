"""What a database really holds of our tables, in its own words: each column, constraint and index is one text."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import psycopg

_OURS = "^(ops|safety|stations|rooms)_"
_POSTGRESQL = """
SELECT concat_ws(' ', table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default,
                 identity_generation)
FROM information_schema.columns WHERE table_schema = 'public' AND table_name ~ %(ours)s
UNION ALL
SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text ~ %(ours)s
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename ~ %(ours)s
UNION ALL
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


def of_sqlite(path: str | Path) -> set[str]:
    """Each part of each table, each index and trigger."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        made = connection.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    found = set()
    for kind, table, text in made:
        if re.match(_OURS, table):
            found |= {f"{table}: {part}" for part in _parts(text)} if kind == "table" else {text}
    return found


def of_postgresql(url: str) -> set[str]:
    """Each column, constraint, index and trigger of the database that the address names."""
    with psycopg.connect(url.replace("postgres://", "postgresql://")) as connection:
        return {row[0] for row in connection.execute(_POSTGRESQL, {"ours": _OURS})}


def _parts(statement: str) -> list[str]:
    """What stands between the outer brackets of a CREATE TABLE, at its own commas."""
    inside, depth, parts = statement[statement.index("(") + 1 : statement.rindex(")")], 0, [""]
    for mark in re.split(r"([(),])", inside):
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += mark
    return [part.strip() for part in parts]
