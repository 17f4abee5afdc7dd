"""Facilities and closures on the administration site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ops.facilities.actions import reschedule
from ops.facilities.models import Closure, Facility, FacilityImport, OpeningHours
from ops.records.actor import Actor, Source
from ops.records.admin import ReadOnlyAdmin, RecordedAdmin


@admin.register(Facility)
class FacilityAdmin(RecordedAdmin):
    """Correct a facility where its own pages cannot: its time zone."""

    list_display = ("name", "kind", "union", "state", "code")
    list_filter = ("kind", "state")
    list_select_related = ("union",)
    search_fields = ("search",)
    readonly_fields = ("kind", "code", "union", "state")
    exclude = ("search",)

    def has_add_permission(self, request: object) -> bool:
        """By its own page, which also makes what the kind needs."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Duties follow another clock at once."""
        super().save_model(request, obj, form, change)
        if "time_zone" in form.changed_data:
            reschedule(obj, by=Actor.of(request, source=Source.WEB), reason=form.cleaned_data["reason"])


@admin.register(OpeningHours)
class OpeningHoursAdmin(ReadOnlyAdmin):
    """Changed on the page of opening hours."""

    list_display = ("facility", "weekday", "opens", "closes", "first_day", "last_day")
    list_select_related = ("facility",)
    search_fields = ("facility__search",)


@admin.register(Closure)
class ClosureAdmin(ReadOnlyAdmin):
    """Ordered and lifted on their own pages, which also void the duties."""

    list_display = ("cause", "facility", "union", "facility_kind", "first_day", "last_day", "lifted_at")
    list_filter = ("cause",)
    list_select_related = ("facility", "union")


@admin.register(FacilityImport)
class FacilityImportAdmin(ReadOnlyAdmin):
    """What came in by spreadsheet."""

    list_display = ("file_name", "made_by", "made_at", "confirmed", "unions", "entered", "updated")
    list_select_related = ("made_by",)
    exclude = ("lines",)
