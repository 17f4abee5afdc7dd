"""Children as lists and pages read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from ops.facilities.models import Facility
from stations.enrolment.allergens import labels
from stations.enrolment.avoiding import allergens_of
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, EmergencyContact, Enrolment, Guardian, Guardianship, PickupPerson
from stations.enrolment.waiting import numbers_of, steps_of
from stations.terms.models import Term


def children_with_places(children: QuerySet[Child]) -> QuerySet[Child]:
    """Children with their places (`places`, newest term first) and guardians; three queries, nothing decrypted."""
    places = Enrolment.objects.select_related("term", "group").order_by("-term__first_day")
    links = Guardianship.objects.select_related("guardian").defer("guardian__phone")
    return children.plainly().prefetch_related(  # type: ignore[attr-defined]
        Prefetch("enrolments", places, to_attr="places"),
        Prefetch("guardianships", links, to_attr="links"),
    )


@dataclass(slots=True)
class ChildFile:
    """All that stands about a child, without what is masked; places carry `number` (in the queue) and `steps`."""

    child: Child
    places: list[Enrolment]
    links: list[Guardianship]
    persons: list[PickupPerson]
    consents: list[Consent]
    allergens: list[str]
    contacts: list[EmergencyContact]

    @property
    def allergen_labels(self) -> list[str]:
        """What the child must not eat, in the reader's words."""
        return labels(self.allergens)

    @property
    def promise(self) -> Consent | None:
        """The standing promise to leave alone."""
        return next((c for c in self.consents if c.kind == Consent.Kind.LEAVE_ALONE and c.given), None)


def child_file(child: Child, day: dt.date) -> ChildFile:
    """Places, guardians, pick-up persons of the day, contacts and consents of a child; eight queries at most."""
    places = list(child.enrolments.select_related("term", "group").order_by("-term__first_day"))
    queued = [place.term_id for place in places if place.state in Enrolment.QUEUED]
    steps = steps_of(place.pk for place in places)
    numbers = numbers_of(queued) if queued else {}
    for place in places:
        place.number, place.steps = numbers.get(place.pk), steps.get(place.pk, [])  # type: ignore[attr-defined]
    return ChildFile(
        child=child,
        places=places,
        links=list(child.guardianships.select_related("guardian").defer("guardian__phone")),
        persons=list(child.pickup_persons.standing(day).defer("phone").order_by("barred", "position", "id")),
        contacts=list(child.emergency_contacts.filter(withdrawn_at=None).defer("phone")),
        consents=list(child.consents.filter(withdrawn_at=None, voided_at=None).order_by("kind")),
        allergens=allergens_of(child),
    )


def persons_around(child: Child) -> dict[UUID, PickupPerson | Guardian | EmergencyContact]:
    """Whoever can be called about a child, each with `relation_word`; three queries."""
    around: dict[UUID, Any] = {}
    links: Any = child.guardianships.select_related("guardian")
    for link in links:
        link.guardian.relation_word = link.get_relation_display()
        around[link.guardian_id] = link.guardian
    persons: Any = (*child.pickup_persons.all(), *child.emergency_contacts.all())
    for person in persons:
        person.relation_word = person.get_relation_display()
        around[person.pk] = person
    return around


def enrolment_counts(facility: Facility, day: dt.date) -> dict[str, Any]:
    """The running or next term of a facility and how many places are taken or waited for; one query."""
    term = (
        Term.objects.filter(facility=facility, last_day__gte=day)
        .exclude(state=Term.State.CANCELLED)
        .annotate(
            on_roll=Count("enrolments", filter=Q(enrolments__state__in=Enrolment.ON_ROLL)),
            waiting=Count("enrolments", filter=Q(enrolments__state__in=["applied", "waiting"])),
        )
        .order_by("first_day")
        .first()
    )
    return {"term": term}


def names_of_children(facilities: Collection[UUID]) -> dict[UUID, set[str]]:
    """The full names of the children of each facility, which no message may tell; one statement."""
    names: dict[UUID, set[str]] = {}
    rows = Child.objects.filter(facility__in=facilities).values_list("facility", "name", "name_en").order_by()
    for place, *both in rows:
        names.setdefault(place, set()).update(name for name in both if name)
    return names


def unbarred(ties: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    """Without those guardians who must not collect the child, by a court's word or the other guardian's.

    Where the child is now is the last thing to tell them; until staff lift the bar they see nothing of it.
    """
    barred = PickupPerson.objects.filter(child=OuterRef("child"), barred=True, withdrawn_at=None).filter(
        Q(guardian=OuterRef("guardian")) | Q(name=OuterRef("guardian__name"))
    )
    return ties.filter(~Exists(barred), child__erased_at=None)
