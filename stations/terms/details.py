"""What is asked of a station beside what every facility has: on its page and in the spreadsheet (附件1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.facilities.registry import KindDetails
from ops.records.actor import Actor
from stations.terms.actions import amend_station, set_up_station
from stations.terms.models import Station

FIELDS = (
    *("running_mode", "unit_nature", "parent_unit", "meal_supply"),
    *("service_content", "service_effect", "area"),
)


class StationForm(forms.ModelForm):
    """A station's particulars. Never saved by itself: see actions."""

    class Meta:
        model = Station
        fields = FIELDS
        widgets = {  # noqa: RUF012
            "service_content": forms.Textarea(attrs={"rows": 3}),
            "service_effect": forms.Textarea(attrs={"rows": 3}),
        }


def load(facility: Facility) -> dict[str, Any]:
    """The particulars as they stand; empty before they are given."""
    station = Station.objects.filter(facility=facility).first()
    return {name: getattr(station, name) for name in FIELDS} if station else {}


def save(*, facility: Facility, values: dict[str, Any], by: Actor, reason: str = "") -> Station:
    """Keep the particulars; the first time they make the station."""
    station = Station.objects.filter(facility=facility).first()
    if station is None:
        return set_up_station(facility=facility, by=by, **values)
    return amend_station(station=station, version=None, reason=reason or _("Details corrected"), by=by, **values)


details = KindDetails(form=StationForm, load=load, save=save)
