"""Opening what is masked, with a reason that stays; forgetting what is no longer needed (decision 10)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.records import bulk
from ops.records.actions import record_once, require_reason
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.models import Child, EmergencyContact, Guardian, PickupPerson

# Days after a child's last term in which the identity number is still kept.
IDENTITY_KEPT_DAYS = 30


@transaction.atomic
def open_sensitive(
    *,
    id: UUID,
    child: Child,
    what: str,
    reason: str,
    by: Actor,
    person: PickupPerson | Guardian | EmergencyContact | None = None,
) -> dict[str, str]:
    """Show a masked field of a child, or the phone number of a person around it; the opening is itself a record.

    Returns the values by column. Raises RuleBroken without a reason.
    """
    require_reason(reason)
    view = SensitiveView(
        id=id,
        facility=child.facility,
        child=child,
        what=what,
        whose=person.name if person else "",
        reason=reason.strip()[:200],
        viewed_by=by.user,
        occurred_at=timezone.now(),
    )
    record_once(view, by=by)
    if person is not None:
        return {"phone": person.phone}
    whole = Child.objects.get(pk=child.pk)
    return {name: getattr(whole, name) for name in SensitiveView.sensitive_fields(what)}


@transaction.atomic
def forget_identities(*, by: Actor, today: dt.date | None = None) -> int:
    """Erase the identity numbers of children whose last term ended over 30 days ago; returns how many.

    The number is in no history row, so that nothing of it is left; that it was erased is recorded.
    """
    before = (today or timezone.localdate()) - dt.timedelta(days=IDENTITY_KEPT_DAYS)
    over = (
        Child.objects.filter(identity_known=True)
        .annotate(last_day=Max("enrolments__term__last_day"))
        .filter(last_day__lt=before)
    )
    due = list(over.values_list("pk", flat=True))
    if not due:
        return 0
    Child.objects.filter(pk__in=due).update(identity_number="", identity_hash="")
    bulk.update(Child.objects.filter(pk__in=due), by=by, reason="kept no longer", identity_known=False)
    return len(due)


def person_of(child: Child, pk: UUID | None) -> PickupPerson | Guardian | EmergencyContact | None:
    """The guardian, pick-up person or emergency contact of a child by id. Raises RuleBroken for anybody else."""
    if pk is None:
        return None
    found = (rows.filter(pk=pk).first() for rows in (child.pickup_persons, child.guardians, child.emergency_contacts))
    person = next((one for one in found if one is not None), None)
    if person is None:
        raise RuleBroken("person", _("This person is not known with this child."))
    return person
