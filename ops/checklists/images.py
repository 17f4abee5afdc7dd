"""Makes a harmless picture of whatever was uploaded, or says why not. Touches no database."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from ops.records.errors import RuleBroken

# What is opened as JPEG may turn out as MPO, a phone's JPEG with a preview attached: its first picture counts.
FORMATS = ("JPEG", "PNG", "WEBP")
# Pixels, checked from the header before anything is decoded. JPEG decodes at reduced size, the others do not.
MOST_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 1600
SMALL_SIDE = 400
QUALITY = 82
LOOK_SIDE = 16
# A picture tells enough if so many of its 256 steps in brightness are plain to see.
CLEAR_STEP, CLEAR_STEPS = 4, 48
# All that the decoders raise over broken or hostile files.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class Picture:
    """A clean JPEG and its small copy, upright, without metadata; `sha256` is of the bytes as received.

    `look` is what the picture shows, in 64 hexadecimal digits: see `look_of`.
    """

    full: bytes
    small: bytes
    width: int
    height: int
    sha256: str
    look: str


def clean(file: Any, *, field: str = "file") -> Picture:
    """Read an upload and encode it anew.

    Raises RuleBroken at `field` when it is too large, not a picture, moving, cut short, or a decompression bomb.
    """
    if file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise RuleBroken(field, _("The photo is larger than %(most)d MB.") % {"most": settings.UPLOAD_LIMIT_MB})
    file.seek(0)
    data = file.read()
    image = _opened(data, field)
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = _flattened(ImageOps.exif_transpose(image))
        upright.info.clear()
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    except _UNREADABLE as error:
        raise RuleBroken(field, _("The photo is incomplete or damaged. Take it again.")) from error
    small = upright.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_jpeg(upright), _jpeg(small), *upright.size, hashlib.sha256(data).hexdigest(), look_of(upright))


def look_of(image: Image.Image) -> str:
    """What a picture shows, whatever its file: 256 bits that say where it grows brighter from left to right.

    Encoded anew, scaled or stripped of its metadata, a picture keeps nearly all of them (`apart` counts the others).
    What has no structure to tell (a wall, a blank sheet) is known by its pixels alone.
    """
    grey = image.convert("L").resize((LOOK_SIDE + 1, LOOK_SIDE), Image.Resampling.BOX)
    rows = [list(grey.crop((0, y, LOOK_SIDE + 1, y + 1)).tobytes()) for y in range(LOOK_SIDE)]
    steps = [right - left for row in rows for left, right in pairwise(row)]
    if sum(abs(step) >= CLEAR_STEP for step in steps) < CLEAR_STEPS:
        return hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest()
    bits = sum(1 << place for place, step in enumerate(steps) if step > 0)
    return f"{bits:064x}"


def apart(one: str, other: str) -> int:
    """In how many of their 256 bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _opened(data: bytes, field: str) -> Image.Image:
    """The picture with only its header read, after the checks that need no more than that."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise RuleBroken(field, _too_many_pixels()) from error
    except _UNREADABLE as error:
        raise RuleBroken(field, _("This is not a photo. Choose a JPEG, PNG or WebP picture.")) from error
    if image.width * image.height > MOST_PIXELS[image.format or "PNG"]:
        raise RuleBroken(field, _too_many_pixels())
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise RuleBroken(field, _("Moving pictures are not accepted. Take a photo."))
    if image.format == "PNG":
        # Checks every chunk's checksum; the picture must be opened anew afterwards.
        try:
            image.verify()
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except _UNREADABLE as error:
            raise RuleBroken(field, _("The photo is incomplete or damaged. Take it again.")) from error
    return image


def _too_many_pixels() -> str:
    return _("The picture has too many pixels. Take it at a lower resolution.")


def _flattened(image: Image.Image) -> Image.Image:
    """On white where it was transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
