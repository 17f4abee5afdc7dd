"""The pages on which checklists are written: library, one checklist with its versions, the editor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.checklists import costs, editing, publishing, queries, regimes
from ops.checklists.answers import Limits
from ops.checklists.arranging import changed
from ops.checklists.differences import differences
from ops.checklists.models import ChecklistItem, ChecklistTemplate, ChecklistVersion, ItemKind
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion
from ops.organization.roles import READING, Role
from ops.policy.defaults import defaults
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.web.pages import is_htmx, page

HOW_OFTEN = (
    (40, gettext_lazy("Twice a day")),
    (20, gettext_lazy("Once a day")),
    (8, gettext_lazy("Twice a week")),
    (4, gettext_lazy("Once a week")),
    (1, gettext_lazy("Once a month")),
)


class HeadForm(forms.Form):
    """What a checklist is called, for whom it is, and from when the new version counts."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=150, required=False)
    place = forms.ChoiceField(label=gettext_lazy("For whom"))
    regime = forms.ChoiceField(label=gettext_lazy("Regime"))
    a_month = forms.TypedChoiceField(label=gettext_lazy("How often"), choices=HOW_OFTEN, coerce=int)
    valid_from = forms.DateField(
        label=gettext_lazy("Counts from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=gettext_lazy("What is new"), max_length=300, required=False)

    def __init__(self, *args: Any, access: Any, template: ChecklistTemplate | None = None, **options: Any):
        super().__init__(*args, **options)
        fields: Any = self.fields
        if template is not None:
            for name in ("place", "regime", "name", "name_en"):
                del fields[name]
            known = dict(HOW_OFTEN)
            if template.a_month not in known:
                fields["a_month"].choices = [*HOW_OFTEN, (template.a_month, str(template.a_month))]
            return
        fields["place"].choices = places(access)
        fields["regime"].choices = regimes.choices()

    def clean_valid_from(self) -> Any:
        """The past stays as it was judged."""
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day: the past stays as it was."))
        return day


def places(access: Any) -> list[tuple[str, str]]:
    """Unions for which the person publishes, and facilities for which they may propose."""
    unions = TradeUnion.objects.filter(access.unions()).order_by("path")
    found = [
        (f"union:{union.pk}", str(union))
        for union in unions
        if access.may_at_union(union, *publishing.PUBLISHING)
    ]  # fmt: skip
    mine = Facility.objects.filter(access.facilities(roles=[Role.FACILITY_MANAGER])).order_by("name")
    return [*found, *((f"facility:{facility.pk}", str(facility)) for facility in mine)]


def _place(chosen: str, access: Any) -> dict[str, Any]:
    kind, _colon, pk = chosen.partition(":")
    if kind == "union":
        return {"union": get_object_or_404(TradeUnion.objects.filter(access.unions()), pk=pk)}
    return {"facility": get_object_or_404(Facility.objects.visible_to(access).select_related("union"), pk=pk)}


def _template(request: HttpRequest, key: str) -> ChecklistTemplate:
    access: Any = request.access
    found = queries.templates_visible(access).select_related("union", "facility__union")
    return get_object_or_404(found, key=key)


@page(*READING)
def library(request: HttpRequest) -> HttpResponse:
    """The checklists that the reader's places may use, with what each asks and costs."""
    access: Any = request.access
    entries = queries.library(access)
    of_regime: dict[str, list[queries.LibraryEntry]] = {}
    for entry in entries:
        of_regime.setdefault(entry.template.regime, []).append(entry)
    # A regime that nobody defines any more stands last, under its key.
    order = [*(key for key, _label in regimes.choices() if key in of_regime), *of_regime]
    context = {
        "groups": [(regimes.label_of(key), of_regime[key]) for key in dict.fromkeys(order)],
        "waiting": [entry for entry in entries if entry.proposed],
        "may_write": access.may(*publishing.EDITING),
        "cap": costs.cap_for(None),
    }
    return render(request, "ops/checklists/library.html", context)


@page(*READING)
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """One checklist: what it asks now, its versions, and what differs between two of them."""
    access: Any = request.access
    template = _template(request, key)
    versions = list(template.versions.order_by("-number").prefetch_related("items"))
    current = queries.version_on(template, timezone.localdate())
    numbered = {version.number: version for version in versions}
    after = numbered.get(_number(request, "b")) or (versions[0] if versions else None)
    before = numbered.get(_number(request, "a")) or (numbered.get(after.number - 1) if after else None)
    shown = next((version for version in versions if current and version.pk == current.pk), after)
    items = list(shown.items.all()) if shown else []
    context = {
        "template": template,
        "regime": regimes.label_of(template.regime),
        "versions": versions,
        "current": current,
        "shown": shown,
        "sections": queries.sections_of(_questions(items)),
        "before": before,
        "after": after,
        "differences": differences(list(before.items.all()), list(after.items.all())) if before and after else [],
        "cost": costs.cost_of(items, template.a_month, template.union),
        "used": queries.is_used(shown) if shown else False,
        "may_edit": publishing.may_edit(template, access),
        "may_publish": publishing.may_publish(template, access),
        "may_copy": access.may(*publishing.EDITING),
    }
    return render(request, "ops/checklists/detail.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004


@page(*publishing.EDITING)
def new(request: HttpRequest) -> HttpResponse:
    """Write a checklist from nothing, or as a copy of a ready one (`?from=<key>`)."""
    access: Any = request.access
    source = _template(request, request.GET["from"]) if request.GET.get("from") else None
    first = {"a_month": source.a_month if source else 20, "valid_from": timezone.localdate()}
    if source:
        first |= {"name": source.name, "name_en": source.name_en, "regime": source.regime}
    form = HeadForm(request.POST or None, initial=first, access=access)
    version = queries.version_on(source, timezone.localdate()) if source else None
    rows = editing.rows_of(version.items.all()) if version else [editing.new_row()]

    def save(items: list[ChecklistItem]) -> ChecklistVersion:
        data = dict(form.cleaned_data)
        day, note = data.pop("valid_from"), data.pop("note")
        template = publishing.add_template(by=Actor.of(request), **_place(data.pop("place"), access), **data)
        return publishing.new_version(template=template, items=items, valid_from=day, note=note, by=Actor.of(request))

    return _editor(request, form=form, rows=rows, save=save, template=None)


@page(*publishing.EDITING)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write the next version of a checklist; the standing ones stay as they are."""
    access: Any = request.access
    template = _template(request, key)
    publishing.require_editing(template, access)
    newest = template.versions.order_by("-number").first()
    first = {"a_month": template.a_month, "valid_from": timezone.localdate()}
    form = HeadForm(request.POST or None, initial=first, access=access, template=template)
    rows = editing.rows_of(newest.items.all()) if newest else [editing.new_row()]

    def save(items: list[ChecklistItem]) -> ChecklistVersion:
        data = form.cleaned_data
        by = Actor.of(request)
        publishing.rename_template(template=template, version=None, by=by, a_month=data["a_month"])
        return publishing.new_version(
            template=template, items=items, valid_from=data["valid_from"], note=data["note"], by=by
        )

    return _editor(request, form=form, rows=rows, save=save, template=template)


def _editor(
    request: HttpRequest, *, form: HeadForm, rows: list[editing.Row], save: Any, template: ChecklistTemplate | None
) -> HttpResponse:
    status, problem = 200, None
    if request.method == "POST":
        rows = editing.rows_posted(request.POST)
        # Asked by htmx without a button: only the preview follows what was typed.
        asked = request.POST.get("do") or ("preview" if is_htmx(request) else "save")
        if asked == "save":
            version, problem = _saved(form, rows, save)
            if version is not None:
                words = _("Published.") if version.published_at else _("Proposed. A union officer publishes it.")
                messages.success(request, words)
                return redirect("checklist-detail", key=version.template.key)
            status = 422
        else:
            rows = changed(rows, asked)
            form.errors.clear()
    editing.offer_conditions(rows)
    return render(request, "ops/checklists/edit.html", _context(request, form, rows, template, problem), status=status)


def _saved(form: HeadForm, rows: list[editing.Row], save: Any) -> tuple[ChecklistVersion | None, str | None]:
    items = editing.items_from(rows)
    if not form.is_valid() or any(row.errors for row in rows):
        return None, _("Some parts need a correction; they are marked.")
    try:
        with transaction.atomic():
            return save(items), None
    except RuleBroken as refused:
        for name, said in refused.errors.items():
            kind, _dot, number = name.partition(".")
            if kind == "items":
                rows[int(number) - 1].errors.extend(str(one) for one in said)
        whole = [str(one) for one in refused.errors.get("__all__", [])]
        return None, " ".join(whole) or str(refused.detail)


def _context(
    request: HttpRequest,
    form: HeadForm,
    rows: list[editing.Row],
    template: ChecklistTemplate | None,
    problem: str | None,
) -> dict[str, Any]:
    items = editing.items_from([editing.Row(**{**vars(row), "errors": []}) for row in rows])
    month = form["a_month"].value()
    a_month = int(month) if str(month).isdigit() else 20
    name = str(template) if template else form["name"].value() or _("New checklist")
    access: Any = request.access
    return {
        "form": form,
        "rows": rows,
        "template": template,
        "problem": problem,
        "kinds": ItemKind.choices,
        "lowest": editing.lowest_choices(),
        "highest": editing.highest_choices(),
        "name": name,
        "sections": queries.sections_of(_questions(items)),
        "cost": costs.cost_of(items, a_month, template.union if template else None),
        "publishes": publishing.may_publish(template, access) if template else access.may(*publishing.PUBLISHING),
    }


def _questions(items: list[ChecklistItem]) -> list[queries.Question]:
    questions = []
    for number, item in enumerate(items, start=1):
        low = defaults[item.low_parameter].value if item.low_parameter in defaults else item.low
        high = defaults[item.high_parameter].value if item.high_parameter in defaults else item.high
        questions.append(queries.Question(item=item, limits=Limits(low=low, high=high), number=number))
    return questions


@page(*publishing.PUBLISHING)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish or decline a proposed version."""
    access: Any = request.access
    found = ChecklistVersion.objects.select_related("template__union", "template__facility")
    version = get_object_or_404(found, pk=pk, template__in=queries.templates_visible(access))
    if request.method == "POST":
        if "decline" in request.POST:
            publishing.decline_version(version=version, reason=request.POST.get("reason", ""), by=Actor.of(request))
            messages.success(request, _("Declined."))
        else:
            publishing.publish_version(version=version, by=Actor.of(request))
            messages.success(request, _("Published."))
    return redirect("checklist-detail", key=version.template.key)
