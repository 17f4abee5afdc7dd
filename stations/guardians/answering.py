"""The answer to a wish about personal data: by the station, or by the union that supervises it (PIPL Art. 50)."""

from __future__ import annotations

from django.db import transaction

from ops.records.actions import require_reason
from ops.records.actor import Actor
from stations.guardians import actions
from stations.guardians.erasing import erase_child, erase_health
from stations.guardians.models import Answer, DataRequest


@transaction.atomic
def answer_data_request(
    *, request: DataRequest, agreed: bool, reason: str, by: Actor, version: int | None = None
) -> DataRequest:
    """Erase what was asked, or decline, with the reason that the guardian reads.

    Raises RuleBroken without a reason, Conflict once it is answered or while the child still has a place, Stale.
    """
    if not agreed:
        return actions.decline(request=request, reason=reason, by=by, version=version)
    require_reason(reason)
    fresh = actions.to_answer(request, version)
    actions.close(fresh, Answer.AGREED, reason, by)
    if fresh.kind == DataRequest.Kind.HEALTH:
        erase_health(child=fresh.child, reason=reason, by=by)
    else:
        erase_child(child=fresh.child, reason=reason, by=by, request=fresh)
    return fresh
