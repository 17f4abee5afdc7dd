"""Asking a worker at once for what a committed row is waiting for, instead of at the next beat."""

from __future__ import annotations

import threading

import structlog
from celery import current_app
from django.db import transaction

log = structlog.get_logger(__name__)
# One question of a kind at a time is enough: whoever answers does all that waits.
_asking: set[str] = set()
_guard = threading.Lock()


def nudge(task: str) -> None:
    """Once this transaction is committed, ask a worker for a task that drains rows.

    Never fails and never keeps the page waiting: without a broker, beat's next run does it all the same.
    """
    transaction.on_commit(lambda: _ask(task), robust=True)


def _ask(task: str) -> None:
    """In a thread of its own: a broker that is away is only known to be so after seconds."""
    with _guard:
        if task in _asking:
            return
        _asking.add(task)
    threading.Thread(target=_publish, args=[task], name="nudge", daemon=True).start()


def _publish(task: str) -> None:
    try:
        current_app.send_task(task, retry=False, ignore_result=True, expires=30)
    except Exception as error:  # noqa: BLE001  # whatever ails the broker, the work stands in its row
        log.info("no_broker_to_nudge", task=task, error=type(error).__name__)
    finally:
        with _guard:
            _asking.discard(task)
