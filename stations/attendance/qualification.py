"""Whether attendance meets the rule of a subsidy (奖补资格), and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ops.policy.queries import numbers_in_force, plain
from stations.attendance.rates import Attendance, Tally

RULE = ("subsidy_children_min", "subsidy_days_min", "subsidy_attendance_min")


@dataclass(frozen=True, slots=True)
class Demands:
    """What a rule asks for: children who came, days held, and the attendance rate in percent."""

    children: int
    days: int
    attendance: Decimal


@dataclass(frozen=True, slots=True)
class Reached:
    """What there is so far: children who came, days held and still to come, child-days."""

    children: int
    held: int
    coming: int
    total: Tally


@dataclass(frozen=True, slots=True)
class Criterion:
    """One demand of a subsidy's rule: how much is needed, how much there is, and how much may still come."""

    key: str
    label: str
    needed: str
    have: str
    met: bool
    missing: str

    @property
    def css(self) -> str:
        """The signal beside it."""
        return "ok" if self.met else "due"


@dataclass(frozen=True, slots=True)
class Qualification:
    """Whether the rule is met, and what is missing."""

    criteria: list[Criterion]

    @property
    def met(self) -> bool:
        """Whether every demand is met."""
        return all(one.met for one in self.criteria)

    @property
    def missing(self) -> str:
        """What is missing, in one line."""
        return _("; ").join(one.missing for one in self.criteria if one.missing)


def qualification_of(attendance: Attendance) -> Qualification:
    """A term against the numbers that hold for its union on its last day; one query."""
    term = attendance.term
    rule = numbers_in_force(RULE, term.facility.union_path, term.last_day)
    children, days, share = (rule[key] for key in RULE)
    came = sum(row.tally().present > 0 for row in attendance.rows)
    reached = Reached(came, len(attendance.held), len(attendance.coming), attendance.total)
    return judged(Demands(int(children), int(days), share), reached)


def judged(demands: Demands, reached: Reached) -> Qualification:
    """What there is against what is asked."""
    return Qualification([_children(demands, reached), _days(demands, reached), _attendance(demands, reached.total)])


def _children(demands: Demands, reached: Reached) -> Criterion:
    short = max(0, demands.children - reached.children)
    return Criterion(
        "children",
        _("Children who came"),
        f"≥ {demands.children}",
        str(reached.children),
        not short,
        _("%(count)d children short") % {"count": short} if short else "",
    )


def _days(demands: Demands, reached: Reached) -> Criterion:
    short = max(0, demands.days - reached.held)
    days = {"held": reached.held, "coming": reached.coming, "count": short}
    return Criterion(
        "days",
        _("Days held"),
        f"≥ {demands.days}",
        _("%(held)d, %(coming)d to come") % days if reached.coming else str(reached.held),
        not short,
        _("%(count)d days short, %(coming)d to come") % days if short else "",
    )


def _attendance(demands: Demands, total: Tally) -> Criterion:
    short = _child_days_short(demands.attendance, total)
    return Criterion(
        "attendance",
        _("Attendance rate"),
        f"≥ {plain(demands.attendance)}%",
        f"{total.percent} ({total.present}/{total.expected})",
        not short,
        _("%(count)d child-days short") % {"count": short} if short else "",
    )


def _child_days_short(share: Decimal, total: Tally) -> int:
    """How many more of the expected child-days should have been attended; 1 where nothing was expected yet."""
    if not total.expected:
        return 1
    needed = -(-total.expected * int(share * 100) // 10000)
    return max(0, needed - total.present)
