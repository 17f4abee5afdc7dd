"""The components as template tags: `{% load look %}`. Every one is shown with its call on the page /look/.

Signs and words
    {% icon "check" %}                            {% icon "bell" "l" label="Messages" %}
    {% state "ok" "Synced" %}                     kinds: ok due bad void; "note" is a word without a shape
    {% count 3 %}  {% count 3 loud=True %}        {% avatar child.name photo_url "l" %}
    {% button "Save" kind="primary" icon="check" full=True %}     a submit button
    {% button "Open" href=url compact=True %}     a link; hx_post=url data_sheet="x" become attributes
Pages
    {% crumbs "Shinan" union_url "Yunnan Road" facility_url "History" %}
    {% empty "Nobody yet" icon="people" %}<p>…</p>{% button … %}{% endempty %}
    {% banner "bad" icon="incident" %}…{% endbanner %}
    {% card "Title" aside="11 facilities" %}…{% endcard %}          pad=False leaves the inside to you (tables)
    {% sheet "pick-up" "Who?" %}…{% endsheet %}   opened by {% button "…" type="button" data_sheet="pick-up" %}
    {% pages newer_url older_url %}               {% progress 31 40 "New stations" mark=35 note="by 30 April" %}
Figures
    {% stats %}{% stat 451 "Done" of=486 url=rows_url %}{% stat "92.8%" "Rate" was="95.1%" worse=True %}{% endstats %}
    {% five expected done on_time url=rows_url was_rate="95.1%" was_on_time="93.0%" note="yesterday by 15:40" %}
    {% parts "18 here, 1 late, 8 to come" ok=18 due=1 rest=8 void=2 gone=1 %}      {% barline 31 40 mark=35 %}
    {% spark values "On-time rate, 14 days" goal=95 %}   {% heat columns rows %}   rows: (name, [(value, url), …])
Records
    {% entry at kind="amended" recorded=at2 %}<h3>…</h3>{% endentry %}       kinds: amended void bad system
    {% diff changes %}                            changes: (label, before, after)
    {% person name about="mother" photo=url action="Take home" state_kind="due" state_word="Today only" %}
    {% child name=… state="here" note="08:03" photo=url flags=flags attrs… %}    states: wait here late away gone
    {% item question number=6 %}                  question: see components/item.html; answers are posted as item-<key>
Forms
    {% field form.name %}  {% field form.phone why="…" keep="…" %}  {% field form.weight unit="g" short=True %}
    {% fields form %}  {% problems form %}        {% record_id %} a fresh client id in a hidden field named id
Filters (in the reader's language and zone)
    at|day  at|short_day  at|month  at|clock  at|when  delta|span  at|ago  at|left  number|thousands  done|rate:expected
    phone|phone  phone|masked_phone  name|masked_name  name|initial
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ops.web import charts, text
from ops.web.icons import ICONS
from ops.web.words import words as script_words

register = template.Library()


def _attributes(words: dict[str, Any]) -> SafeString:
    """`hx_post="/x"` as ` hx-post="/x"`; False and None are left out, True is a bare attribute."""
    return flatatt({name.rstrip("_").replace("_", "-"): value for name, value in words.items() if value is not None})


def _language() -> str:
    return get_language() or ""


def _now() -> datetime:
    return timezone.localtime()


# --- signs and words ---


@register.simple_tag
def icon(name: str, size: str = "", label: Any = "") -> SafeString:
    """An icon; silent to a screen reader unless it has a label."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" {size}" if size else "",
        spoken,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


@register.simple_tag
def state(kind: str, word: Any, size: str = "") -> SafeString:
    """A state: a word and a shape."""
    return format_html('<span class="state {}{}">{}</span>', kind, f" {size}" if size else "", word)


@register.simple_tag
def count(number: int | None, loud: bool = False) -> SafeString:
    """How many wait; nothing for none."""
    if not number:
        return mark_safe("")
    return format_html('<span class="count{}">{}</span>', " loud" if loud else "", number if number < 1000 else "999+")


@register.simple_tag
def avatar(name: str | None, photo: str | None = "", size: str = "") -> SafeString:
    """A face: the photo, or the surname."""
    inner = format_html('<img src="{}" alt="" loading="lazy" decoding="async">', photo) if photo else text.initial(name)
    return format_html('<span class="face{}" aria-hidden="true">{}</span>', f" {size}" if size else "", inner)


@register.simple_tag
def button(
    label: Any,
    kind: str = "",
    icon: str = "",
    href: str = "",
    full: bool = False,
    compact: bool = False,
    big: bool = False,
    square: bool = False,
    type: str = "submit",  # noqa: A002 - the attribute's own name
    **words: Any,
) -> SafeString:
    """A button, or with `href` a link that looks like one. `square` shows the icon alone and speaks the label."""
    sizes = {"full": full, "compact": compact, "big": big, "square": square}
    classes = " ".join(["button", *kind.split(), *(name for name, on in sizes.items() if on)])
    sign = globals()["icon"](icon) if icon else ""
    inner = sign if square else format_html("{}<span>{}</span>", sign, label)
    if square:
        words.setdefault("aria_label", label)
        words.setdefault("title", label)
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, href, _attributes(words), inner)
    return format_html('<button class="{}" type="{}"{}>{}</button>', classes, type, _attributes(words), inner)


# --- pages ---


@register.inclusion_tag("components/crumbs.html")
def crumbs(*names_and_urls: Any) -> dict[str, Any]:
    """Where the page stands: name, url, name, url, …, and the last name alone."""
    pairs = [
        (names_and_urls[i], names_and_urls[i + 1] if i + 1 < len(names_and_urls) else "")
        for i in range(0, len(names_and_urls), 2)
    ]
    return {"crumbs": pairs}


def _block(name: str, content: str, **context: Any) -> SafeString:
    from django.template.loader import render_to_string

    return mark_safe(  # noqa: S308 - a rendered template
        render_to_string(f"components/{name}.html", {**context, "content": mark_safe(content)})  # noqa: S308
    )


@register.simple_block_tag
def empty(content: str, title: Any = "", icon: str = "empty") -> SafeString:
    """Nothing here, and what to do about it."""
    return _block("empty", content, title=title, icon=icon)


@register.simple_block_tag
def banner(content: str, kind: str = "", icon: str = "") -> SafeString:
    """Something that goes on: a running clock, a suspension."""
    return _block("banner", content, kind=kind, icon=icon)


@register.simple_block_tag
def card(content: str, title: Any = "", aside: Any = "", pad: bool = True, id: str = "") -> SafeString:  # noqa: A002
    """A card with a heading."""
    return _block("card", content, title=title, aside=aside, pad=pad, id=id)


@register.simple_block_tag
def sheet(content: str, id: str = "", title: Any = "", about: Any = "", open: bool = False) -> SafeString:  # noqa: A002
    """A dialog from below; opened by any element with `data-sheet="<id>"`."""
    return _block("sheet", content, id=id, title=title, about=about, open=open)


@register.inclusion_tag("components/pages.html")
def pages(newer: str | None = "", older: str | None = "", shown: Any = "") -> dict[str, Any]:
    """Newer and older, by cursor."""
    return {"newer": newer, "older": older, "shown": shown}


# --- figures ---


@register.simple_block_tag
def stats(content: str, label: Any = "") -> SafeString:
    """A row of figures."""
    return _block("stats", content, label=label)


@register.inclusion_tag("components/stat.html")
def stat(
    value: Any,
    label: Any,
    of: Any = None,
    url: str = "",
    unit: Any = "",
    was: Any = "",
    note: Any = "",
    worse: bool = False,
) -> dict[str, Any]:
    """One figure: what it is of, what it was (compared with `note`), and the rows behind it."""
    shown = text.number(value) if isinstance(value, int) else value
    return {
        "value": shown,
        "label": label,
        "of": of,
        "url": url,
        "unit": unit,
        "was": was,
        "note": note,
        "worse": worse,
    }


@register.inclusion_tag("components/five.html")
def five(
    expected: int,
    done: int,
    on_time: int,
    url: str = "",
    was_rate: str = "",
    was_on_time: str = "",
    note: Any = "",
) -> dict[str, Any]:
    """The five numbers of the house: expected, done, on time, rate, on-time rate."""
    return {
        "expected": expected,
        "done": done,
        "on_time": on_time,
        "rate": text.rate(done, expected),
        "on_time_rate": text.rate(on_time, expected),
        "url": url,
        "was_rate": was_rate,
        "was_on_time": was_on_time,
        "note": note,
    }


@register.simple_tag
def parts(label: Any, **counts: int) -> SafeString:
    """A bar of parts: ok, bad, due, rest, void, gone. The label says it in words."""
    return charts.parts(counts, str(label))


@register.simple_tag
def barline(value: float, total: float, mark: float | None = None) -> SafeString:
    """One bar of a share."""
    return charts.bar(value, total, mark)


@register.inclusion_tag("components/progress.html")
def progress(done: float, total: float, label: Any, mark: float | None = None, note: Any = "") -> dict[str, Any]:
    """Progress towards a number, with the line where it should be by now."""
    return {"done": done, "total": total, "label": label, "note": note, "svg": charts.bar(done, total, mark)}


@register.simple_tag
def spark(values: Sequence[float | None], label: Any, goal: float | None = None, wide: bool = False) -> SafeString:
    """A small line of days."""
    return charts.spark(values, label=str(label), goal=goal, wide=wide)


HEAT_STEPS = ((70, 1), (85, 2), (92, 3), (97, 4))


@register.inclusion_tag("components/heat.html")
def heat(
    columns: Sequence[Any], rows: Iterable[tuple[Any, Iterable[tuple[float | None, str]]]], label: Any = ""
) -> dict[str, Any]:
    """Rates in a grid: fine is quiet, wrong is loud. A rate of None was not expected at all."""

    def level(value: float | None) -> int:
        if value is None:
            return 0
        return next((step for limit, step in HEAT_STEPS if value < limit), 5)

    table = [(name, [(value, url, level(value)) for value, url in cells]) for name, cells in rows]
    return {"columns": columns, "rows": table, "label": label}


# --- records ---


@register.simple_block_tag
def entry(
    content: str, at: datetime | None = None, kind: str = "", recorded: datetime | None = None, id: str = ""
) -> SafeString:  # noqa: A002
    """A line of the timeline: when it happened and, where that is much later, when it was recorded."""
    return _block("entry", content, at=at, kind=kind, recorded=recorded, id=id)


@register.inclusion_tag("components/diff.html")
def diff(changes: Iterable[tuple[Any, Any, Any]]) -> dict[str, Any]:
    """What an amendment changed: label, before, after."""
    return {"changes": changes}


@register.inclusion_tag("components/person.html")
def person(
    name: str,
    about: Any = "",
    photo: str = "",
    action: Any = "",
    state_kind: str = "",
    state_word: Any = "",
    note: Any = "",
    href: str = "",
    **words: Any,
) -> dict[str, Any]:
    """A person as a row; with `action` the whole row is the button."""
    words.setdefault("type", "submit") if action and not href else None
    return {
        "name": name,
        "about": about,
        "photo": photo,
        "action": action,
        "state_kind": state_kind,
        "state_word": state_word,
        "note": note,
        "href": href,
        "attributes": _attributes(words),
    }


@register.inclusion_tag("components/child.html")
def child(
    name: str, state: str = "wait", note: Any = "", photo: str = "", flags: Iterable[Any] = (), **words: Any
) -> dict[str, Any]:
    """A child's tile. `flags` are words, or (word, "due") for a lesser warning."""
    pairs = [flag if isinstance(flag, tuple) else (flag, "") for flag in flags]
    return {
        "name": name,
        "state": state,
        "note": note,
        "photo": photo,
        "flags": pairs,
        "attributes": _attributes({"type": "button", **words}),
    }


@register.inclusion_tag("components/item.html")
def item(question: Any, number: int | None = None, prefix: str = "item") -> dict[str, Any]:
    """A checklist item with the control of its kind. See components/item.html for what a question has."""
    key = question["key"] if isinstance(question, dict) else question.key
    return {"q": question, "number": number, "name": f"{prefix}-{key}"}


# --- forms ---


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    why: Any = "",
    keep: Any = "",
    unit: Any = "",
    short: bool = False,
    label: Any = None,
    help: Any = None,  # noqa: A002
    search: bool = False,
) -> dict[str, Any]:
    """A form's field: name, why we ask and how long we keep it, the box, help, the fault at its place."""
    reason, kept = getattr(bound.form, "why", {}).get(bound.name, ("", ""))
    box: Any = bound.field
    if getattr(box, "empty_label", None) == BLANK_CHOICE_DASH[0][1]:
        box.empty_label = gettext("Please choose") if box.required else "—"
    return {
        "field": bound,
        "why": why or reason,
        "keep": keep or kept,
        "unit": unit,
        "short": short,
        "label": label,
        "help": help,
        "search": search,
    }


@register.inclusion_tag("components/form.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, hidden ones included."""
    return {
        "form": form,
        "fields": [(bound, bound.errors) for bound in form.visible_fields()],
        "hidden_fields": form.hidden_fields(),
        "inside": True,
    }


@register.inclusion_tag("components/problems.html")
def problems(form: Any) -> dict[str, Any]:
    """What is wrong with a form, at its top, each line leading to its field."""
    return {"form": form, "wrong": [bound for bound in form.visible_fields() if bound.errors] if form.is_bound else []}


@register.simple_tag
def record_id(name: str = "id", value: Any = None) -> SafeString:
    """A hidden field with the id of the record that this form will make."""
    return format_html('<input type="hidden" name="{}" value="{}">', name, value or uuid4())


@register.simple_tag(takes_context=True)
def page_language(context: template.Context) -> str:
    """The page's language as a browser wants it."""
    return "en" if text.is_english(_language()) else "zh-Hans-CN"


@register.simple_tag
def words() -> SafeString:
    """What the scripts say, as JSON."""
    return json_script(script_words(), "words")


# --- filters ---


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _date(value: Any) -> date | None:
    value = _moment(value)
    return value.date() if isinstance(value, datetime) else value


@register.filter
def day(value: Any) -> str:
    """ "7 月 21 日 星期二"."""
    on = _date(value)
    return text.day(on, _language(), _now().date()) if on else text.NOTHING


@register.filter
def short_day(value: Any) -> str:
    """ "7 月 21 日"."""
    on = _date(value)
    return text.short_day(on, _language(), _now().date()) if on else text.NOTHING


@register.filter
def month(value: Any) -> str:
    """ "2026 年 7 月"."""
    on = _date(value)
    return text.month(on, _language()) if on else text.NOTHING


@register.filter
def clock(value: Any) -> str:
    """ "08:03"."""
    moment = _moment(value)
    return text.clock(moment) if moment else text.NOTHING


@register.filter
def when(value: Any) -> str:
    """ "今天 08:03"."""
    moment = _moment(value)
    return text.when(moment, _language(), _now()) if moment else text.NOTHING


@register.filter
def span(value: timedelta | float | None) -> str:
    """ "2 小时 35 分"."""
    return text.NOTHING if value is None else text.span(value, _language())


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago."""
    return text.span(timezone.now() - value, _language()) if value else text.NOTHING


@register.filter
def left(value: datetime | None) -> str:
    """How long until then."""
    return text.span(value - timezone.now(), _language()) if value else text.NOTHING


@register.filter
def rate(done: int | None, expected: int | None) -> str:
    """ "92.8%"."""
    return text.rate(done, expected)


register.filter("thousands", text.number)
register.filter("phone", text.phone)
register.filter("masked_phone", text.masked_phone)
register.filter("masked_name", text.masked_name)
register.filter("initial", text.initial)
