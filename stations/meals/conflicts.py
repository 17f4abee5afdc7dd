"""Which dish a child must not eat: at planning, at serving, and on the kitchen's list.

What a child must not eat is the registered list (stations.enrolment.avoiding) and what the word on the tile speaks of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from ops.facilities.models import Facility
from ops.organization.models import in_language
from stations.enrolment import allergens
from stations.enrolment.avoiding import avoided_at
from stations.enrolment.models import Enrolment
from stations.meals.models import Dish, MenuDish
from stations.terms.models import Term


@dataclass(frozen=True, slots=True)
class Clash:
    """A dish and what of it a child must not eat."""

    dish: Dish
    allergens: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """What must not be eaten, in the reader's words."""
        return allergens.labels(self.allergens)


def clashes_of(avoided: Iterable[str], dishes: Iterable[Dish]) -> list[Clash]:
    """The dishes of a meal that a child must not eat."""
    wanted = set(avoided)
    found = ((dish, tuple(key for key in dish.allergens if key in wanted)) for dish in dishes)
    return [Clash(dish, keys) for dish, keys in found if keys]


@dataclass(frozen=True, slots=True)
class Care:
    """What must be done before a child is served: settle each clash, or at least look."""

    clashes: list[Clash]
    look: bool = False

    @property
    def needed(self) -> bool:
        """Whether serving waits for somebody's explicit word."""
        return bool(self.clashes) or self.look


def care_for(flag: str, avoided: Iterable[str], dishes: list[Dish]) -> Care:
    """What a child with this flag, who must not eat that, needs at a meal of these dishes.

    Without a menu, with a dish that nobody has looked at, or with a flag that the list does not know, a machine cannot
    say that all is well: then somebody looks.
    """
    spoken = allergens.found_in(flag)
    wanted = set(avoided) | set(spoken)
    if not flag and not wanted:
        return Care([])
    clashes = clashes_of(wanted, dishes)
    unsure = not dishes or not all(dish.allergens_checked for dish in dishes) or bool(flag and not spoken)
    return Care(clashes, look=unsure and not clashes)


@dataclass(slots=True)
class Eater:
    """A child on the roll who must not eat something."""

    child_id: UUID
    name: str
    name_en: str
    group: str
    avoided: set[str]
    # The days of the span on which the child comes.
    days: set[dt.date] = field(default_factory=set)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)


@dataclass(frozen=True, slots=True)
class Warned:
    """A child who is expected on the day of a dish and must not eat of it."""

    eater: Eater
    allergens: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """What the child must not eat of it, in the reader's words."""
        return allergens.labels(self.allergens)


def careful_eaters(facility: Facility, first: dt.date, last: dt.date) -> list[Eater]:
    """Children on the roll of these days who must not eat something, by name; two queries."""
    listed = avoided_at(facility)
    rows = (
        Enrolment.objects.filter(
            Q(child__in=list(listed)) | ~Q(child__flag=""),
            facility=facility,
            state__in=Enrolment.ON_ROLL,
            term__state__in=(Term.State.OPEN, Term.State.PLANNED),
            term__first_day__lte=last,
            term__last_day__gte=first,
        )
        .order_by("child__pinyin", "child_id")
        .values_list(
            *("child_id", "child__name", "child__name_en", "child__flag", "group__name", "group__name_en"),
            *("from_day", "until_day", "term__first_day", "term__last_day", "term__weekdays"),
        )
    )
    eaters: dict[UUID, Eater] = {}
    for child_id, name, name_en, flag, group, group_en, *span in rows:
        avoided = listed.get(child_id, set()) | set(allergens.found_in(flag))
        if avoided:
            eater = eaters.setdefault(child_id, Eater(child_id, name, name_en, _group(group, group_en), avoided))
            eater.days |= set(_days(first, last, *span))
    return list(eaters.values())


def _group(name: str | None, name_en: str | None) -> str:
    return in_language(name, name_en or "") if name else ""


def _days(
    first: dt.date,
    last: dt.date,
    from_day: dt.date | None,
    until_day: dt.date | None,
    term_first: dt.date,
    term_last: dt.date,
    weekdays: str,
) -> list[dt.date]:
    begin = max(first, term_first, from_day or first)
    end = min(last, term_last, until_day or last)
    span = [begin + dt.timedelta(days=number) for number in range((end - begin).days + 1)]
    return [day for day in span if str(day.weekday()) in weekdays]


def warnings(rows: Iterable[MenuDish], eaters: Iterable[Eater]) -> dict[UUID, list[Warned]]:
    """For each planned dish (by its id) the children who must not eat of it on that day."""
    eaters = list(eaters)
    found: dict[UUID, list[Warned]] = {}
    for row in rows:
        contains = set(row.dish.allergens)
        warned = [
            Warned(eater, tuple(allergens.known(contains & eater.avoided)))
            for eater in eaters
            if contains & eater.avoided and row.day in eater.days
        ]
        if warned:
            found[row.pk] = warned
    return found
