"""What the checklist tests share: a room, its manager, pictures, and answers."""

from __future__ import annotations

import io
import random
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from ops.checklists import library
from ops.checklists.models import ChecklistVersion
from ops.checklists.queries import version_on
from tests.factories import TESTER

RUNS = "/api/v1/checklist-runs/"
PHOTOS = "/api/v1/photos/"
STARTED, FINISHED = "2026-07-21T05:50:00Z", "2026-07-21T06:05:00Z"


def ready(key: str) -> ChecklistVersion:
    """The version in force of a ready checklist."""
    template = library.publish(TESTER)[key]
    version = version_on(template, library.dt.date(2026, 7, 21))
    assert version
    return version


def picture(size: tuple[int, int] = (64, 48), fmt: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (120, 160, 140)).save(out, fmt, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """An upload as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def send_photo(client: Any, facility: Any, data: bytes | None = None, id: Any = None, name: str = "photo.jpg") -> Any:
    """Upload a photo by the API."""
    fields = {"id": id or uuid.uuid4(), "facility": facility.pk, "file": upload(data or picture(), name)}
    return client.post(PHOTOS, fields, format="multipart")


def all_fine(version: ChecklistVersion, **changes: Any) -> dict[str, Any]:
    """Every question of a version answered "yes", but for the changes."""
    return {item.key: {"value": "yes"} for item in version.items.all() if item.kind == "yes_no"} | changes


def run(facility: Any, version: ChecklistVersion, answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a client sends."""
    sent = {
        "id": str(uuid.uuid4()),
        "facility": str(facility.pk),
        "checklist": str(version.pk),
        "answers": answers,
        "started_at": STARTED,
        "occurred_at": FINISHED,
    }
    return sent | changes


def scenery(*, seed: int, moved: int = 0) -> Image.Image:
    """A picture with something to see in it; `moved` pixels to the side as by another hand."""
    chance = random.Random(seed)
    image = Image.new("RGB", (1200, 900), (205, 200, 190))
    pen = ImageDraw.Draw(image)
    for _n in range(40):
        x, y, wide, high = (chance.randrange(*span) for span in ((0, 1200), (0, 900), (60, 400), (60, 300)))
        pen.rectangle((x - moved, y, x - moved + wide, y + high), fill=tuple(chance.randrange(256) for _c in range(3)))
    return image


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """The bytes of a JPEG file."""
    return _encoded(image, "JPEG", quality=quality)


def png(image: Image.Image) -> bytes:
    """The bytes of a PNG file: the same pixels in another coat."""
    return _encoded(image, "PNG")


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
