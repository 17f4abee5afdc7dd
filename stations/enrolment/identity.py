"""What a name and an identity number tell: pinyin for searching, checksum, birth date, sex."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pypinyin import lazy_pinyin

# Characters that are read otherwise when they are a family name.
_FAMILY_NAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "任": "ren",
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an 18-digit identity number (GB 11643) says of its bearer."""

    birth_date: dt.date
    sex: str


def pinyin_of(name: str) -> tuple[str, str]:
    """The syllables of a name without spaces, and its initials: 孙沐阳 → ("sunmuyang", "smy")."""
    syllables = [part.lower() for part in lazy_pinyin(name.strip())]
    if syllables and name.strip()[0] in _FAMILY_NAMES:
        syllables[0] = _FAMILY_NAMES[name.strip()[0]]
    words = [word for part in syllables for word in part.split()]
    return "".join(words)[:120], "".join(word[0] for word in words)[:20]


def read_identity(number: str) -> Identity:
    """Check an identity number and read it. Raises ValueError with what is wrong: "shape", "checksum" or "date"."""
    number = number.strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValueError("shape")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    if _CHECK_DIGITS[total % 11] != number[17]:
        raise ValueError("checksum")
    try:
        birth_date = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise ValueError("date") from error
    return Identity(birth_date=birth_date, sex="male" if int(number[16]) % 2 else "female")


def masked_phone(number: str) -> str:
    """The form in which a phone number is shown to anybody: 139 **** 2207."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 11:
        return f"{digits[:3]} **** {digits[-4:]}"
    return f"**** {digits[-3:]}" if len(digits) > 4 else "****"


def masked_name(name: str) -> str:
    """A child's name as union roles read it: 孙沐阳 → 孙**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""
