"""Jobs as their starters and the administrator see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from ops.jobs.models import Job
from ops.organization.access import Access


def listed(access: Access, *, state: str = "") -> QuerySet[Job]:
    """The reader's jobs, newest first; the administrator's list is everybody's."""
    rows = Job.objects.visible_to(access).select_related("started_by").order_by("-created_at", "-pk")
    return rows.filter(state=state) if state in Job.State.values else rows


def latest(access: Access, kind: str | tuple[str, ...], object_id: UUID) -> Job | None:
    """The reader's last job of a kind (or one of several) about an object; None if there was none."""
    kinds = (kind,) if isinstance(kind, str) else kind
    rows = Job.objects.filter(kind__in=kinds, object_id=object_id, started_by=access.user.pk)
    return rows.order_by("-created_at", "-pk").first()


def counts() -> dict[str, int]:
    """How many jobs stand in each state; one statement."""
    found: dict[Any, int] = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in Job.State.values}
