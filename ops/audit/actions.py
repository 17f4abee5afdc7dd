"""Taking the history away as a file, which is itself recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.audit import exports
from ops.audit.filters import HistoryFilter
from ops.audit.forms import HistoryForm
from ops.audit.lines import Line, Reader
from ops.audit.models import Export
from ops.audit.queries import count_rows, every_line
from ops.facilities.models import Facility
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Result
from ops.jobs.running import Report
from ops.jobs.tables import to_file
from ops.organization.access import Access
from ops.organization.roles import AT_DESK, Role
from ops.records.actions import create
from ops.records.actor import Actor
from ops.records.errors import RuleBroken

MAY_EXPORT = (Role.FACILITY_MANAGER, *AT_DESK)
EXPORT = "history-export"


def row_limit() -> int:
    """How many rows one file may hold."""
    return settings.HISTORY_EXPORT_ROWS


@transaction.atomic
def export_history(
    *, facility: Facility, chosen: HistoryFilter, format: str, filter_text: str, by: Actor, id: Any = None
) -> Export:
    """Record that the filtered history, as it stands now, is taken away.

    The file is then written by ops.audit.exports from the returned record: at once, or by a worker when there are
    more than HISTORY_EXPORT_AT_ONCE rows (`job_of`). It holds what stood at `occurred_at`, so not this export itself.
    Raises RuleBroken when there are more rows than one file may hold.
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
    create(export, by=by)
    if export.rows > settings.HISTORY_EXPORT_AT_ONCE:
        write_by_job(export, by=by)
    return export


def write_by_job(export: Export, *, by: Actor) -> Job:
    """Let a worker write its file."""
    facility = export.facility
    return jobs.start(
        kind=EXPORT,
        by=by,
        object_id=export.pk,
        title=f"{facility} · {export.filter_text}",
        params={"facility": str(facility.pk)},
    )


def job_of(export: Export) -> Job | None:
    """The job that writes its file; None for one that is small enough to be written at once."""
    return Job.objects.filter(kind=EXPORT, object_id=export.pk).first()


def run_export(job: Job, by: Actor, report: Report) -> Result:
    """Write the file of an export, as its asker may read it now. Raises NotAllowed when the role has ended."""
    export = Export.objects.select_related("facility__union", "exported_by").get(pk=job.about)
    facility, access = export.facility, Access(by.user)
    access.require(facility, *MAY_EXPORT)
    chosen = HistoryForm(export.filters, facility=facility).chosen()
    lines = every_line(facility, chosen.but(until=export.occurred_at), Reader.of(access, facility))
    table = exports.table_of(export, facility.union, _counted(lines, export.rows, report))
    return Result({"rows": export.rows}, to_file(table, export.format), exports.file_name(export))


def _counted(lines: Iterable[Line], total: int, report: Report) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        yield line
        report(number, total)


def may_take(job: Job, access: Access) -> bool:
    """Whether its starter still holds a role that may export there."""
    export = Export.objects.select_related("facility").filter(pk=job.about).first()
    return export is not None and access.may_at(export.facility, *MAY_EXPORT)
