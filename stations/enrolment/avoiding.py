"""What a child must not eat, by the registered list: chosen by people, found in what they wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actions import require_reason
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from stations.enrolment import allergens
from stations.enrolment.models import Child, ChildAllergen


@transaction.atomic
def set_allergens(*, child: Child, chosen: Sequence[str], by: Actor, reason: str = "") -> list[str]:
    """Say what of the list a child must not eat; returns what stands now. What is left out is withdrawn.

    Raises RuleBroken for a key that is not on the list, and without a reason where something is withdrawn.
    """
    wanted = allergens.known(chosen)
    if len(wanted) != len(set(chosen)):
        raise RuleBroken("allergens", _("This allergen is not on the list."))
    standing = ChildAllergen.objects.filter(child=child, withdrawn_at=None)
    gone = standing.exclude(allergen__in=wanted)
    if gone.exists():
        require_reason(reason)
        bulk.update(gone, by=by, reason=reason, withdrawn_at=timezone.now())
    _add(child, wanted, by, reason)
    return wanted


@transaction.atomic
def note_allergens(*, child: Child, text: str, by: Actor, but: str = "") -> list[str]:
    """Keep of the list what a guardian's own words speak of, beside what stands; returns what was found.

    Too much is taken off again on the child's page; too little would be noticed by nobody. What the words before it,
    `but`, spoke of already was looked at then.
    """
    known = set(allergens.found_in(but))
    found = [key for key in allergens.found_in(text) if key not in known]
    _add(child, found, by, "")
    return found


def _add(child: Child, keys: Iterable[str], by: Actor, reason: str) -> None:
    rows = [ChildAllergen(facility_id=child.facility_id, child=child, allergen=key) for key in keys]
    bulk.insert(ChildAllergen, rows, by=by, reason=reason)


def allergens_of(child: Child) -> list[str]:
    """Keys of what a child must not eat, in the order of the list; one query."""
    return allergens.known(
        ChildAllergen.objects.filter(child=child, withdrawn_at=None).values_list("allergen", flat=True)
    )


def avoided_at(facility: Facility) -> dict[UUID, set[str]]:
    """What the children of a station must not eat, by child; one query, nothing decrypted."""
    avoided: dict[UUID, set[str]] = {}
    rows = ChildAllergen.objects.filter(facility=facility, withdrawn_at=None).values_list("child_id", "allergen")
    for child_id, key in rows:
        avoided.setdefault(child_id, set()).add(key)
    return avoided
