"""Which terms run on a day, and which days are term days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from ops.facilities.models import Closure, Facility
from ops.facilities.queries import opening_of, shuts
from stations.terms.models import Group, Term, TermClosure, TermQuerySet


def terms_on(facility: Facility, day: dt.date) -> list[Term]:
    """Terms of the facility whose children come on this day; one query."""
    return list(Term.objects.filter(facility=facility).on(day).order_by("opens", "first_day"))


def closure_on(facility: Facility, day: dt.date) -> Closure | None:
    """The closure or order that shuts the facility on a day, if any; one query."""
    closures = (
        Closure.objects.reaching(facility)
        .filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)
        .select_related("union")
    )
    return next((closure for closure in closures if shuts(closure, facility, day)), None)


def term_days(facilities: Iterable[Facility], first: dt.date, last: dt.date) -> dict[UUID, set[dt.date]]:
    """Days on which children come, by facility, closures left out; four queries whatever their number."""
    facilities = list(facilities)
    opening = opening_of(facilities, first, last)
    days: dict[UUID, set[dt.date]] = {facility.pk: set() for facility in facilities}
    places = {facility.pk: facility for facility in facilities}
    terms = Term.objects.filter(
        facility__in=list(days), state=Term.State.OPEN, first_day__lte=last, last_day__gte=first
    ).prefetch_related(Prefetch("closures", TermClosure.objects.filter(date__range=(first, last)), to_attr="off"))
    for term in terms:
        off = {closure.date for closure in term.off}
        day = max(first, term.first_day)
        while day <= min(last, term.last_day):
            here = places[term.facility_id]
            if str(day.weekday()) in term.weekdays and day not in off and not opening.closed_by(here, day):
                days[term.facility_id].add(day)
            day += dt.timedelta(days=1)
    return days


def with_counts(terms: TermQuerySet) -> TermQuerySet:
    """Terms with `on_roll` and `waiting` places, and their groups; two queries."""
    return (
        terms.annotate(
            on_roll=Count("enrolments", filter=Q(enrolments__state__in=["admitted", "attending"])),
            waiting=Count("enrolments", filter=Q(enrolments__state__in=["applied", "waiting"])),
        )
        .prefetch_related(Prefetch("groups", Group.objects.order_by("position")))
        .order_by("-first_day", "opens")
    )
