"""Photos: cleaned, kept once, shown to those who may see the place; what is no photo is refused at the field."""

import io
import struct
import uuid
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from ops.checklists.models import Photo
from ops.organization.roles import Role
from ops.records import paper
from tests import factories
from tests.ops.checklists import PHOTOS, picture, send_photo


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A small PNG that would unfold to width × height pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving(fmt: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, fmt, save_all=True, append_images=frames[1:])
    return out.getvalue()


def test_a_photo_is_turned_upright_made_smaller_and_freed_of_its_metadata(api, manager, room):
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Secret Phone"
    exif[0x8825] = {1: "N", 2: (36.0, 4.0, 1.0)}  # where it was taken
    response = send_photo(api(manager), room, picture((3200, 2400), exif=exif, comment=b"Secret"))
    assert response.status_code == 201, response.data
    assert (response.data["width"], response.data["height"]) == (1200, 1600)
    photo = Photo.objects.get()
    raw = default_storage.open(photo.image.name).read()
    assert b"Exif" not in raw
    assert b"Secret" not in raw
    kept = Image.open(io.BytesIO(raw))
    assert (kept.format, kept.size) == ("JPEG", (1200, 1600))
    small = Image.open(default_storage.open(photo.small_name))
    assert small.size == (300, 400)
    assert photo.history.get().history_user == manager


@pytest.mark.parametrize("fmt", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(api, manager, room, fmt):
    assert send_photo(api(manager), room, picture(fmt=fmt)).status_code == 201
    assert Image.open(default_storage.open(Photo.objects.get().image.name)).format == "JPEG"


def test_a_transparent_picture_lies_on_white(api, manager, room):
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    send_photo(api(manager), room, out.getvalue())
    assert Image.open(default_storage.open(Photo.objects.get().image.name)).getpixel((5, 5)) == (255, 255, 255)


REFUSED = [
    ("text with another name", b"this is no picture " * 50, "not a photo"),
    (
        "a drawing with a script",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "not a photo",
    ),
    ("a page", b"<!doctype html><script>alert(1)</script>", "not a photo"),
    ("an archive", b"PK\x03\x04" + b"\0" * 200, "not a photo"),
    ("a gif", lambda: moving("GIF"), "not a photo"),
    ("a moving png", lambda: moving("PNG"), "Moving pictures"),
    ("a moving webp", lambda: moving("WEBP"), "Moving pictures"),
    ("a bomb of a hundred million pixels", lambda: bomb(10_000, 10_000), "too many pixels"),
    ("a bomb beyond the decoder's own limit", lambda: bomb(60_000, 60_000), "too many pixels"),
    ("a picture that ends too early", lambda: picture((400, 300))[:-900], "incomplete"),
    ("a picture with only its head", lambda: picture((400, 300))[:200], ""),
    ("a png with a broken chunk", lambda: picture(fmt="PNG").replace(b"IDAT", b"IDAX"), ""),
    ("a small bomb whose data never ends", lambda: bomb(3000, 3000), "incomplete"),
    ("too many bytes", lambda: picture() + b"\0" * 13_000_000, "larger than 12 MB"),
]


@pytest.mark.parametrize(("data", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_photo_is_refused_at_the_field(api, manager, room, data, message):
    response = send_photo(api(manager), room, data() if callable(data) else data)
    assert response.status_code == 400, response.data
    assert message in str(response.data["errors"]["file"][0])
    assert Photo.objects.count() == 0


def test_an_empty_file_is_refused(api, manager, room):
    response = api(manager).post(
        PHOTOS, {"id": uuid.uuid4(), "facility": room.pk, "file": io.BytesIO(b"")}, format="multipart"
    )
    assert (response.status_code, list(response.data["errors"])) == (400, ["file"])


def test_the_same_photo_again_is_kept_once_and_another_under_its_id_is_a_conflict(api, manager, room):
    one = uuid.uuid4()
    assert send_photo(api(manager), room, id=one).status_code == 201
    assert send_photo(api(manager), room, id=one).status_code == 200
    assert send_photo(api(manager), room, picture((10, 10)), id=one).status_code == 409
    assert Photo.objects.count() == 1


def test_who_may_see_the_place_sees_the_photo_and_nobody_else(
    api, as_user, client, manager, room, auditor, other_auditor, other_district
):
    one = send_photo(api(manager), room).data
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    guardian = factories.make_user(Role.GUARDIAN, room)
    for user in (manager, auditor):
        response = as_user(user).get(one["url"])
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert Image.open(io.BytesIO(b"".join(response.streaming_content))).size == (64, 48)
        assert "no-cache" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert as_user(user).get(one["url"], headers={"if-none-match": response["ETag"]}).status_code == 304
        small = as_user(user).get(one["url"] + "?small")
        assert small.status_code == 200
        assert b"".join(small.streaming_content)
    for outsider in (as_user(stranger), as_user(other_auditor), as_user(guardian), client):
        assert outsider.get(one["url"]).status_code == 404


def test_people_elsewhere_cannot_store_photos_here(api, room, other_district, auditor):
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    assert send_photo(api(stranger), room).status_code == 404
    assert send_photo(api(auditor), room).status_code == 403


def test_a_document_printed_before_makes_no_broken_photo_acceptable(api, manager, room):
    assert paper.pdf("<p>驿站</p>").startswith(b"%PDF")
    response = send_photo(api(manager), room, picture((400, 300))[:-900])
    assert response.status_code == 400, response.data
