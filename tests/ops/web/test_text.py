"""Dates, durations, numbers and names as each language writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ops.web import text

TUESDAY = date(2026, 7, 21)
NOW = datetime(2026, 7, 21, 15, 40, tzinfo=UTC)


def test_a_day_is_written_with_its_weekday():
    assert text.day(TUESDAY, "zh-hans") == "7 月 21 日 星期二"
    assert text.day(TUESDAY, "en") == "Tue 21 Jul"


def test_another_years_day_says_its_year():
    assert text.day(TUESDAY, "zh-hans", date(2027, 1, 2)) == "2026 年 7 月 21 日 星期二"
    assert text.day(TUESDAY, "en", date(2027, 1, 2)) == "Tue 21 Jul 2026"


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (NOW.replace(hour=8, minute=3), "今天 08:03", "Today 08:03"),
        (NOW - timedelta(days=1), "昨天 15:40", "Yesterday 15:40"),
        (NOW + timedelta(days=1), "明天 15:40", "Tomorrow 15:40"),
        (NOW - timedelta(days=2), "7 月 19 日 15:40", "19 Jul 15:40"),
        (NOW - timedelta(days=365), "2025 年 7 月 21 日 15:40", "21 Jul 2025 15:40"),
        (TUESDAY, "今天", "Today"),
    ],
)
def test_a_moment_as_people_say_it(moment, zh, en):
    assert text.when(moment, "zh-hans", NOW) == zh
    assert text.when(moment, "en-gb", NOW) == en


def test_a_moment_that_is_read_later_says_its_day():
    assert text.day_and_clock(NOW, "zh-hans", TUESDAY) == "7 月 21 日 15:40"
    assert text.day_and_clock(NOW, "en", TUESDAY) == "21 Jul 15:40"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "不到 1 分钟", "under 1 min"),
        (59, "不到 1 分钟", "under 1 min"),
        (25 * 60, "25 分钟", "25 min"),
        (9300, "2 小时 35 分", "2 h 35 min"),
        (7200, "2 小时", "2 h"),
        (90000, "1 天 1 小时", "1 d 1 h"),
        (-9300, "2 小时 35 分", "2 h 35 min"),
    ],
)
def test_a_duration_in_its_two_largest_units(seconds, zh, en):
    assert text.span(seconds, "zh-hans") == zh
    assert text.span(timedelta(seconds=seconds), "en") == en


def test_phone_numbers_are_grouped_and_masked():
    assert text.phone("13912342207") == "139 1234 2207"
    assert text.phone("0532-85911111") == "0532-85911111"
    assert text.masked_phone("13912342207") == "139 **** 2207"
    assert text.masked_phone("0532-85911111") == "**** 11"
    assert text.masked_phone(None) == ""


def test_a_rate_says_100_only_when_all_is_done():
    assert text.rate(451, 486) == "92.7%"
    assert text.rate(9999, 10000) == "99.9%"
    assert text.rate(10, 10) == "100%"
    assert text.rate(0, 10) == "0%"
    assert text.rate(0, 0) == "—"
    assert text.rate(None, 5) == "—"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈思远", "陈**"),
        ("陈远", "陈*"),
        ("欧阳景行", "欧阳**"),
        ("欧阳", "欧*"),
        ("Mary Smith", "M. S."),
        ("", ""),
        (None, ""),
    ],
)
def test_a_masked_name_keeps_the_surname(name, masked):
    assert text.masked_name(name) == masked


def test_a_face_without_a_photo_shows_the_surname():
    assert text.initial("陈思远") == "陈"
    assert text.initial("mary") == "M"
    assert text.initial("") == "·"


def test_numbers_are_grouped():
    assert text.number(20118) == "20,118"
    assert text.number(None) == "—"
