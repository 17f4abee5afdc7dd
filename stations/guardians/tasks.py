"""What the guardian's page does by itself."""

from __future__ import annotations

from celery import shared_task

from ops.records.actor import Actor
from stations.guardians import notices


@shared_task
def tell_handovers() -> None:
    """Tell guardians of arrivals and departures."""
    notices.tell(by=Actor.system("hand-over notices"))
