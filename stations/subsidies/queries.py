"""Which stations meet the rule of a subsidy so far, and what each still lacks: computed from the records when asked."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from ops.facilities.models import Facility
from ops.facilities.queries import opening_of
from ops.organization.roles import Role
from stations.attendance.models import Handover
from stations.attendance.qualification import Demands, Qualification, Reached, judged
from stations.attendance.rates import COUNTED, Tally, span_of
from stations.enrolment.models import Enrolment
from stations.subsidies.models import SubsidyRule
from stations.terms.models import Term, TermClosure

SETTING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a station stands."""

    facility: Facility
    qualification: Qualification


def rules_for(access: Any) -> QuerySet[SubsidyRule]:
    """The rules that reach the reader's unions and stations, the latest first; at most two queries."""
    return SubsidyRule.objects.visible_to(access).select_related("union").order_by("-last_day", "name", "id")


def stations_of(rule: SubsidyRule, access: Any) -> QuerySet[Facility]:
    """The stations that the rule reaches, in the reader's scope."""
    reached = Facility.objects.visible_to(access).filter(kind="station", union_path__startswith=rule.union.path)
    return reached.filter(station__running_mode=rule.running_mode) if rule.running_mode else reached


def standings_of(rule: SubsidyRule, access: Any) -> list[Standing]:
    """Each station against the rule, those that lack something first; eight queries however many stations and children.

    Counted as everywhere (see stations.attendance.rates), from the rule's first day to today or its last.
    """
    facilities = list(stations_of(rule, access).order_by("name"))
    demands = Demands(rule.children_min, rule.days_min, rule.attendance_min)
    reached = _reached(facilities, rule.first_day, rule.last_day)
    standings = [Standing(facility, judged(demands, reached[facility.pk])) for facility in facilities]
    return sorted(standings, key=lambda one: one.qualification.met)


def _reached(facilities: Sequence[Facility], first: dt.date, last: dt.date) -> dict[UUID, Reached]:
    ids = [facility.pk for facility in facilities]
    today = min(timezone.localdate(), last)
    days_by_term = _days_by_term(facilities, first, last)
    days: dict[UUID, set[dt.date]] = defaultdict(set)
    for term, found in days_by_term.items():
        days[term.facility_id].update(found)
    expected = _expected(days_by_term, today)
    brought = Handover.objects.filter(
        facility__in=ids, local_date__range=(first, today), kind="drop_off", voided_at=None
    ).order_by()
    present: dict[UUID, int] = defaultdict(int)
    # The first drop-off of a child's day: each child once a day.
    by_day = brought.filter(sequence=1).values_list("facility", "local_date").annotate(number=Count("pk"))
    for facility_id, day, number in by_day:
        present[facility_id] += number if day in days[facility_id] else 0
    children = dict(brought.values_list("facility").annotate(number=Count("child", distinct=True)))
    return {
        pk: Reached(
            children.get(pk, 0),
            sum(day <= today for day in days[pk]),
            sum(day > today for day in days[pk]),
            Tally(expected=max(expected[pk], present[pk]), present=present[pk]),
        )
        for pk in ids
    }


def _days_by_term(facilities: Sequence[Facility], first: dt.date, last: dt.date) -> dict[Term, list[dt.date]]:
    """The days of the span on which each term runs, in order, without cancelled days and closures."""
    opening = opening_of(facilities, first, last)
    places = {facility.pk: facility for facility in facilities}
    terms = Term.objects.overlapping(first, last).filter(facility__in=list(places))
    off = Prefetch("closures", TermClosure.objects.filter(date__range=(first, last)), to_attr="off")
    found: dict[Term, list[dt.date]] = {}
    for term in terms.prefetch_related(off):
        term.facility = places[term.facility_id]
        cancelled = {closure.date for closure in term.off}
        begin, end = max(first, term.first_day), min(last, term.last_day)
        days = (begin + dt.timedelta(n) for n in range((end - begin).days + 1))
        found[term] = [
            day
            for day in days
            if str(day.weekday()) in term.weekdays
            and day not in cancelled
            and not opening.closed_by(term.facility, day)
        ]
    return found


def _expected(days_by_term: dict[Term, list[dt.date]], today: dt.date) -> dict[UUID, int]:
    """Child-days expected up to a day, by facility; one query."""
    terms = {term.pk: term for term in days_by_term}
    held = {term.pk: days[: bisect_right(days, today)] for term, days in days_by_term.items()}
    expected: dict[UUID, int] = defaultdict(int)
    places: Iterable[Enrolment] = Enrolment.objects.filter(term__in=list(terms), state__in=COUNTED).only(
        "facility", "term", "state", "state_since", "from_day", "until_day"
    )
    for place in places:
        first, last = span_of(place, terms[place.term_id])
        days = held[place.term_id]
        expected[place.facility_id] += max(0, bisect_right(days, last) - bisect_left(days, first))
    return expected
