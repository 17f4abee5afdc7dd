"""What a child must not eat, as its guardian sees it: confirmed, or asked to be changed once staff have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import record_once
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment import allergens as registered
from stations.enrolment.actions import amend_child
from stations.enrolment.avoiding import allergens_of
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import SENSITIVE, Child, ChildAllergen, Guardian
from stations.guardians.actions import change_consent, close, tell, to_answer
from stations.guardians.models import AllergyRequest, Answer
from stations.terms.actions import checked


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the station keeps from a child's plate, who of the family said so last, and what is asked beside it."""

    allergens: list[str]
    words: str
    confirmed: AllergyRequest | None
    asked: AllergyRequest | None
    # Whether a guardian agreed that health data are kept.
    agreed: bool

    @property
    def labels(self) -> list[str]:
        """The registered list in the reader's words."""
        return registered.labels(self.allergens)


def on_file(child: Child) -> OnFile:
    """What is kept and asked about a child's allergies; four queries."""
    said = AllergyRequest.objects.filter(child=child, voided_at=None).select_related("asked_by")
    said = said.defer("asked_by__phone").order_by("-occurred_at", "-id")
    return OnFile(
        allergens=allergens_of(child),
        words=child.allergies,
        confirmed=said.filter(answer=Answer.AGREED).first(),
        asked=said.filter(answer=Answer.OPEN).first(),
        agreed=_agreed(child),
    )


def open_allergy_requests(facility: Facility) -> QuerySet[AllergyRequest]:
    """Changes that staff have not answered, the oldest first, each with what stands now."""
    rows = AllergyRequest.objects.filter(facility=facility, answer=Answer.OPEN, voided_at=None)
    standing = Prefetch("child__avoided", ChildAllergen.objects.filter(withdrawn_at=None), to_attr="avoids")
    hidden = ("asked_by__phone", *(f"child__{name}" for name in SENSITIVE))
    return rows.select_related("child", "asked_by").defer(*hidden).prefetch_related(standing).order_by("occurred_at")


@transaction.atomic
def confirm_on_file(
    *, id: UUID, child: Child, seen: Sequence[str], words: str, asked_by: Guardian, by: Actor
) -> tuple[AllergyRequest, bool]:
    """Keep that a guardian read what is kept and finds it right. Raises Conflict where it is not what was `seen`."""
    request = _said(id, child, AllergyRequest.Kind.CONFIRM, seen, words, asked_by)
    if (standing := _standing(request)) is not None:
        return standing, False
    if not _is_kept(child, request):
        raise Conflict(_("What is kept has changed meanwhile. Look at it again."))
    request.answer, request.answered_at = Answer.AGREED, timezone.now()
    return record_once(request, by=by)


@transaction.atomic
def ask_allergies(
    *,
    id: UUID,
    child: Child,
    allergens: Sequence[str],
    words: str,
    asked_by: Guardian,
    by: Actor,
    agreed: bool = False,
) -> tuple[AllergyRequest, bool]:
    """Ask that other things be kept from a child's plate: all of the list, and the guardian's own words.

    It holds once staff have seen it. `agreed` gives the agreement that health data are kept (PIPL Art. 29). Raises
    RuleBroken without that agreement, for a key that is not on the list, where nothing would change, and while a change
    is asked already.
    """
    request = _said(id, child, AllergyRequest.Kind.CHANGE, allergens, words, asked_by)
    if (standing := _standing(request)) is not None:
        return standing, False
    if len(request.allergens) != len(set(allergens)):
        raise RuleBroken("allergens", _("This allergen is not on the list."))
    if _is_kept(child, request):
        raise RuleBroken("", _("This is what is kept already: confirm it instead."))
    if not _agreed(child):
        if not agreed:
            raise RuleBroken("agree", _("Agree first that the station keeps health data."))
        change_consent(id=uuid7(), child=child, kind=Consent.Kind.HEALTH, given=True, guardian=asked_by, by=by)
    return record_once(checked(request), by=by)


@transaction.atomic
def confirm_allergies(*, request: AllergyRequest, by: Actor, version: int | None = None) -> AllergyRequest:
    """Staff have seen the change and it holds from now on. Raises Conflict once it is answered, Stale."""
    fresh = to_answer(request, version)
    amend_child(
        child=fresh.child,
        version=None,
        reason=_("Asked for by a guardian"),
        by=by,
        allergens=fresh.allergens,
        allergies=fresh.words,
    )
    close(fresh, Answer.AGREED, "", by)
    tell(fresh, by)
    return fresh


def _said(
    id: UUID, child: Child, kind: str, allergens: Sequence[str], words: str, asked_by: Guardian
) -> AllergyRequest:
    return AllergyRequest(
        id=id,
        facility=child.facility,
        child=child,
        kind=kind,
        allergens=registered.known(allergens),
        words=words.strip()[:300],
        asked_by=asked_by,
    )


def _standing(request: AllergyRequest) -> AllergyRequest | None:
    """What stands under the id. Raises Conflict where it says something else."""
    standing = AllergyRequest.objects.filter(pk=request.pk).first()
    told = ("child_id", "kind", "allergens", "words")
    if standing is not None and any(getattr(standing, name) != getattr(request, name) for name in told):
        raise Conflict(_("This id already stands for another record."))
    return standing


def _is_kept(child: Child, request: AllergyRequest) -> bool:
    return (request.allergens, request.words) == (allergens_of(child), child.allergies.strip())


def _agreed(child: Child) -> bool:
    given = child.consents.filter(kind=Consent.Kind.HEALTH, withdrawn_at=None, voided_at=None)
    return given.order_by("-occurred_at", "-id").values_list("given", flat=True).first() or False
