"""A date as chat programs write it, read in one order of day, month and year."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from tradewind.collect.messages.jalali import gregorian
from tradewind.collect.messages.months import MONTHS

ORDERS = ("dmy", "mdy", "ymd", "ydm")
FIRST_YEAR, LAST_YEAR = 1990, 2100
JALALI, BUDDHIST = range(1370, 1480), range(2530, 2645)
NUMBER, LETTERS = re.compile(r"\d+"), re.compile(r"[A-Za-z]{3,9}")


@lru_cache(maxsize=1 << 14)
def date_in(order: str, written: str) -> date | None:
    """The date, None where it is none in this order. Years of two digits are of 1970 to 2069.

    A year that can only be Persian or Thai is turned into ours; a month by its name, or a year of four digits, tells
    itself where it stands.

    >>> date_in("dmy", "5/3/24"), date_in("mdy", "25/3/24"), date_in("ymd", "۱۴۰۲/۱۲/۱۵")
    (datetime.date(2024, 3, 5), None, datetime.date(2024, 3, 5))
    """
    numbers = NUMBER.findall(written)
    if month := LETTERS.search(written):
        place = MONTHS.index(month[0][:3].lower()) + 1 if month[0][:3].lower() in MONTHS else 0
        return _date(int(numbers[1]), place, int(numbers[0])) if len(numbers) == 2 else None
    if len(numbers) != 3:
        return None
    long = [len(one) > 2 for one in numbers]
    if long[1] and order in ("dmy", "mdy"):  # 06/2018/13: what is first in the order stands before the year
        order = f"{order[0]}y{order[1]}"
    if sum(long) > 1 or (any(long) and not long[order.index("y")]):
        return None
    told = dict(zip(order, map(int, numbers), strict=True))
    year = told["y"] if any(long) else told["y"] + (2000 if told["y"] < 70 else 1900)
    return _date(year, told["m"], told["d"])


def has_long_year(written: str) -> bool:
    """Whether the year has more than two digits, so that it tells where it stands."""
    return any(len(one) > 2 for one in NUMBER.findall(written))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        if year in JALALI:
            return gregorian(year, month, day)
        year = year - 543 if year in BUDDHIST else year
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
