"""What enrolment does by itself, once a day."""

from celery import shared_task

from ops.records.actor import Actor
from stations.enrolment import actions, privacy


@shared_task
def close_terms() -> None:
    """Finish places of terms that are over, and erase identity numbers that are kept no longer."""
    by = Actor.system("enrolment")
    actions.finish_terms(by=by)
    privacy.forget_identities(by=by)
