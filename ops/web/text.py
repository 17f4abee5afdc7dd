"""How a date, a time, a number or a name is written in each language. Pure functions, no clock of their own.

`language` is a Django language code; everything that does not begin with "en" is written in Chinese. Aware times
must already be in the reader's zone (template filters see to that).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
COMPOUND_SURNAMES = frozenset(
    ("欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "尉迟", "公孙", "慕容", "司徒")
    + ("令狐", "皇甫", "长孙", "宇文", "端木", "南宫", "独孤", "司空", "百里", "呼延")
)
NOTHING = "—"


def is_english(language: str | None) -> bool:
    """Whether texts are to be written in English."""
    return (language or "").startswith("en")


def short_day(value: date, language: str, today: date | None = None) -> str:
    """ "7 月 21 日" or "21 Jul"; with the year when it is not this year's."""
    other_year = today is not None and value.year != today.year
    if is_english(language):
        return f"{value.day} {MONTHS_EN[value.month - 1]}" + (f" {value.year}" if other_year else "")
    return (f"{value.year} 年 " if other_year else "") + f"{value.month} 月 {value.day} 日"


def day(value: date, language: str, today: date | None = None) -> str:
    """ "7 月 21 日 星期二" or "Tue 21 Jul"; with the year when it is not this year's."""
    text = short_day(value, language, today)
    if is_english(language):
        return f"{WEEKDAYS_EN[value.weekday()]} {text}"
    return f"{text} 星期{WEEKDAYS_ZH[value.weekday()]}"


def month(value: date, language: str) -> str:
    """ "2026 年 7 月" or "July 2026"."""
    if is_english(language):
        return f"{MONTH_NAMES_EN[value.month - 1]} {value.year}"
    return f"{value.year} 年 {value.month} 月"


def clock(value: datetime) -> str:
    """24-hour time, "08:03"."""
    return value.strftime("%H:%M")


def day_and_clock(value: datetime, language: str, today: date) -> str:
    """ "7 月 21 日 08:03" or "21 Jul 08:03", which stays true when it is read later."""
    return f"{short_day(value, language, today)} {clock(value)}"


def when(value: datetime | date, language: str, now: datetime) -> str:
    """A moment as people say it: "今天 08:03", "昨天 17:30", else the date and the time."""
    moment = value if isinstance(value, datetime) else None
    on = moment.date() if moment else value
    english = is_english(language)
    near = {
        0: "Today" if english else "今天",
        -1: "Yesterday" if english else "昨天",
        1: "Tomorrow" if english else "明天",
    }
    text = near.get((on - now.date()).days) or short_day(on, language, now.date())
    return f"{text} {clock(moment)}" if moment else text


def span(value: timedelta | float | int, language: str) -> str:
    """A duration (seconds or timedelta) in its two largest units: "2 小时 35 分" or "2 h 35 min"."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    minutes = int(abs(seconds) // 60)
    english = is_english(language)
    if minutes < 1:
        return "under 1 min" if english else "不到 1 分钟"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        large, small = (f"{days} d", f"{hours} h") if english else (f"{days} 天", f"{hours} 小时")
        return f"{large} {small}" if hours else large
    if hours:
        large, small = (f"{hours} h", f"{minutes} min") if english else (f"{hours} 小时", f"{minutes} 分")
        return f"{large} {small}" if minutes else large
    return f"{minutes} min" if english else f"{minutes} 分钟"


def phone(value: str | None) -> str:
    """A mobile number in groups of 3-4-4; any other number as it was written."""
    digits = (value or "").replace(" ", "")
    if len(digits) == 11 and digits.isdigit() and digits.startswith("1"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return value or ""


def masked_phone(value: str | None) -> str:
    """A phone number whose middle is hidden: "139 **** 2207"."""
    digits = (value or "").replace(" ", "")
    if not digits:
        return ""
    if len(digits) == 11 and digits.isdigit() and digits.startswith("1"):
        return f"{digits[:3]} **** {digits[7:]}"
    return f"**** {digits[-2:]}"


def rate(done: int | None, expected: int | None) -> str:
    """Share done of what was expected, one decimal: "92.8%". Nothing expected is a dash, never 0 or 100.

    Rounded down, so that 100% is written only when everything is done.
    """
    if not expected or done is None:
        return NOTHING
    permille = done * 1000 // expected
    return f"{permille // 10}%" if permille in (0, 1000) else f"{permille // 10}.{permille % 10}%"


def number(value: float | int | None) -> str:
    """A number in groups of three; a dash for none."""
    return NOTHING if value is None else f"{value:,}"


def is_han(name: str) -> bool:
    """Whether a name is written in Han characters."""
    return bool(name) and "\u3400" <= name[0] <= "\u9fff"


def surname(name: str) -> str:
    """The surname of a Chinese name (compound surnames known), the first letter of any other."""
    if is_han(name) and len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1]


def masked_name(name: str | None) -> str:
    """A name that can be recognised by who knows it: "陈**"; "Mary Smith" becomes "M. S."."""
    name = (name or "").strip()
    if not name:
        return ""
    if is_han(name):
        kept = surname(name)
        return kept + "*" * max(1, len(name) - len(kept))
    return " ".join(f"{part[0].upper()}." for part in name.split())


def initial(name: str | None) -> str:
    """What stands in a face without a photo: the surname's character, or the first letter."""
    return (name or "").strip()[:1].upper() or "·"
