"""What attendance does by itself."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import override

from ops.organization.texts import TextNotSent, send_text
from ops.records.actor import Actor
from stations.attendance import ratio
from stations.attendance.models import Handover
from stations.enrolment.models import Guardian


@shared_task
def watch_ratios() -> None:
    """Begin and end breaches of the staff-to-child ratio."""
    ratio.watch_ratios(by=Actor.system("watch_ratios"))


@shared_task(autoretry_for=(TextNotSent,), max_retries=5, default_retry_delay=30)
def text_guardians(handover_id: str) -> int:
    """Text the guardians who have no account that their child was released to somebody else; returns how many."""
    handover = Handover.objects.select_related("facility").get(pk=handover_id)
    guardians = list(Guardian.objects.filter(children=handover.child_id, user=None))
    with override("zh-hans"):
        text = _(
            "%(facility)s, %(clock)s: your child was handed to somebody who is not on your list. Call: %(phone)s"
        ) % {
            "facility": handover.facility,
            "clock": f"{handover.facility.local(handover.occurred_at):%H:%M}",
            "phone": handover.facility.manager_phone,
        }
    for guardian in guardians:
        send_text(guardian.phone, text)
    return len(guardians)
