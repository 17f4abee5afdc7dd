"""Which tables hold something about a child: found by their foreign keys, so that a new one is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from ops.audit.registry import timeline
from ops.records.models import Recorded
from stations.enrolment.models import Child
from stations.guardians.models import Erasure


@dataclass(frozen=True, slots=True)
class Table:
    """A recorded model and the path from it to the child: "child", or through another ("order__child")."""

    model: type[Recorded]
    path: str

    def of(self, child: Child) -> models.QuerySet[Any]:
        """The child's rows, as they stand, voided ones too."""
        return self.model._base_manager.filter(**{self.path: child.pk})


def tables() -> list[Table]:
    """Every recorded table that points at a child, and those that point at one of these."""
    near = [Table(model, name) for model, name in _pointing_at(Child)]
    known = {table.model for table in near} | {Child}
    far = [
        Table(model, f"{name}__{table.path}")
        for table in near
        for model, name in _pointing_at(table.model)
        if model not in known
    ]
    return near + list({table.model: table for table in far}.values())


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[Any], str]]:
    for relation in target._meta.get_fields(include_hidden=True):
        model: Any = getattr(relation, "related_model", None)
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        if model._meta.label_lower in timeline and model is not Erasure:
            yield model, relation.field.name  # type: ignore[union-attr]
