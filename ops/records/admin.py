"""The administration site's way of writing: with the person, a reason, and never a deletion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from ops.records.actor import Actor, Source
from ops.records.models import Recorded


class ReasonForm(forms.ModelForm):
    """Every change made here says why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Stands in the history."))


class RecordedAdmin(SimpleHistoryAdmin):
    """For the federation's system administrator alone; what is recorded is corrected, never deleted."""

    form: type[forms.ModelForm] = ReasonForm
    actions = None
    show_full_result_count = False
    list_per_page = 50

    def _is_for(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and getattr(user, "is_superuser", False)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """See the class."""
        return self._is_for(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See the class."""
        return self._is_for(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """See the class."""
        return self._is_for(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See the class."""
        return self._is_for(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Recorded, form: Any, change: bool) -> None:
        """Save with the person and the reason; version + 1 for a change."""
        if change:
            obj.version += 1
        obj.acted_by(Actor.of(request, source=Source.WEB), form.cleaned_data["reason"]).save()


class ReadOnlyAdmin(RecordedAdmin):
    """To look at: what has rules that only its own pages keep."""

    form = forms.ModelForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Its own pages do that."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its own pages do that."""
        return False


admin.site.site_header = _("Aixin Ops, administration")
admin.site.site_title = _("Aixin Ops")
admin.site.index_title = _("For the federation's system administrator")
