"""Pictures of applications that were not sent, or came to nothing: kept for some days, then gone for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.actions import store_photo
from ops.checklists.models import Photo
from ops.facilities.models import Facility
from ops.policy.queries import by_union
from ops.records import bulk
from ops.records.actor import Actor
from stations.applications.models import Application, LoosePhoto
from stations.enrolment.models import PickupPerson

# How long a form that was not sent is kept on the device, and the photos that belong to it here at the least.
DRAFT_DAYS = 3
LIMIT = "unsent_days_max"


@transaction.atomic
def keep_photo(*, id: UUID, facility: Facility, file: Any, by: Actor, field: str) -> Photo:
    """Store a picture of an application that is not sent yet. Raises RuleBroken at `field` as `store_photo` does."""
    photo = store_photo(id=id, facility=facility, file=file, occurred_at=timezone.now(), by=by, field=field)
    if not Application.objects.filter(signature=photo).exists():
        LoosePhoto.objects.get_or_create(photo=photo)
    return photo


def no_longer_loose(photos: Iterable[UUID | None]) -> None:
    """These pictures belong to an application that was sent."""
    LoosePhoto.objects.filter(photo__in=[pk for pk in photos if pk]).delete()


def let_go(photos: Iterable[UUID | None]) -> None:
    """These pictures belong to nothing any more, unless a registered person is recognised by them."""
    LoosePhoto.objects.bulk_create((LoosePhoto(photo_id=pk) for pk in photos if pk), ignore_conflicts=True)


@transaction.atomic
def clear_away(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Delete pictures that belonged to nothing for longer than the policy says; returns how many.

    That there was one stays recorded, struck out. Files go first: what is killed in between is done again.
    """
    now = now or timezone.now()
    days = by_union(LIMIT, timezone.localdate(now))
    shown = PickupPerson.objects.filter(photo=OuterRef("photo"))
    rows = LoosePhoto.objects.filter(~Exists(shown), since__lt=now - dt.timedelta(days=DRAFT_DAYS))
    due = [
        row.photo
        for row in rows.select_for_update(of=("self",)).select_related("photo__facility")
        if row.since < now - dt.timedelta(days=int(days(row.photo.facility.union_path)))
    ]
    if not due:
        return 0
    for photo in due:
        for name in (str(photo.image.name), photo.small_name):
            default_storage.delete(name)
    ids = [photo.pk for photo in due]
    bulk.update(Photo.objects.filter(pk__in=ids), by=by, reason=_("The application was never sent"), voided_at=now)
    LoosePhoto.objects.filter(photo__in=ids).delete()
    return len(due)
