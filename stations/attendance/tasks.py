"""What attendance does by itself."""

from __future__ import annotations

from celery import shared_task

from ops.records.actor import Actor
from stations.attendance import ratio


@shared_task
def watch_ratios() -> None:
    """Begin and end breaches of the staff-to-child ratio."""
    ratio.watch_ratios(by=Actor.system("watch_ratios"))
