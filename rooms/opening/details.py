"""What is asked of a room beside what every facility has: on its page and in the spreadsheet (附件2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.facilities.models import Facility
from ops.facilities.registry import KindDetails
from ops.records.actor import Actor
from rooms.opening.actions import add_room, change_room
from rooms.opening.models import Furnishing, Room

FIELDS = (
    *("location", "managing_body", "audience", "edition", "area", "places"),
    *("wayfinding", "wayfinding_en", "furnishing"),
)


class RoomDetailsForm(forms.ModelForm):
    """A room's particulars. Never saved by itself: see actions."""

    furnishing = forms.MultipleChoiceField(
        label=gettext_lazy("Furnishing"),
        choices=Furnishing.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Room
        fields = FIELDS


def load(facility: Facility) -> dict[str, Any]:
    """The particulars as they stand; empty before they are given."""
    room = Room.objects.filter(facility=facility).first()
    return {name: getattr(room, name) for name in FIELDS} if room else {}


def save(*, facility: Facility, values: dict[str, Any], by: Actor, reason: str = "") -> Room:
    """Keep the particulars; the first time they make the room."""
    room = Room.objects.filter(facility=facility).first()
    if room is None:
        return add_room(facility=facility, by=by, **values)
    return change_room(room=room, version=None, reason=reason or _("Details corrected"), by=by, **values)


details = KindDetails(form=RoomDetailsForm, load=load, save=save)
