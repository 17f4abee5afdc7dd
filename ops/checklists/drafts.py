"""A checklist half filled in, kept on the server for whoever goes on with it. Drafts are no records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import ChecklistTemplate, ChecklistVersion, RunDraft
from ops.facilities.models import Facility
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken

# A draft holds short answers and ids of photos, never pictures.
MOST_BYTES = 64_000


def draft_of(subject: UUID) -> RunDraft | None:
    """What was begun for a duty, and by whom; one query."""
    return RunDraft.objects.select_related("started_by", "saved_by").filter(pk=subject).first()


@transaction.atomic
def keep(
    *,
    subject: UUID,
    facility: Facility,
    template: ChecklistTemplate | None,
    checklist: UUID,
    run_id: UUID,
    answers: Mapping[str, Any],
    started_at: dt.datetime,
    version: int,
    by: Actor,
) -> RunDraft:
    """Save a draft over its `version` (0: there was none). Raises Conflict where a colleague saved in the meantime."""
    if len(str(answers)) > MOST_BYTES:
        raise RuleBroken("answers", _("This is too long."))
    asked = get_object_or_404(ChecklistVersion, pk=checklist, template=template)
    saved = {"answers": dict(answers), "saved_at": timezone.now(), "saved_by": by.user, "checklist": asked}
    if version:
        if not RunDraft.objects.filter(pk=subject, version=version).update(**saved, version=F("version") + 1):
            raise _overtaken(subject)
    else:
        draft = RunDraft(
            subject=subject, facility=facility, run_id=run_id, started_at=started_at, started_by=by.user, **saved
        )
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError as error:
            raise _overtaken(subject) from error
    found = draft_of(subject)
    if found is None:
        raise _overtaken(subject)
    return found


def discard(subject: UUID) -> None:
    """Drop a draft, where there is one: it was handed in, or is begun anew."""
    RunDraft.objects.filter(pk=subject).delete()


def _overtaken(subject: UUID) -> Conflict:
    found = draft_of(subject)
    if found is None:
        return Conflict(_("This was handed in or begun anew in the meantime."))
    return Conflict(_("%(who)s is filling this in too. Load the page again.") % {"who": found.saved_by})
