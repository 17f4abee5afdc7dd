"""What applications do by themselves."""

from celery import shared_task

from ops.records.actor import Actor
from stations.applications import actions, loose


@shared_task
def clear_away() -> None:
    """Close what nobody asked about until its term was over; delete pictures that belong to nothing any more."""
    by = Actor.system("applications")
    actions.close_over(by=by)
    loose.clear_away(by=by)
