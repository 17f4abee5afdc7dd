"""Taking the history away as a file, which is itself recorded."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.audit.filters import HistoryFilter
from ops.audit.models import Export
from ops.audit.queries import count_rows
from ops.facilities.models import Facility
from ops.records.actions import create
from ops.records.actor import Actor
from ops.records.errors import RuleBroken


def row_limit() -> int:
    """How many rows one file may hold."""
    return settings.HISTORY_EXPORT_ROWS


@transaction.atomic
def export_history(
    *, facility: Facility, chosen: HistoryFilter, format: str, filter_text: str, by: Actor, id: Any = None
) -> Export:
    """Record that the filtered history, as it stands now, is taken away.

    The file is then written by ops.audit.exports from the returned record; it holds what stood at `occurred_at`, so
    not this export itself. Raises RuleBroken when there are more rows than one file may hold.
    """
    moment = timezone.now()
    rows = count_rows(facility, chosen.but(until=moment))
    if rows > row_limit():
        raise RuleBroken(
            "first",
            _("%(rows)s rows are more than the %(limit)s that one file may hold. Choose fewer days.")
            % {"rows": f"{rows:,}", "limit": f"{row_limit():,}"},
        )
    export = Export(
        id=id or uuid.uuid4(),
        facility=facility,
        format=format,
        filters=chosen.as_query(),
        filter_text=filter_text[:300],
        rows=rows,
        exported_by=by.user,
        occurred_at=moment,
        recorded_at=moment,
    )
    return create(export, by=by)
