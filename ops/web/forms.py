"""How forms are drawn: every field through one component, with why we ask and for how long we keep it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws `{{ form }}` and `{{ form.name.as_field_group }}` with the product's components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class RecordForm(forms.Form):
    """A form that makes one record: carries the record's id, chosen when the page was made, so that a double tap or a
    second sending makes the same record.
    """

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    # Why a field is asked and how long it is kept: {"phone": (_("why"), _("how long"))}
    why: dict[str, tuple[Any, Any]] = {}  # noqa: RUF012
