"""What a child must not eat: the registered list, and what a text says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from ops.records.registry import Registry

GB_7718 = "GB 7718-2025"


@dataclass(frozen=True)
class Allergen:
    """Something that a dish may contain and a child may have to avoid.

    `words` find it in a dish's name or a note; `but` are phrases that only seem to contain them (鱼香 is no fish).
    `source` names the standard that lists it, empty where practice does.
    """

    key: str
    label: Any
    words: tuple[str, ...]
    but: tuple[str, ...] = ()
    source: str = ""


allergens: Registry[Allergen] = Registry("allergen")

# The eight groups of GB 7718-2025, then what kindergartens and day-care kitchens meet beside them.
STANDARD = (
    Allergen(
        "gluten",
        _("Cereals with gluten"),
        (*("面", "麦", "馒头", "包子", "饺", "饼", "馄饨", "花卷", "糕"), *("wheat", "flour", "noodle", "bread")),
        ("油麦菜",),
        source=GB_7718,
    ),
    Allergen("crustacean", _("Shrimp and crab"), ("虾", "蟹", "海鲜", "shrimp", "prawn", "crab"), source=GB_7718),
    Allergen(
        "fish",
        _("Fish"),
        ("鱼", "鳕", "三文", "fish"),
        ("鱼香", "鱿鱼", "章鱼", "墨鱼", "鲍鱼"),
        source=GB_7718,
    ),
    Allergen("egg", _("Egg"), ("蛋", "egg"), source=GB_7718),
    Allergen("peanut", _("Peanut"), ("花生", "宫保", "peanut"), source=GB_7718),
    Allergen(
        "soy",
        _("Soy"),
        (*("大豆", "黄豆", "毛豆", "豆腐", "豆浆", "豆干", "豆皮", "腐竹", "酱油", "生抽"), *("soy", "tofu")),
        source=GB_7718,
    ),
    Allergen(
        "milk",
        _("Milk"),
        ("奶", "乳", "芝士", "黄油", "milk", "cheese", "butter", "cream", "yoghurt", "lactose"),
        ("腐乳", "豆奶", "椰奶"),
        source=GB_7718,
    ),
    Allergen(
        "nut",
        _("Tree nuts"),
        (*("坚果", "核桃", "杏仁", "腰果", "榛", "开心果", "松仁", "松子"), *("nut", "almond", "cashew", "walnut")),
        source=GB_7718,
    ),
    Allergen(
        "mollusc",
        _("Shellfish and squid"),
        (*("海鲜", "贝", "蛤", "蛎", "蛏", "鱿鱼", "章鱼", "墨鱼", "鲍鱼"), *("clam", "oyster", "squid", "scallop")),
    ),
    Allergen("sesame", _("Sesame"), ("芝麻", "麻酱", "香油", "sesame")),
    Allergen("mango", _("Mango"), ("芒果", "mango")),
    # No allergy: children who do not eat pork are kept from it in the same way.
    Allergen(
        "pork",
        _("Pork"),
        (
            *("猪", "排骨", "五花", "培根", "火腿", "香肠", "里脊", "肉末", "肉丝", "肉片", "红烧肉", "清真"),
            *("pork", "bacon", "ham", "halal"),
        ),
    ),
)


def register_standard() -> None:
    """Register the list that every station starts with."""
    for entry in STANDARD:
        allergens.register(entry)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    # A Latin word counts whole, so that a coconut is no nut.
    parts = [rf"\b{word}s?\b" if word.isascii() else word for word in words]
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


def found_in(text: str) -> list[str]:
    """Keys of what a name, a list of ingredients or a note seems to speak of, in the order of the list."""
    found = []
    for entry in allergens:
        plain = text
        for phrase in entry.but:
            plain = plain.replace(phrase, " ")
        if plain.strip() and _pattern(entry.words).search(plain):
            found.append(entry.key)
    return found


def known(keys: Iterable[str]) -> list[str]:
    """Those of the keys that are registered, each once, in the order of the list."""
    wanted = set(keys)
    return [entry.key for entry in allergens if entry.key in wanted]


def labels(keys: Iterable[str]) -> list[str]:
    """Allergens in the reader's words, in the order of the list."""
    wanted = set(keys)
    return [str(entry.label) for entry in allergens if entry.key in wanted]


def choices() -> list[tuple[str, str]]:
    """All of the list, for forms."""
    return [(entry.key, str(entry.label)) for entry in allergens]
