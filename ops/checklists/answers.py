"""Judges the answers to a checklist: which items are asked, which fail, what is missing. Touches no database."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ops.checklists.models import ChecklistItem, ItemKind
from ops.records.errors import RuleBroken

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
READINGS = frozenset({ItemKind.NUMBER, ItemKind.TEMPERATURE})
# What one answer may say beside its value.
PARTS = frozenset({"value", "note", "remedy", "photos", "ok"})
NOTE_LENGTH = 300
TEXT_LENGTH = 500
PHOTOS_AN_ITEM = 6


@dataclass(frozen=True)
class Limits:
    """The readings that pass, both ends included, and where the numbers come from; None: no limit on that side."""

    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""

    def beyond(self, reading: Decimal) -> Decimal:
        """By how much a reading lies outside: negative below, positive above, zero within."""
        if self.low is not None and reading < self.low:
            return reading - self.low
        if self.high is not None and reading > self.high:
            return reading - self.high
        return Decimal(0)


@dataclass(frozen=True)
class Judgement:
    """Answers as they are kept, and the items that failed, in the checklist's order."""

    answers: dict[str, dict[str, Any]]
    failed: list[ChecklistItem] = field(default_factory=list)


class AnswersRefused(RuleBroken):
    """Answers that cannot be kept; `errors` has every item at fault as `answers.<key>`."""

    def __init__(self, errors: Mapping[str, list[Any]]):
        super().__init__("answers", _("Some items still need an answer or a correction; they are marked."))
        self.errors = dict(errors)


class _Refused(Exception):
    """What is wrong with one answer."""


def judge(
    items: Iterable[ChecklistItem],
    answers: Mapping[str, Any],
    *,
    limits: Mapping[str, Limits],
    stored_photos: frozenset[str],
) -> Judgement:
    """Check every answer against its item and decide what fails.

    `limits` by item key; `stored_photos` are the ids among the answers that are stored photos of this facility.
    Answers to items that the other answers rule out are dropped. Raises AnswersRefused with all errors at once.
    """
    items = list(items)
    kept: dict[str, dict[str, Any]] = {}
    failed: list[ChecklistItem] = []
    errors: dict[str, list[Any]] = {
        f"answers.{key}": [_("The checklist has no such item.")] for key in set(answers) - {item.key for item in items}
    }
    for item in items:
        if not is_asked(item, kept):
            continue
        try:
            answer = _judged(item, answers.get(item.key), limits.get(item.key, Limits()), stored_photos)
        except _Refused as refused:
            errors[f"answers.{item.key}"] = [str(refused)]
            # What was answered still decides which items follow, so that all errors show at once.
            kept[item.key] = _roughly(answers.get(item.key))
            continue
        if answer is None:
            continue
        kept[item.key] = answer
        if answer["ok"] is False:
            failed.append(item)
    if errors:
        raise AnswersRefused(errors)
    return Judgement(answers=kept, failed=failed)


def is_asked(item: ChecklistItem, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the item's condition holds: `{"item": key, "in": [values]}` or `{"item": key, "failed": true}`."""
    condition = item.condition
    if not condition:
        return True
    other = answers.get(condition["item"])
    if other is None:
        return False
    if "failed" in condition:
        return (other.get("ok") is False) == condition["failed"]
    return other.get("value") in condition["in"]


def _roughly(answer: Any) -> dict[str, Any]:
    value = answer.get("value") if isinstance(answer, Mapping) else None
    return {"value": value, "ok": False if value == NO else None}


def _judged(item: ChecklistItem, given: Any, limits: Limits, stored_photos: frozenset[str]) -> dict[str, Any] | None:
    if given is None:
        given = {}
    if not isinstance(given, Mapping) or set(given) - PARTS:
        raise _Refused(_("This answer cannot be read."))
    photos = _photos(given.get("photos"), stored_photos)
    value = _value(item, given.get("value"))
    if value is None and not _answered_by_photo(item, photos):
        if item.required:
            raise _Refused(_missing(item))
        if not photos:
            return None
    answer = {
        "value": value,
        "ok": _passes(item, value, limits),
        "note": _text(given.get("note"), NOTE_LENGTH),
        "photos": photos,
    }
    if answer["ok"] is False:
        if remedy := _remedy(item, given.get("remedy")):
            answer["remedy"] = remedy
        _require_explanation(item, answer)
    return answer


def _answered_by_photo(item: ChecklistItem, photos: list[str]) -> bool:
    return bool(photos) and item.kind in (ItemKind.PHOTO, ItemKind.SIGNATURE)


def _missing(item: ChecklistItem) -> str:
    return {
        ItemKind.PHOTO: _("Take a photo."),
        ItemKind.SIGNATURE: _("Sign here."),
        ItemKind.TEXT: _("Write a few words."),
        ItemKind.NUMBER: _("Enter the number."),
        ItemKind.TEMPERATURE: _("Enter the temperature."),
    }.get(item.kind, _("Choose an answer."))  # type: ignore[call-overload]


def _require_explanation(item: ChecklistItem, answer: Mapping[str, Any]) -> None:
    if not answer["note"] and not answer.get("remedy"):
        raise _Refused(_("Say what is wrong, or what was done about it."))
    if item.photo_on_failure and not answer["photos"]:
        raise _Refused(_("Add a photo of what is wrong."))


def _photos(given: Any, stored_photos: frozenset[str]) -> list[str]:
    if not given:
        return []
    if not isinstance(given, list) or len(given) > PHOTOS_AN_ITEM:
        raise _Refused(_("At most %(most)d photos.") % {"most": PHOTOS_AN_ITEM})
    ids = list(dict.fromkeys(photo_id(one) or "" for one in given))
    if not stored_photos.issuperset(ids):
        raise _Refused(_("A photo is not stored here. Take it again."))
    return ids


def photo_id(given: Any) -> str | None:
    """The id in its usual writing; None if it is none."""
    try:
        return str(uuid.UUID(str(given)))
    except ValueError:
        return None


def _text(given: Any, most: int) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise _Refused(_("This answer cannot be read."))
    text = given.replace("\x00", "").strip()
    if len(text) > most:
        raise _Refused(_("At most %(most)d characters.") % {"most": most})
    return text


def _value(item: ChecklistItem, given: Any) -> str | None:
    """The value in its kept form; None when nothing was answered."""
    if given is None or given == "":
        return None
    if given == NOT_APPLICABLE and item.allow_na:
        return NOT_APPLICABLE
    if item.kind in READINGS:
        return _reading(given)
    if item.kind == ItemKind.YES_NO:
        if isinstance(given, bool):
            return YES if given else NO
        if given in (YES, NO):
            return str(given)
        raise _Refused(_("Choose one of the answers."))
    if item.kind == ItemKind.CHOICE:
        if given in [choice["key"] for choice in item.choices]:
            return str(given)
        raise _Refused(_("Choose one of the answers."))
    return _text(given, TEXT_LENGTH) or None


def _reading(given: Any) -> str:
    try:
        # Full-width digits and signs come from Chinese keyboards.
        number = Decimal(str(given).strip().replace("，", ".").replace("。", ".").replace("－", "-").replace("．", "."))
    except InvalidOperation as error:
        raise _Refused(_("Enter a number.")) from error
    if not number.is_finite() or abs(number) >= 1_000_000 or number.as_tuple().exponent < -2:  # type: ignore[operator]
        raise _Refused(_("Enter a number with at most two decimals."))
    return format(number.normalize() + 0, "f")


def _passes(item: ChecklistItem, value: str | None, limits: Limits) -> bool | None:
    if value is None or value == NOT_APPLICABLE:
        return None
    if item.kind == ItemKind.YES_NO:
        return value == YES
    if item.kind in READINGS:
        return limits.beyond(Decimal(value)) == 0
    if item.kind == ItemKind.CHOICE:
        return not any(choice.get("fails") for choice in item.choices if choice["key"] == value)
    return None


def _remedy(item: ChecklistItem, given: Any) -> str | None:
    """Items other than a choice list their ready remedies in `choices`."""
    if not given or item.kind == ItemKind.CHOICE:
        return None
    if given not in [choice["key"] for choice in item.choices]:
        raise _Refused(_("Choose one of the answers."))
    return str(given)


def shown_number(number: Decimal) -> str:
    """A number without trailing zeros, as people write it."""
    return number_format(number.normalize() + 0, use_l10n=False) if number else "0"
