"""Set-based writes that leave the same history as `save()`; the only place where the SQL dialects differ.

On PostgreSQL a write and its history are one statement (a data-modifying CTE). SQLite has none, so there they are
two statements in one transaction. A batch travels as one JSON array, so that a statement's text does
not grow with its rows.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router, transaction
from django.db.models import F, Func, Q, QuerySet, sql
from django.db.models.expressions import RawSQL
from django.utils import timezone

from ops.records.actor import Actor
from ops.records.models import Recorded
from ops.records.prepared import prepared_cursor

# A further write that stands or falls with this one: SQL and its parameters, for a connection. It reads the rows that
# were just written from a table named `written`, and must not change the written table itself.
Then = Callable[[Any], tuple[str, Sequence[Any]]]


def insert(
    model: type[Recorded],
    rows: Iterable[Recorded],
    *,
    by: Actor,
    reason: str = "",
    check_unique: bool = False,
    dated_by: str = "",
    then: Sequence[Then] = (),
) -> list[Any]:
    """Insert rows with their history; rows that collide with a standing unique key are left out.

    Returns the primary keys that were really inserted. With `check_unique` a collision raises IntegrityError instead.
    `dated_by` names the column that dates the history rows, for records taken over from elsewhere; else it is now.
    `then` are further writes that read the inserted rows.
    """
    rows = list(rows)
    if not rows:
        return []
    using = router.db_for_write(model)
    with _together(using):
        return _Writer(model, using, by, reason, dated_by, then).insert(rows, ignore=not check_unique)


def insert_from(
    model: type[Recorded],
    origin: Callable[[Any], tuple[str, Sequence[Any]]],
    columns: dict[str, str],
    *,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
    then: Sequence[Then] = (),
) -> int:
    """Insert, with their history, the rows that the database itself makes; returns how many are new.

    `origin` gives, for a connection, what stands behind FROM, with its parameters (see `values` for rows of ours);
    `columns` maps fields to SQL of that origin. Fields that are left out get their default; ids are made as of `at`.
    Rows that collide with a standing unique key are left out.
    """
    using = router.db_for_write(model)
    with transaction.atomic(using=using):
        return _Writer(model, using, by, reason, "", then).insert_from(origin, columns, at)


def values(
    connection: Any, name: str, fields: dict[str, Any], rows: Sequence[Sequence[Any]]
) -> tuple[str, Sequence[Any]]:
    """SQL of a table that holds these rows, to stand behind FROM or JOIN; `fields` types its columns in order."""
    columns = [
        [field.get_db_prep_save(row[place], connection) for row in rows] for place, field in enumerate(fields.values())
    ]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields.values())
        return f"unnest({arrays}) AS {name} ({', '.join(fields)})", columns
    parts = ", ".join(f"json_extract(value, '$[{place}]') AS {column}" for place, column in enumerate(fields))
    return f"(SELECT {parts} FROM json_each(%s)) AS {name}", [_json(list(zip(*columns, strict=True)))]


def update(
    queryset: QuerySet[Any],
    *,
    by: Actor,
    reason: str = "",
    limit: int | None = None,
    skip_locked: bool = False,
    dated_by: str = "",
    then: Sequence[Then] = (),
    **changes: Any,
) -> list[Any]:
    """Change the columns of all rows that the queryset finds, with their history; returns their primary keys.

    `changes` may be expressions. `limit` takes the first so many in the queryset's order; `skip_locked` leaves rows
    that another transaction holds to that transaction (no effect on SQLite, where writers take turns anyway).
    `dated_by` and `then` as for `insert`.
    """
    model = queryset.model
    using = router.db_for_write(model)
    with transaction.atomic(using=using):
        chosen = queryset.using(using)
        if limit is not None:
            chosen = chosen[:limit]
        chosen = chosen.select_for_update(skip_locked=skip_locked, of=("self",))
        writer = _Writer(model, using, by, reason, dated_by, then)
        return writer.update(chosen, {**changes, "version": F("version") + 1})


def one_at_a_time(what: str) -> None:
    """Wait until no other transaction is past this line for `what`; held until the own one ends.

    On SQLite a transaction is a writer from its first statement on, and writers take turns anyway.
    """
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"aixin:{what}"])


def new_ids(connection: Any, moment: dt.datetime) -> str:
    """SQL that makes, for each row, an id like `ops.records.ids.uuid7` of that moment."""
    head = f"{int(moment.timestamp() * 1000):012x}7"
    if connection.vendor == "postgresql":
        return f"('{head}' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid"
    return f"'{head}' || substr(lower(hex(randomblob(2))), 1, 3) || '8' || substr(lower(hex(randomblob(8))), 1, 15)"


def placeholder(connection: Any, field: Any) -> str:
    """The place of a parameter that stands for a value of the field where its type cannot be guessed."""
    return f"%s::{field.db_type(connection)}" if connection.vendor == "postgresql" else "%s"


_WHOLE_NUMBERS = frozenset({"IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "BigIntegerField"})


def _json(values: Any) -> str:
    return json.dumps(values, default=str, ensure_ascii=False)


def _together(using: str) -> AbstractContextManager[Any]:
    """A transaction; none where the write is one statement by itself, which saves two trips to the server."""
    connection = connections[using]
    if connection.vendor == "postgresql" and not connection.in_atomic_block and connection.get_autocommit():
        return nullcontext()
    return transaction.atomic(using=using)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the statements of a model are made of, composed once: a hot write spends its time elsewhere."""

    history: Any
    columns: str
    shape: str
    tracked: str
    provenance: tuple[Any, ...]
    provenance_columns: str
    casts: tuple[str, ...]


_PROVENANCE = (
    *("history_date", "history_type", "history_user", "history_change_reason"),
    *("source", "request_id", "ip", "actor_name"),
)


@lru_cache(maxsize=512)
def _texts(model: Any, using: str) -> _Texts:
    connection = connections[using]
    quote = connection.ops.quote_name
    history = model.history.model
    fields = model._meta.concrete_fields
    provenance = tuple(history._meta.get_field(name) for name in _PROVENANCE)
    return _Texts(
        history=history,
        columns=", ".join(quote(field.column) for field in fields),
        shape=", ".join(f"{quote(field.column)} {field.db_type(connection)}" for field in fields),
        tracked=", ".join(quote(field.column) for field in history.tracked_fields),
        provenance=provenance,
        provenance_columns=", ".join(quote(field.column) for field in provenance),
        casts=tuple(placeholder(connection, field) for field in provenance),
    )


class _Writer:
    """One set-based write of one model by one actor."""

    def __init__(self, model: Any, using: str, by: Actor, reason: str, dated_by: str, then: Sequence[Then]):
        self.model = model
        self.connection = connections[using]
        self.using = using
        self.by = by
        self.reason = reason
        self.dated_by = dated_by
        self.then = [follow(self.connection) for follow in then]
        self.quote = self.connection.ops.quote_name
        self.table = self.quote(model._meta.db_table)
        self.pk = model._meta.pk
        self.one_statement = self.connection.vendor == "postgresql"
        self.texts = _texts(model, using)
        self.history: Any = self.texts.history

    def insert(self, rows: Sequence[models.Model], *, ignore: bool) -> list[Any]:
        fields = list(self.model._meta.concrete_fields)
        source, params = self._rows_as_table(fields, rows)
        statement = f"INSERT INTO {self.table} ({self.texts.columns}) {source}"
        if ignore:
            statement += " ON CONFLICT DO NOTHING"
        return self._run(statement, params, "+")

    def insert_from(self, origin: Callable[[Any], tuple[str, Sequence[Any]]], columns: dict[str, str], at: Any) -> int:
        made = {self.pk.name: new_ids(self.connection, at), **columns}
        parts, params = [], []
        for field in self.model._meta.concrete_fields:
            parts.append(made.get(field.name) or placeholder(self.connection, field))
            if field.name not in made:
                params.append(field.get_db_prep_save(field.get_default(), self.connection))
        source, source_params = origin(self.connection)
        statement = f"INSERT INTO {self.table} ({self.texts.columns}) SELECT {', '.join(parts)} FROM {source}"
        return self._run(f"{statement} ON CONFLICT DO NOTHING", [*params, *source_params], "+", counted=True)

    def update(self, chosen: QuerySet[Any], changes: dict[str, Any]) -> list[Any]:
        if self.one_statement:
            target = self.model._base_manager.filter(self._chosen(chosen))
        else:
            ids = [self._prepared(self.pk, pk) for pk in chosen.values_list("pk", flat=True)]
            if not ids:
                return []
            target = self._by_ids(ids)
        query = target.query.chain(sql.UpdateQuery)
        query.clear_ordering(force=True)
        query.add_update_values(changes)
        try:
            statement, params = query.get_compiler(self.using).as_sql()
        except EmptyResultSet:  # the queryset says of itself that nothing can match, as `pk__in=[]` does
            return []
        return self._run(statement, params, "~")

    def _chosen(self, chosen: QuerySet[Any]) -> Any:
        """That a row is among the chosen. A limited choice is made first and once, its rows are found by their ids."""
        ids = chosen.values("pk")
        if not chosen.query.is_sliced:
            return Q(pk__in=ids)
        return Func(
            F("pk"),
            ArraySubquery(ids),
            template="%(expressions)s)",
            arg_joiner=" = ANY(",
            output_field=models.BooleanField(),
        )

    def _run(self, statement: str, params: Sequence[Any], kind: str, counted: bool = False) -> Any:
        """The ids of the written rows, or only how many they are."""
        if not statement:
            return []
        if self.one_statement and kind == "+" and not self.then and not counted:
            with prepared_cursor(self.connection) as cursor:
                return self._run_at_once(cursor, statement, params, kind, counted)
        with self.connection.cursor() as cursor:
            if self.one_statement:
                return self._run_at_once(cursor, statement, params, kind, counted)
            ids = self._run_in_turn(cursor, statement, params, kind)
            return len(ids) if counted else ids

    def _run_at_once(self, cursor: Any, statement: str, params: Sequence[Any], kind: str, counted: bool) -> Any:
        copy, copy_params = self._history_copy("written", kind)
        parts = [f"written AS ({statement} RETURNING {self.table}.*)", f"copied AS ({copy})"]
        parts += [f"then_{number} AS ({follow})" for number, (follow, _params) in enumerate(self.then)]
        follow_params = [param for _follow, params in self.then for param in params]
        wanted = "count(*)" if counted else self.quote(self.pk.column)
        cursor.execute(f"WITH {', '.join(parts)} SELECT {wanted} FROM written", [*params, *copy_params, *follow_params])
        if counted:
            return cursor.fetchone()[0]
        return [self.pk.to_python(row[0]) for row in cursor.fetchall()]

    def _run_in_turn(self, cursor: Any, statement: str, params: Sequence[Any], kind: str) -> list[Any]:
        cursor.execute(f"{statement} RETURNING {self.quote(self.pk.column)}", params)
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return []
        these = f"{self.quote(self.pk.column)} IN (SELECT value FROM json_each(%s))"
        copy, copy_params = self._history_copy(self.table, kind)
        cursor.execute(f"{copy} WHERE {these}", [*copy_params, json.dumps(ids)])
        for follow, follow_params in self.then:
            written = f"WITH written AS (SELECT * FROM {self.table} WHERE {these})"
            cursor.execute(f"{written} {follow}", [json.dumps(ids), *follow_params])
        return [self.pk.to_python(value) for value in ids]

    def _history_copy(self, source: str, kind: str) -> tuple[str, list[Any]]:
        """INSERT INTO history … SELECT the tracked columns of `source` and the provenance of this write."""
        provenance = (
            timezone.now(),
            kind,
            self.by.user.pk if self.by.user else None,
            self.reason,
            str(self.by.source),
            self.by.request_id,
            self.by.ip,
            self.by.name,
        )
        texts = self.texts
        casts = list(texts.casts)
        if self.dated_by:
            column = self.model._meta.get_field(self.dated_by).column
            casts[0] = f"COALESCE({self.quote(column)}, {casts[0]})"
        values = [
            field.get_db_prep_save(value, self.connection)
            for field, value in zip(texts.provenance, provenance, strict=True)
        ]
        target = self.quote(self.history._meta.db_table)
        return (
            f"INSERT INTO {target} ({texts.tracked}, {texts.provenance_columns})"
            f" SELECT {texts.tracked}, {', '.join(casts)} FROM {source}",
            values,
        )

    def _rows_as_table(self, fields: list[Any], rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
        values = [[self._prepared(field, field.pre_save(row, True)) for field in fields] for row in rows]
        if self.one_statement:
            columns = [field.column for field in fields]
            payload = _json([dict(zip(columns, row, strict=True)) for row in values])
            return f"SELECT * FROM jsonb_to_recordset(%s::jsonb) AS batch({self.texts.shape})", [payload]
        parts = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(fields)))
        return f"SELECT {parts} FROM json_each(%s) WHERE true", [_json(values)]

    def _prepared(self, field: Any, value: Any) -> Any:
        """The value as the database wants it, in a form that JSON can carry."""
        # Most values are these; the field's own preparation of them changes nothing and costs most of a batch's time.
        if value is None or type(value) is bool or (type(value) is int and field.get_internal_type() in _WHOLE_NUMBERS):
            return value
        if self.one_statement and isinstance(field, models.JSONField):
            return value
        return field.get_db_prep_save(value, self.connection)

    def _by_ids(self, ids: list[Any]) -> QuerySet[Any]:
        found = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids, default=str)])  # noqa: S611
        return self.model._base_manager.filter(pk__in=found)
