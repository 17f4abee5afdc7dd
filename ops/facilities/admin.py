"""Facilities and closures on the administration site."""

from django.contrib import admin

from ops.facilities.models import Closure, Facility, FacilityImport, OpeningHours
from ops.records.admin import ReadOnlyAdmin, RecordedAdmin


@admin.register(Facility)
class FacilityAdmin(RecordedAdmin):
    """Correct a facility where its own page cannot: union, time zone."""

    list_display = ("name", "kind", "union", "state", "code")
    list_filter = ("kind", "state")
    list_select_related = ("union",)
    search_fields = ("search",)
    autocomplete_fields = ("union",)
    readonly_fields = ("kind", "code")
    exclude = ("search",)

    def has_add_permission(self, request: object) -> bool:
        """By its own page, which also makes what the kind needs."""
        return False


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
