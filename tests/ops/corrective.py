"""What the tests of corrective actions share: a room with its people, and ways to make things fail."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from ops.facilities.models import Facility
from ops.rectification.actions import Report, report_failures
from ops.rectification.models import CorrectiveAction
from tests.factories import TESTER
from tests.ops.checklists import RUNS, all_fine, ready, run

ACTIONS = "/api/v1/corrective-actions/"


def fill(
    client: Any, facility: Facility, key: str = "room-daily-cleaning", at: dt.datetime | None = None, **faults: Any
):
    """Fill in a checklist by the API with some faults; returns the answer."""
    version = ready("room-daily-cleaning")
    at = at or timezone.now()
    sent = run(facility, version, all_fine(version, **faults), started_at=at.isoformat(), occurred_at=at.isoformat())
    answer = client.post(RUNS, sent)
    assert answer.status_code == 201, answer.data
    return answer


def fault(note: str = "积水", **more: Any) -> dict[str, Any]:
    """An answer that fails."""
    return {"value": "no", "note": note} | more


def opened(facility: Facility, *, by: Any = TESTER, **changes: Any) -> CorrectiveAction:
    """An action that a failure opened."""
    report: dict[str, Any] = {
        "source_kind": "finding",
        "source_id": uuid.uuid4(),
        "subject": f"test:{uuid.uuid4()}",
        "title": "地面有积水",
        "title_en": "Water on the floor",
        "found_at": timezone.now(),
    } | changes
    return report_failures(facility=facility, reports=[Report(**report)], by=by)[0]


def call(client: Any, action: Any, verb: str, body: dict[str, Any], version: int | None = None) -> Any:
    """Do something to an action by the API, at the version that stands unless told."""
    pk = getattr(action, "pk", action)
    version = version or CorrectiveAction.objects.get(pk=pk).version
    return client.post(f"{ACTIONS}{pk}/{verb}/", body, headers={"If-Match": f'"{version}"'})
