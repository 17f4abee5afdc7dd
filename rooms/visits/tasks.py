"""Celery entry points of visits."""

from celery import shared_task

from ops.records.actor import Actor
from rooms.visits import actions


@shared_task
def end_forgotten() -> None:
    """End the uses that nobody ended within two hours."""
    actions.end_forgotten(by=Actor.system("end forgotten visits"))
