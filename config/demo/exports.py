"""What has been taken away from the demo city: a week of one ledger, as a file that can still be downloaded."""

from __future__ import annotations

import datetime as dt

from config.demo.world import World
from ops.audit import actions
from ops.audit.filters import HistoryFilter
from ops.audit.forms import days_in_words
from ops.audit.models import Export
from ops.jobs.actions import run_waiting
from ops.organization.models import User
from ops.records.actor import Actor, Source


def build_export(world: World) -> None:
    """The auditor's export of the visitors' station, written as a large one is: by a job."""
    station, auditor = world.stations[0], User.objects.get(username="auditor")
    by = Actor(auditor, Source.WEB)
    chosen = HistoryFilter(first=world.today - dt.timedelta(days=6), last=world.today)
    words = days_in_words(chosen.first, chosen.last)
    export = actions.export_history(
        facility=station, chosen=chosen, format=Export.Format.XLSX, filter_text=words, by=by
    )
    if actions.job_of(export) is None:
        actions.write_by_job(export, by=by)
    run_waiting()
