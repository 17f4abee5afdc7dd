"""Whether a picture was shown before: the same file, the same picture as another file, or one encoded anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from ops.checklists.images import apart
from ops.checklists.models import ChecklistRun, ItemKind, Photo, PhotoUse

# Bits of 256: encoded anew a picture differs in fewer, taken anew from the same place by hand in many more.
ALIKE = 10
# With so many of the facility's newest pictures a picture is compared bit by bit.
MOST = 2000

Answers = Mapping[str, Mapping[str, Any]]


def photos_in(answers: Answers) -> list[str]:
    """The ids of all photos among the answers, one as often as it is shown."""
    return [one for answer in answers.values() for one in answer.get("photos") or []]


def is_reused(run: ChecklistRun, answers: Answers) -> bool:
    """Whether these answers show a picture twice, or one that another run shows; no query where they show none."""
    ids = photos_in(answers)
    if len(ids) != len(set(ids)):
        return True
    shown = _shown(run, answers)
    looks = Counter(photo.look for photo in shown if photo.look)
    return any(times > 1 for times in looks.values()) or bool(_elsewhere(run, shown))


def used_elsewhere(run: ChecklistRun) -> list[PhotoUse]:
    """Where other runs show one of this run's pictures, the earliest first, at most twenty."""
    return _elsewhere(run, _shown(run, run.answers))


def remember_photos(run: ChecklistRun) -> None:
    """Note which photos a run shows."""
    uses = [PhotoUse(photo_id=one, run=run) for one in dict.fromkeys(photos_in(run.answers))]
    if uses:
        PhotoUse.objects.bulk_create(uses, ignore_conflicts=True)


def kept_before(photos: Iterable[Photo]) -> set[str]:
    """The ids of those photos whose picture had been kept before: at their facility, or byte for byte anywhere."""
    found = set()
    for photo in photos:
        earlier = Photo.objects.filter(recorded_at__lt=photo.recorded_at).exclude(pk=photo.pk)
        if earlier.filter(_alike(earlier, [photo])).exists():
            found.add(str(photo.pk))
    return found


def _shown(run: ChecklistRun, answers: Answers) -> list[Photo]:
    """The pictures of the answers; signatures all look alike, so that only their bytes are compared."""
    ids = photos_in(answers)
    if not ids:
        return []
    signing = set(run.checklist.items.filter(kind=ItemKind.SIGNATURE).values_list("key", flat=True))
    signed = set(photos_in({key: answer for key, answer in answers.items() if key in signing}))
    photos = list(Photo.objects.filter(pk__in=ids))
    for photo in photos:
        if str(photo.pk) in signed:
            photo.look = ""
    return photos


def _elsewhere(run: ChecklistRun, shown: Sequence[Photo]) -> list[PhotoUse]:
    if not shown:
        return []
    others = PhotoUse.objects.exclude(run=run.pk)
    found = others.filter(_alike(others, shown, "photo__"))
    return list(found.select_related("run__facility", "run__checklist__template").order_by("run__occurred_at")[:20])


def _alike(rows: QuerySet[Any], shown: Sequence[Photo], prefix: str = "") -> Q:
    """The condition "shows one of these pictures". One encoded anew is found at the same facility alone."""
    looks = {photo.look for photo in shown if photo.look}
    same = Q(**{f"{prefix}sha256__in": {photo.sha256 for photo in shown}})
    if not looks:
        return same
    here = rows.filter(**{f"{prefix}facility": shown[0].facility_id}).exclude(**{f"{prefix}look": ""})
    newest = here.order_by(f"-{prefix}recorded_at").values_list("pk", f"{prefix}look")[:MOST]
    nearly = [pk for pk, look in newest if any(apart(look, one) <= ALIKE for one in looks)]
    return same | Q(**{f"{prefix}look__in": looks}) | Q(pk__in=nearly)
