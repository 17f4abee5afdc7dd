"""Base classes of everything that is recorded for good."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any, Self

from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from ops.records.actor import Actor, Source
from ops.records.errors import Unattributed
from ops.records.ids import uuid7


class HistoryRow(models.Model):
    """The columns that each history row has beside the record's own: from where and in which request."""

    source = models.CharField(max_length=10, choices=Source.choices)
    request_id = models.CharField(max_length=36, blank=True)
    ip = models.GenericIPAddressField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """django-simple-history with our columns, and with the two indexes that history is read by.

    The acting person is never taken from a thread: a save without an Actor raises Unattributed.
    """

    def __init__(self, **options: Any):
        options.setdefault("bases", [HistoryRow])
        options.setdefault("inherit", True)
        options.setdefault("history_id_field", models.BigAutoField())
        options.setdefault("history_change_reason_field", models.CharField(max_length=300, blank=True, default=""))
        super().__init__(**options)

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        """As the library does, but with no index of its own on any copied column (see get_meta_options)."""
        fields = super().copy_fields(model)
        for field in fields.values():
            field.db_index = False
        return fields

    def fields_included(self, model: Any) -> list[Any]:
        """All fields but the model's `UNRECORDED` ones (counters, log-in times, secrets)."""
        unrecorded: frozenset[str] = getattr(model, "UNRECORDED", frozenset())
        return [field for field in super().fields_included(model) if field.name not in unrecorded]

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Index by record and time, and by facility and time where the record belongs to one."""
        options = super().get_meta_options(model)
        prefix = f"{model._meta.app_label[:2]}_{model._meta.model_name}"[:22]
        keys = {"id": [model._meta.pk.attname, "-history_date"]}
        if any(field.name == "facility" for field in model._meta.fields):
            keys["fa"] = ["facility", "-history_date"]
        options["indexes"] = [models.Index(fields=fields, name=f"{prefix}_h_{key}") for key, fields in keys.items()]
        return options

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        extra = super().get_extra_fields(model, fields)
        extra["history_user"].db_index = False
        # The library gives every history table the same two field objects, which then know only the last table: an
        # update through one would change another model's history.
        for name in ("history_id", "history_change_reason"):
            extra[name] = deepcopy(extra[name])
        return extra

    def get_history_user(self, instance: Any) -> Any:
        """The user of the instance's Actor."""
        actor = getattr(instance, "_actor", None)
        if actor is None:
            raise Unattributed(f"{type(instance).__name__} was saved without an actor")
        return actor.user


@receiver(pre_create_historical_record)
def _fill_history_row(instance: Any, history_instance: Any, **kwargs: Any) -> None:
    actor: Actor = instance._actor
    history_instance.source = actor.source
    history_instance.request_id = actor.request_id
    history_instance.ip = actor.ip
    history_instance.actor_name = actor.name
    history_instance.history_change_reason = history_instance.history_change_reason or ""


class RecordedQuerySet(models.QuerySet):
    """Refuses the ORM's silent writes, which leave no history: use `ops.records.actions` or `.bulk`."""

    def update(self, **values: Any) -> int:
        """Only for the fields that the model declares UNRECORDED."""
        if recorded := set(values) - set(getattr(self.model, "UNRECORDED", ())):
            raise TypeError(f"update() writes no history of {sorted(recorded)}: use ops.records.bulk.update")
        return super().update(**values)

    def delete(self) -> Any:
        """Records are permanent."""
        raise TypeError("Records are amended or voided, never deleted")

    def bulk_create(self, *args: Any, **options: Any) -> Any:
        """See ops.records.bulk.insert."""
        raise TypeError("bulk_create() writes no history: use ops.records.bulk.insert")

    def bulk_update(self, *args: Any, **options: Any) -> Any:
        """See ops.records.bulk.update."""
        raise TypeError("bulk_update() writes no history: use ops.records.bulk.update")


class Recorded(models.Model):
    """A domain row with a client-choosable id, a version number, and history.

    Write it with `ops.records.actions.create`, `record_once`, `save`, `amend` or `void`; each wants an Actor.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    history = History()
    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def acted_by(self, actor: Actor, reason: str = "") -> Self:
        """Say who makes the next save, and why; returns the record itself."""
        self._actor = actor
        self._change_reason = reason
        return self


class FieldRecord(Recorded):
    """Something that happened in the field: when, when the server heard of it, and whether it still stands."""

    occurred_at = models.DateTimeField(_("happened at"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    voided_at = models.DateTimeField(_("voided at"), null=True, editable=False)

    # Set by the server: two sendings of one record may differ in these and still be the same record.
    SERVER_SET = frozenset({"version", "recorded_at", "voided_at"})
    # Later than this is marked as entered afterwards (补录), never refused.
    LATE_AFTER_MINUTES = 10

    class Meta:
        abstract = True

    @property
    def minutes_late(self) -> int:
        """Whole minutes between the event and its record."""
        return int((self.recorded_at - self.occurred_at).total_seconds() // 60)

    @property
    def entered_late(self) -> bool:
        """Whether this was entered afterwards (补录)."""
        return self.minutes_late >= self.LATE_AFTER_MINUTES

    @property
    def is_void(self) -> bool:
        """Whether the record was withdrawn; it stays readable."""
        return self.voided_at is not None


class HistoryMark(models.Model):
    """How far a history was read by what follows it. One row; who holds it reads. A counter, no record.

    A row with a lower number may be committed after one with a higher, so what lies after `settled_id` is read again
    each time; it moves to `next_id` only once that is so old that no transaction with a lower number can be open.
    """

    SETTLES_AFTER = dt.timedelta(minutes=2)

    settled_id = models.BigIntegerField(default=0)
    next_id = models.BigIntegerField(default=0)
    next_at = models.DateTimeField()
    # The highest number at the last run, and how many rows lay above settled_id: unchanged means nothing to do.
    seen_id = models.BigIntegerField(default=0)
    seen_rows = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.settled_id)

    def unread(self, history: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows of the history that may not have been read yet."""
        return history.filter(history_id__gt=self.settled_id)

    def looked_at(self, unread: models.QuerySet[Any]) -> bool:
        """Look how far the rows go, in one statement; whether there is anything new among them."""
        seen = unread.aggregate(newest=models.Max("history_id"), rows=models.Count("*"))
        before = self.seen_id, self.seen_rows
        self.seen_id, self.seen_rows = seen["newest"] or self.settled_id, seen["rows"]
        return before != (self.seen_id, self.seen_rows)

    def move(self, now: dt.datetime) -> None:
        """What was looked at has been read: note it, and settle what is old enough."""
        if now - self.next_at >= self.SETTLES_AFTER:
            newest = self.seen_id
            if self.settled_id != self.next_id:
                self.settled_id, self.seen_rows = self.next_id, -1  # read once more from there
            self.next_id, self.next_at = newest, now
        self.save()
