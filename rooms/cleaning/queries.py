"""Which cleaning is due at a room."""

from __future__ import annotations

import datetime as dt

from ops.duties.models import Duty
from ops.facilities.models import Facility

REGIME = "cleaning"


def open_cleaning_duty(facility: Facility, now: dt.datetime) -> Duty | None:
    """The cleaning that can be done now: the one not yet late, else the one that has been late longest."""
    undone = (
        Duty.objects.undone()
        .filter(facility=facility, regime=REGIME, opens_at__lte=now, closes_at__gt=now)
        .filter(plan__completed_by="checklist")
        .select_related("plan__checklist", "facility__union")
        .order_by("due_at")
    )
    found = list(undone[:10])
    return next((duty for duty in found if duty.due_at > now), found[0] if found else None)
