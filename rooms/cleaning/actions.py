"""A cleaner without an account records the cleaning: the room's code and its PIN, one tap (清洁管理制度)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.checklists.actions import complete_checklist
from ops.checklists.answers import YES
from ops.checklists.models import ChecklistRun, ChecklistTemplate, ItemKind
from ops.checklists.queries import run_standing, version_on
from ops.duties.by_checklist import complete_all_fine
from ops.organization.throttle import counted
from ops.records.actor import Actor, Source
from ops.records.errors import Conflict, NotAllowed, RuleBroken
from rooms.cleaning.queries import open_cleaning_duty
from rooms.opening.models import Room

CHECKLIST = "room-daily-cleaning"
# Wrong PINs for one room, whoever types them, before its door stays shut for a while.
WRONG_PINS = 8
SHUT_SECONDS = 15 * 60


class PinShut(NotAllowed):
    """Too many wrong PINs: nobody gets in by PIN for a while."""

    status = 429
    type = "too-many"
    title = gettext_lazy("Too many wrong PINs. Try again in 15 minutes, or ask the room manager.")


def check_pin(*, room: Room, pin: str) -> None:
    """Raise RuleBroken for a wrong PIN or a room without one, PinShut after too many wrong ones."""
    key = f"wrong-pin:{room.pk}"
    if (cache.get(key) or 0) >= WRONG_PINS:
        raise PinShut()
    if not room.pin:
        raise RuleBroken("pin", _("This room has no PIN yet. Ask the room manager."))
    if check_password(pin, room.pin):
        return
    counted(key, SHUT_SECONDS)
    raise RuleBroken("pin", _("Wrong PIN."))


@transaction.atomic
def clean(*, id: UUID, room: Room, occurred_at: dt.datetime, name: str = "") -> ChecklistRun:
    """Record that all was cleaned and found fine; completes the open cleaning duty, where there is one.

    The caller has checked the PIN. The same id again returns the standing record.
    """
    by = Actor(user=None, source=Source.WEB, name=(name or "cleaner")[:60])
    if (standing := run_standing(id)) is not None:
        if standing.facility_id != room.facility_id:
            raise Conflict(_("This id already stands for another record."))
        return standing
    duty = open_cleaning_duty(room.facility, timezone.now())
    if duty is not None:
        return complete_all_fine(duty=duty, id=id, occurred_at=occurred_at, by=by, name=by.name)
    template = ChecklistTemplate.objects.get(key=CHECKLIST)
    version = version_on(template, room.facility.local(occurred_at).date())
    if version is None:
        raise Conflict(_("This checklist asks nothing yet."))
    answers = {item.key: {"value": YES} for item in version.items.all() if item.kind == ItemKind.YES_NO}
    return complete_checklist(
        id=id,
        facility=room.facility,
        checklist=version,
        answers=answers,
        started_at=occurred_at,
        occurred_at=occurred_at,
        by=by,
        timed=False,
    )
