"""A time of day as chat programs write it: 24 hours or halves, the half before or behind, in many languages' words."""

from __future__ import annotations

import re
from datetime import time

FORENOON = (
    "上午",
    "凌晨",
    "早上",
    "清晨",
    "午前",
    "오전",
    "am",
    "a.m.",
    "ص",
    "ق.ظ",
    "π.μ.",
    "öö",
    "sa",
    "de.",
    "dop.",
    "fm",
)
AFTERNOON = (
    "下午",
    "晚上",
    "中午",
    "傍晚",
    "午後",
    "오후",
    "pm",
    "p.m.",
    "م",
    "ب.ظ",
    "μ.μ.",
    "ös",
    "ch",
    "du.",
    "odp.",
    "em",
)
CLOCK = re.compile(r"(\D{0,12}?)\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([^\d\s]?\D{0,9})")
SPACES = re.compile(r"[\s_\u200e\u200f]+")


def half_of(written: str) -> int | None:
    """0 for the first half of the day, 12 for the second, None for a word that is neither.

    >>> half_of("上午"), half_of("p. m."), half_of("klo")
    (0, 12, None)
    """
    plain = SPACES.sub("", written).casefold()
    dotless = plain.replace(".", "")
    if plain in FORENOON or dotless in FORENOON:
        return 0
    return 12 if plain in AFTERNOON or dotless in AFTERNOON else None


def time_of_day(written: str) -> time | None:
    """The time, or None for anything else. 12 am is midnight, 12 pm noon, 13 pm is 13.

    >>> time_of_day("下午2:30"), time_of_day("12:05 a.m."), time_of_day("25:00")
    (datetime.time(14, 30), datetime.time(0, 5), None)
    """
    found = CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    before, hour, minute, second, after = found.groups()
    word = before or after
    half = half_of(word) if word else None
    if word and half is None:
        return None
    try:
        return time(full_hour(int(hour), half), int(minute), int(second or 0))
    except ValueError:
        return None


def full_hour(hour: int, half: int | None) -> int:
    """The hour of 24 for an hour as written and the half of the day it names."""
    if half == 12 and hour < 12:
        return hour + 12
    return 0 if half == 0 and hour == 12 else hour
