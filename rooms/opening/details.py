"""What a mother room is asked beside what every facility is asked: the fields of 附件2."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Facility
from ops.facilities.registry import KindDetails
from ops.records.actor import Actor
from rooms.opening.actions import add_room, change_room
from rooms.opening.models import Furnishing, Room

NAMES = (
    *("location", "managing_body", "audience", "edition", "area", "places"),
    *("wayfinding", "wayfinding_en", "furnishing"),
)


class RoomDetailsForm(forms.ModelForm):
    """The room's own fields."""

    furnishing = forms.MultipleChoiceField(
        label=_("Furnishing"), choices=Furnishing.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Room
        fields = NAMES


def load(facility: Facility) -> dict[str, Any]:
    """The room's own fields as they stand; empty where the facility has none."""
    room = Room.objects.filter(facility=facility).first()
    return {name: getattr(room, name) for name in NAMES} if room else {}


def save(*, facility: Facility, values: dict[str, Any], by: Actor, reason: str = "") -> None:
    """Keep the room's own fields; make the room where there is none yet. Nothing differs: nothing is written."""
    given = {name: value for name, value in values.items() if name in NAMES}
    room = Room.objects.filter(facility=facility).first()
    if room is None:
        add_room(facility=facility, by=by, **given)
    elif any(getattr(room, name) != value for name, value in given.items()):
        change_room(room=room, version=None, reason=reason, by=by, **given)


details = KindDetails(form=RoomDetailsForm, load=load, save=save, shown=False)
