"""What follows from a hand-over or an absence: duties are asked again, people are told."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ops.absences.queries import managers_told
from ops.duties import actions as duties
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.organization.outbox import queue_text
from ops.records.actor import Actor
from ops.reminders.actions import remind
from stations.attendance.models import Handover
from stations.attendance.queries import NEARLY_LAST, others_unaccounted
from stations.enrolment.models import Guardian, Guardianship
from stations.enrolment.queries import unbarred

# Which condition of a day a hand-over may fulfil.
CONDITIONS = {"drop_off": "every_child_accounted_for", "pick_up": "every_child_handed_over"}


def ask_duties(facility_id: UUID, day: dt.date, kind: str, by: Actor) -> None:
    """Have the engine ask the day's condition again where this hand-over may have been the last.

    Two colleagues who tap the last two children at once each see the other's missing: so where few are left it is
    asked once more after the commit.
    """
    left = others_unaccounted(facility_id, day, kind)
    if left == 0:
        _condition_changed(facility_id, kind, by)
    elif left <= NEARLY_LAST:
        transaction.on_commit(partial(_ask_after_commit, facility_id, day, kind, by))


def _ask_after_commit(facility_id: UUID, day: dt.date, kind: str, by: Actor) -> None:
    if others_unaccounted(facility_id, day, kind) == 0:
        _condition_changed(facility_id, kind, by)


def _condition_changed(facility_id: UUID, kind: str, by: Actor) -> None:
    facility = Facility.objects.get(pk=facility_id)
    duties.condition_changed(facility=facility, condition=CONDITIONS[kind], by=by)


def ask_again(facility: Facility, by: Actor) -> None:
    """After a correction either condition may have come true, or be true no longer."""
    for condition in CONDITIONS.values():
        duties.condition_changed(facility=facility, condition=condition, by=by)


def tell_of_release(handover: Handover, by: Actor) -> None:
    """A release to somebody else is told to every manager of the station and to the child's guardians at once."""
    local = handover.facility.local(handover.occurred_at)
    params = {"clock": f"{local:%H:%M}", "day": str(handover.local_date)}
    tell_managers("pick_up_release", f"handover:{handover.pk}", handover.facility, by, params)
    told = unbarred(Guardianship.objects.filter(child=handover.child_id))
    remind(
        kind="pick_up_release_family",
        subject=f"handover-family:{handover.pk}",
        facility=handover.facility,
        recipients=list(User.objects.filter(guardian_rows__guardianships__in=told).distinct()),
        by=by,
        urgent=True,
        params=params,
    )
    _text_those_without_account(handover, [row.guardian for row in told.select_related("guardian")])


def _text_those_without_account(handover: Handover, guardians: list[Guardian]) -> None:
    facility = handover.facility
    with override("zh-hans"):
        text = _(
            "%(facility)s, %(clock)s: your child was handed to somebody who is not on your list. Call: %(phone)s"
        ) % {
            "facility": facility,
            "clock": f"{facility.local(handover.occurred_at):%H:%M}",
            "phone": facility.manager_phone,
        }
    for guardian in guardians:
        if guardian.user_id is None:
            queue_text(guardian.phone, text)


def tell_managers(
    kind: str, subject: str, facility: Facility, by: Actor, params: dict[str, Any], *, urgent: bool = True
) -> None:
    """Tell a station's managers (see `managers_told`), at once unless not `urgent`; the message names no child."""
    managers = managers_told({facility.pk}).get(facility.pk, [])
    remind(kind=kind, subject=subject, facility=facility, recipients=managers, by=by, urgent=urgent, params=params)
