"""Reads a checklist as a page posts it. A question's control is named `item-<key>`, with `-note`, `-remedy`,
`-photos` (ids of photos already kept), `-photo` (files) and `-signed` (a drawn signature) beside it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.checklists import actions
from ops.checklists.models import ChecklistItem, ItemKind, Photo
from ops.facilities.models import Facility
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.records.ids import id_in

DRAWN = "data:image/png;base64,"


@dataclass
class Posted:
    """What a page sent: answers by item key, and what was wrong with the pictures among them."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, list[Any]] = field(default_factory=dict)


def read_answers(
    request: HttpRequest, items: Iterable[ChecklistItem], *, facility: Facility, run_id: uuid.UUID, by: Actor
) -> Posted:
    """The answers of a posted page; its pictures are stored at once, so that an error elsewhere loses none."""
    posted = Posted()
    for item in items:
        name = f"item-{item.key}"
        answer: dict[str, Any] = {
            "value": request.POST.get(name, "").strip(),
            "note": request.POST.get(f"{name}-note", ""),
            "remedy": request.POST.get(f"{name}-remedy", ""),
        }
        photos = [one for one in request.POST.get(f"{name}-photos", "").split(",") if one]
        for file in _pictures(request, name):
            photo_id = uuid.uuid5(run_id, f"{item.key}/{hashlib.sha256(file.read()).hexdigest()}")
            try:
                photo = actions.store_photo(
                    id=photo_id, facility=facility, file=file, occurred_at=timezone.now(), by=by
                )
                photos.append(str(photo.pk))
            except RuleBroken as refused:
                posted.errors.setdefault(f"answers.{item.key}", []).append(refused.detail)
        if photos:
            answer["photos"] = list(dict.fromkeys(photos))
        if item.kind not in (ItemKind.NUMBER, ItemKind.TEMPERATURE, ItemKind.CHOICE) and answer["value"] in (
            "yes",
            "na",
        ):
            # What was said about a fault that turned out to be none.
            answer.pop("note")
            answer.pop("remedy")
        if any(answer.values()):
            posted.answers[item.key] = answer
    return posted


def _pictures(request: HttpRequest, name: str) -> list[Any]:
    files: list[Any] = request.FILES.getlist(f"{name}-photo")
    if (signed := drawn_picture(request.POST.get(f"{name}-signed", ""))) is not None:
        files.append(signed)
    return files


def drawn_picture(sent: str) -> SimpleUploadedFile | None:
    """The picture of the signature component's hidden field; None where nothing was drawn."""
    if not sent.startswith(DRAWN):
        return None
    try:
        data = base64.b64decode(sent.removeprefix(DRAWN), validate=True)
    except binascii.Error:
        data = b""
    return SimpleUploadedFile("signature.png", data, "image/png")


def posted_photos(
    request: HttpRequest, facility: Facility, *, record_id: uuid.UUID, name: str = "photo", field: str = "photo"
) -> list[Photo]:
    """The pictures of a form's file field, stored under ids made from the record's and their bytes: sent twice, each
    is kept once. Raises RuleBroken at `field` for what is no picture.
    """
    found = {}
    for file in request.FILES.getlist(name):
        photo_id = uuid.uuid5(record_id, hashlib.sha256(file.read()).hexdigest())
        found[photo_id] = actions.store_photo(
            id=photo_id, facility=facility, file=file, occurred_at=timezone.now(), by=Actor.of(request), field=field
        )
    return list(found.values())


def posted_photo(
    request: HttpRequest, facility: Facility, *, record_id: uuid.UUID, name: str = "photo"
) -> Photo | None:
    """The one picture of a form's file field, as `posted_photos` stores it; None where none was chosen."""
    return next(iter(posted_photos(request, facility, record_id=record_id, name=name)), None)


class ReasonForm(forms.Form):
    """Why a completed checklist is corrected."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        max_length=300,
        help_text=gettext_lazy("The earlier answers stay readable in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def given_uuid(text: str) -> uuid.UUID:
    """The record's id from a page; raises RuleBroken when the page was tampered with."""
    found = id_in(text)
    if found is None:
        raise RuleBroken("", _("The page is out of date. Load it again."))
    return found
