"""Forms of rooms and orders: shapes only, the rules stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Closure
from ops.organization.models import TradeUnion
from ops.web.forms import RecordForm
from rooms.opening.details import RoomDetailsForm
from rooms.opening.models import Room, SuspensionOrder


class RoomForm(RoomDetailsForm):
    """What 附件2 asks of a room, and why it changes."""

    reason = forms.CharField(label=_("Why is it changed?"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def _date(**attrs: Any) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SuspensionForm(RecordForm):
    """An order for every room below a union, or for one room."""

    reach = forms.ChoiceField(label=_("For which rooms?"))
    mode = forms.ChoiceField(label=_("What it means at the door"), choices=SuspensionOrder.Mode.choices)
    cause = forms.ChoiceField(label=_("Cause"), choices=Closure.Cause.choices, initial=Closure.Cause.EPIDEMIC)
    document_no = forms.CharField(label=_("Document number"), max_length=60, required=False)
    first_day = forms.DateField(label=_("From"), widget=_date())
    last_day = forms.DateField(
        label=_("Until"), widget=_date(), required=False, help_text=_("Empty: until it is lifted.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, unions: list[TradeUnion], rooms: list[Room], **kwargs: Any):
        super().__init__(*args, **kwargs)
        top = unions[0].depth if unions else 0
        self.fields["reach"].choices = [  # type: ignore[attr-defined]
            (_("Every room below a union"), [(f"union:{union.pk}", _indented(union, top)) for union in unions]),
            (_("A single room"), [(f"room:{room.facility_id}", str(room.facility)) for room in rooms]),
        ]


def _indented(union: TradeUnion, top: int) -> str:
    return "\u3000" * (union.depth - top) + str(union)


class LiftForm(forms.Form):
    """Why an order is lifted."""

    reason = forms.CharField(label=_("Why is it lifted?"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
