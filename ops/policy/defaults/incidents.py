"""Incidents: what must be reported within how long."""

from __future__ import annotations

import datetime as dt

from ops.policy.defaults.registry import HIGHEST, group

_FOOD_INCIDENT = "《国家食品安全事故应急预案》4.2.2；《食品安全法》第103、128条"
_JUNE_2009 = dt.date(2009, 6, 1)


def register() -> None:
    """The numbers with their sources."""
    group(
        "incidents",
        "突发事件",
        "Incidents",
        (
            "incident_report_hours",
            2,
            "小时",
            "疑似食品安全事件上报时限",
            "Suspected food incident reported within",
            _FOOD_INCIDENT,
            "V",
            HIGHEST,
            True,
            _JUNE_2009,
        ),
    )
