"""A checklist being written: what the editor's page posts, as rows that can be moved about and as items to publish.

Each question has a `uid` of the page's own; its fields are named `<uid>-text` and so on, its answers
`<uid>-c<number>-zh`. The order of the `uid` fields is the order of the questions. A heading is posted with the first
question under it (`<uid>-starts`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ops.checklists.models import ChecklistItem, ItemKind
from ops.policy.defaults import HIGHEST, LOWEST, defaults

TEXTS = ("text", "text_en", "section", "section_en", "help_text", "help_text_en", "unit")
FLAGS = ("allow_na", "critical", "photo_on_failure")
NUMBERS = ("low", "high")
PARAMETERS = ("low_parameter", "high_parameter")
MOST_CHOICES = 12
FAILED = "failed"
HEADING = ("section", "section_en")


@dataclass
class ChoiceRow:
    """One answer of a choice, or one ready remedy."""

    key: str = ""
    zh: str = ""
    en: str = ""
    fails: bool = False
    # After this remedy something is still to be done.
    later: bool = False


@dataclass
class Row:
    """One question as it stands on the page, right or wrong."""

    uid: str
    key: str
    kind: str = ItemKind.YES_NO
    texts: dict[str, str] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    required: bool = True
    weight: str = "1"
    choices: list[ChoiceRow] = field(default_factory=list)
    # "<key of an earlier item>:failed" or "<key>:<values with commas>"; empty: always asked.
    condition: str = ""
    # Whether a heading stands above it; the questions below belong under it too.
    starts: bool = False
    errors: list[str] = field(default_factory=list)
    conditions: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def blank_choices(self) -> list[ChoiceRow]:
        """Empty lines below the answers, to write more."""
        return [ChoiceRow() for _n in range(2 if len(self.choices) < MOST_CHOICES else 0)]

    @property
    def all_choices(self) -> list[ChoiceRow]:
        """The answers and the empty lines."""
        return [*self.choices, *self.blank_choices]


def new_row(**words: Any) -> Row:
    """An empty question with a key of its own."""
    return Row(uid=f"q{uuid.uuid4().hex[:10]}", key=f"q{uuid.uuid4().hex[:10]}", **words)


def rows_of(items: Iterable[ChecklistItem]) -> list[Row]:
    """The questions of a standing version, to be changed into the next one."""
    rows = [
        Row(
            uid=f"q{uuid.uuid4().hex[:10]}",
            key=item.key,
            kind=item.kind,
            texts={name: getattr(item, name) for name in TEXTS},
            flags={name: getattr(item, name) for name in FLAGS},
            numbers={name: plain(getattr(item, name)) for name in NUMBERS},
            parameters={name: getattr(item, name) for name in PARAMETERS},
            required=item.required,
            weight=str(item.weight),
            choices=[
                ChoiceRow(one["key"], one["zh"], one.get("en", ""), bool(one.get("fails")), bool(one.get("later")))
                for one in item.choices
            ],
            condition=_condition_text(item.condition),
        )
        for item in items
    ]
    for row, before in zip(rows, [None, *rows], strict=False):
        row.starts = before is None or any(row.texts[name] != before.texts[name] for name in HEADING)
    return rows


def rows_posted(post: QueryDict) -> list[Row]:
    """The questions as the page has them, in its order."""
    rows = [_row_posted(post, uid) for uid in dict.fromkeys(post.getlist("uid")) if uid.isalnum()]
    for row, before in zip(rows, [None, *rows], strict=False):
        row.starts = row.starts or before is None
        if before is not None and not row.starts:
            row.texts |= {name: before.texts[name] for name in HEADING}
    return rows


def _row_posted(post: QueryDict, uid: str) -> Row:
    def said(name: str) -> str:
        return post.get(f"{uid}-{name}", "").strip()

    choices = []
    for number in range(MOST_CHOICES + 2):
        zh, en = said(f"c{number}-zh"), said(f"c{number}-en")
        if zh or en:
            key = said(f"c{number}-key") or f"c{uuid.uuid4().hex[:6]}"
            choices.append(ChoiceRow(key, zh, en, bool(said(f"c{number}-fails")), bool(said(f"c{number}-later"))))
    kind = said("kind")
    return Row(
        uid=uid,
        key=said("key") or f"q{uuid.uuid4().hex[:10]}",
        kind=kind if kind in ItemKind.values else ItemKind.YES_NO,
        texts={name: said(name) for name in TEXTS},
        flags={name: bool(said(name)) for name in FLAGS},
        numbers={name: said(name) for name in NUMBERS},
        parameters={name: said(name) for name in PARAMETERS},
        required=not said("optional"),
        weight=said("weight") or "0",
        choices=choices,
        condition=said("condition"),
        starts=bool(said("starts")),
    )


def items_from(rows: list[Row]) -> list[ChecklistItem]:
    """Unsaved items; what cannot be read is said at its row's `errors`."""
    return [_item(row) for row in rows]


def _item(row: Row) -> ChecklistItem:
    reading = row.kind in (ItemKind.NUMBER, ItemKind.TEMPERATURE)
    item = ChecklistItem(
        key=row.key[:40],
        kind=row.kind,
        required=row.required,
        weight=_weight(row),
        choices=[vars(choice) for choice in row.choices],
        condition=_condition(row.condition),
        **{name: row.texts.get(name, "")[: _longest(name)] for name in TEXTS},
        **row.flags,
        **({name: _number(row, name) for name in NUMBERS} if reading else {}),
        **({name: _parameter(row, name) for name in PARAMETERS} if reading else {}),
    )
    for name in NUMBERS if reading else ():
        key = getattr(item, f"{name}_parameter")
        if key and getattr(item, name) is None:
            setattr(item, name, defaults[key].value)
    return item


def _longest(name: str) -> int:
    field: Any = ChecklistItem._meta.get_field(name)
    return int(field.max_length or 0)


def _weight(row: Row) -> int:
    if row.weight.isdigit() and int(row.weight) <= 100:  # noqa: PLR2004
        return int(row.weight)
    row.errors.append(_("The weight is a whole number from 0 to 100."))
    return 1


def _number(row: Row, name: str) -> Decimal | None:
    text = row.numbers.get(name, "")
    if not text:
        return None
    try:
        number = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        row.errors.append(_("Enter a number."))
        return None
    if abs(number) >= 1_000_000:  # noqa: PLR2004
        row.errors.append(_("Enter a number."))
        return None
    return number


def _parameter(row: Row, name: str) -> str:
    key = row.parameters.get(name, "")
    return key if key in defaults else ""


def plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _condition(text: str) -> dict[str, Any]:
    key, colon, what = text.rpartition(":")
    if not colon:
        return {}
    return {"item": key, FAILED: True} if what == FAILED else {"item": key, "in": what.split(",")}


def _condition_text(condition: dict[str, Any]) -> str:
    if not condition:
        return ""
    return f"{condition['item']}:{FAILED if FAILED in condition else ','.join(condition['in'])}"


def offer_conditions(rows: list[Row]) -> None:
    """Give each row the answers of the questions above it on which it may depend."""
    above: list[tuple[str, list[tuple[str, str]]]] = []
    for number, row in enumerate(rows, start=1):
        row.conditions = list(above)
        known = {value for _name, options in above for value, _label in options}
        if row.condition and row.condition not in known:
            row.conditions.append((_("As before"), [(row.condition, row.condition.rpartition(":")[2])]))
        if options := _options(row):
            above.append((f"{number} · {row.texts.get('text', '') or '…'}", options))


def _options(row: Row) -> list[tuple[str, str]]:
    if row.kind == ItemKind.CHOICE:
        answers = [(f"{row.key}:{choice.key}", choice.zh or choice.en) for choice in row.choices]
        return [*answers, (f"{row.key}:{FAILED}", _("an answer that is a fault"))]
    if row.kind == ItemKind.YES_NO:
        return [(f"{row.key}:no", _("Not fine")), (f"{row.key}:yes", _("Fine"))]
    if row.kind in (ItemKind.NUMBER, ItemKind.TEMPERATURE):
        return [(f"{row.key}:{FAILED}", _("out of its limits"))]
    return []


def parameter_choices(bound: str) -> list[tuple[str, str]]:
    """Regulatory numbers that bound a reading below (lowest) or above (highest)."""
    return [
        (one.key, f"{one} {one.sign} {plain(one.value)} {one.unit_label}".strip())
        for one in defaults
        if one.bound == bound
    ]


def lowest_choices() -> list[tuple[str, str]]:
    """What may be the lowest that passes."""
    return parameter_choices(LOWEST)


def highest_choices() -> list[tuple[str, str]]:
    """What may be the highest that passes."""
    return parameter_choices(HIGHEST)
