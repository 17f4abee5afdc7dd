"""Regulatory numbers and the calendar on the administration site."""

from django.contrib import admin

from ops.policy.models import CalendarDay, Parameter
from ops.records.admin import ReadOnlyAdmin, RecordedAdmin


@admin.register(Parameter)
class ParameterAdmin(ReadOnlyAdmin):
    """Set on their own page, which keeps the versions by day."""

    list_display = ("key", "union", "value", "valid_from", "mark")
    list_filter = ("mark",)
    list_select_related = ("union",)
    search_fields = ("key",)


@admin.register(CalendarDay)
class CalendarDayAdmin(RecordedAdmin):
    """Holidays and make-up working days that the federation enters itself."""

    list_display = ("date", "working", "name")
    date_hierarchy = "date"
