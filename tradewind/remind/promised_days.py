"""Which day does a sentence name? "by Friday", "in 3 days", 周五前, 月底: read from the day on which it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

Reading = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon 一", "tuesday tues tue 二", "wednesday wed 三", "thursday thurs thur thu 四", "friday fri 五",
         "saturday sat 六", "sunday sun 日 天 末")
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number + 1
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec")
    )
    for name in names.split()
}  # fmt: skip
DAY_NAME = "|".join(sorted((name for name in WEEKDAYS if name.isascii()), key=len, reverse=True))
MONTH_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
FRIDAY = 4


def first_day(sentence: str, written_on: date, readings: Sequence[Reading]) -> date | None:
    """The day of the first reading that fits; None where none does.

    >>> written = date(2026, 11, 25)  # a Wednesday
    >>> [str(first_day(text, written, ENGLISH)) for text in ("by Monday", "on 3 December", "within 2 weeks", "soon")]
    ['2026-11-30', '2026-12-03', '2026-12-09', 'None']
    >>> [str(first_day(text, written, CHINESE)) for text in ("下周二", "月底前", "30号", "三天内")]
    ['2026-12-01', '2026-11-30', '2026-11-30', '2026-11-28']
    """
    for pattern, day in readings:
        if match := pattern.search(sentence):
            return day(match, written_on)
    return None


def weekday(number: int, written_on: date, weeks: int = 0) -> date:
    """The named day of this week, or of the next where it is over; `weeks` later in the calendar's weeks."""
    day = written_on + timedelta(days=number - written_on.weekday())
    if weeks:
        return day + timedelta(weeks=weeks)
    return day if day >= written_on else day + timedelta(weeks=1)


def in_year(month: int, day: int, written_on: date) -> date | None:
    """The next such day; None where the calendar has none."""
    for year in (written_on.year, written_on.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if found >= written_on:
            return found
    return None


def of_month(day: int, written_on: date) -> date | None:
    """The day of this month, or of the next where it is over."""
    for first in (written_on.replace(day=1), (written_on.replace(day=1) + timedelta(days=32)).replace(day=1)):
        try:
            found = first.replace(day=day)
        except ValueError:
            continue
        if found >= written_on:
            return found
    return None


def month_end(written_on: date) -> date:
    return (written_on.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def written(match: re.Match[str], _written_on: date) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def number_of(text: str) -> int:
    return int(text) if text.isdigit() else {"两": 2, "十": 10}.get(text) or "一二三四五六七八九".index(text) + 1


def after(days: int) -> Callable[[re.Match[str], date], date]:
    return lambda _, on: on + timedelta(days=days)


def english(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.I)


ISO: Reading = (re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), written)
BY = r"(?:by|before|on|until|till|this|no later than|not later than)\s+"
ENGLISH: tuple[Reading, ...] = (
    ISO,
    (english(rf"next\s+({DAY_NAME})"), lambda match, on: weekday(WEEKDAYS[match[1].lower()], on, weeks=1)),
    (english(rf"{BY}(?:this\s+|coming\s+)?({DAY_NAME})"), lambda match, on: weekday(WEEKDAYS[match[1].lower()], on)),
    (english("day after tomorrow"), after(2)),
    (english("tomorrow"), after(1)),
    (english("today|tonight|end of (?:the )?day|eod"), after(0)),
    (english("this week|end of (?:the )?week|within the week"), lambda _, on: weekday(FRIDAY, on)),
    (english("next week"), lambda _, on: weekday(FRIDAY, on, weeks=1)),
    (english("end of (?:this |the )?month|month[- ]end"), lambda _, on: month_end(on)),
    (
        english(r"(?:in|within)\s+(\d{1,2})\s+(?:working |business )?(day|week)s?"),
        lambda match, on: on + timedelta(days=int(match[1]) * (7 if match[2].lower() == "week" else 1)),
    ),
    (
        english(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH_NAME})"),
        lambda match, on: in_year(MONTHS[match[2].lower()], int(match[1]), on),
    ),
    (
        english(rf"({MONTH_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?"),
        lambda match, on: in_year(MONTHS[match[1].lower()], int(match[2]), on),
    ),
)
WEEK = "(?:个)?(?:周|星期|礼拜)"
CHINESE: tuple[Reading, ...] = (
    ISO,
    (re.compile(rf"下{WEEK}([一二三四五六日天末])"), lambda match, on: weekday(WEEKDAYS[match[1]], on, weeks=1)),
    (re.compile(rf"{WEEK}([一二三四五六日天末])"), lambda match, on: weekday(WEEKDAYS[match[1]], on)),
    (re.compile(f"下{WEEK}"), lambda _, on: weekday(FRIDAY, on, weeks=1)),
    (re.compile(f"[本这]{WEEK}"), lambda _, on: weekday(FRIDAY, on)),
    (re.compile("大后天"), after(3)),
    (re.compile("后天"), after(2)),
    (re.compile("明天|明日|明早|明晚"), after(1)),
    (re.compile("今天|今日|今晚|下班前"), after(0)),
    (re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"), lambda match, on: in_year(int(match[1]), int(match[2]), on)),
    (
        re.compile(r"(\d{1,2}|[一两三四五六七八九十])\s*个?(?:工作日|天)(?:之?内|以内|后)"),
        lambda match, on: on + timedelta(days=number_of(match[1])),
    ),
    (re.compile(r"(?<![\d月])(\d{1,2})\s*[日号]"), lambda match, on: of_month(int(match[1]), on)),
    (re.compile("月底"), lambda _, on: month_end(on)),
)
