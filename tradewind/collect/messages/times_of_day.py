"""A time of day as chat programs write it: 24 hours or halves, the half before or behind, in many languages' words."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

FORENOON = frozenset(
    {
        "上午",
        "凌晨",
        "早上",
        "清晨",
        "午前",
        "오전",
        "am",
        "ص",
        "صباحًا",
        "قظ",
        "πμ",
        "öö",
        "sa",
        "sáng",
        "de",
        "dop",
        "fm",
    }
)
AFTERNOON = frozenset(
    {"下午", "晚上", "傍晚", "午後", "오후", "pm", "م", "مساءً", "بظ", "μμ", "ös", "ch", "chiều", "du", "odp", "em"}
)
NOON = "中午"  # 11 before it is still forenoon
CLOCK = re.compile(r"(\D*?)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(\D*)")
NO_LETTERS = re.compile(r"[\W\d_]+")
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def half_of(written: str) -> int | None:
    """0 for the first half of the day, 12 for the second, None for a word that is neither.

    >>> half_of("上午"), half_of("p. m."), half_of("klo")
    (0, 12, None)
    """
    word = NO_LETTERS.sub("", written).casefold()
    return 0 if word in FORENOON else 12 if word in AFTERNOON or word == NOON else None


def time_of_day(written: str) -> time | None:
    """The time, or None for anything else. 12 am is midnight, 12 pm noon, 13 pm is 13.

    >>> time_of_day("下午2:30"), time_of_day("12:05 a.m."), time_of_day("25:00")
    (datetime.time(14, 30), datetime.time(0, 5), None)
    """
    found = clock_of(written.strip())
    return time(found[0] // 3600, found[0] // 60 % 60, found[0] % 60) if found else None


@lru_cache(maxsize=4096)
def clock_of(written: str) -> tuple[int, bool] | None:
    """Seconds since midnight, and whether a half of the day is named; None where it is no time.

    A word before it that names no half, as in `klo 21.25`, means nothing; one behind it makes it no time.
    """
    found = CLOCK.fullmatch(INVISIBLE.sub("", written))
    if found is None:
        return None
    before, hours, minute, second, after = found.groups()
    half = half_of(before)
    if half is None and NO_LETTERS.sub("", after):
        half = half_of(after)
        if half is None:
            return None
    hour = int(hours) if before.strip() == NOON and int(hours) == 11 else full_hour(int(hours), half)
    if hour > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    return hour * 3600 + int(minute) * 60 + int(second or 0), half is not None


def full_hour(hour: int, half: int | None) -> int:
    """The hour of 24 for an hour as written and the half of the day it names."""
    if half == 12 and hour < 12:
        return hour + 12
    return 0 if half == 0 and hour == 12 else hour
