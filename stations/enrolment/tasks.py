"""What enrolment does by itself."""

from celery import shared_task

from ops.records.actor import Actor
from stations.enrolment import free_places, places, privacy, roster


@shared_task
def close_terms() -> None:
    """Finish places of terms that are over; forget identity numbers and unconfirmed rosters kept no longer."""
    by = Actor.system("enrolment")
    places.finish_terms(by=by)
    privacy.forget_identities(by=by)
    roster.forget_drafts()


@shared_task
def fill_places() -> None:
    """Give free places to those next in order, in terms that are set to; in all others tell the manager."""
    places.fill_all()
    free_places.tell(by=Actor.system("waiting list"))
