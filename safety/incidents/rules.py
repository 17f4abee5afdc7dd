"""What the law and the federation demand for each kind of incident: whom to tell, how soon, whom to ring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ops.policy.queries import numbers_in_force
from safety.incidents.models import Authority, Incident, Kind


@dataclass(frozen=True)
class Demand:
    """A report that must be made to each of `authorities`: within the parameter's hours, or at once without one."""

    authorities: tuple[str, ...]
    says: Any
    source: str
    hours: str = ""


DEMANDS: dict[str, Demand] = {
    Kind.FOOD: Demand(
        (Authority.HEALTH, Authority.REGULATOR),
        _(
            "Tell time, place and the number of people; supplements follow. "
            "Keep all food, samples and records as they are."
        ),
        "《国家食品安全事故应急预案》4.2.2；《食品安全法》第103、128条",
        "incident_report_hours",
    ),
    Kind.ABUSE: Demand(
        (Authority.POLICE,),
        _(
            "Whoever works with children must report at once. "
            "Do not question the child again and again; keep what may be evidence."
        ),
        "《未成年人保护法》第11条；《关于建立侵害未成年人案件强制报告制度的意见（试行）》",
    ),
}


@dataclass(frozen=True)
class Call:
    """A number to ring."""

    number: str
    label: Any


POLICE = Call("110", _("Police"))
FIRE = Call("119", _("Fire"))
AMBULANCE = Call("120", _("Ambulance"))
REGULATOR = Call("12315", _("Market regulator"))
CALLS: dict[str, tuple[Call, ...]] = {
    Kind.INJURY: (AMBULANCE,),
    Kind.ILLNESS: (AMBULANCE,),
    Kind.FOOD: (AMBULANCE, REGULATOR),
    Kind.MISSING: (POLICE,),
    Kind.STRANGER: (POLICE,),
    Kind.FIRE: (FIRE, AMBULANCE),
    Kind.DAMAGE: (FIRE,),
    Kind.ABUSE: (POLICE, AMBULANCE),
    Kind.OTHER: (POLICE, FIRE, AMBULANCE),
}

# Of these no union role reads what happened: the facility and the police do.
CONFIDENTIAL = frozenset({Kind.ABUSE})


def report_due(incident: Incident) -> dt.datetime | None:
    """Until when the incident must be reported, by the rule in force on its day; None where nothing demands it."""
    demand = DEMANDS.get(incident.kind)
    if demand is None:
        return None
    if not demand.hours:
        return incident.occurred_at
    day = incident.facility.local(incident.occurred_at).date()
    hours = numbers_in_force([demand.hours], incident.facility.union_path, day)[demand.hours]
    return incident.occurred_at + dt.timedelta(hours=float(hours))
