"""The line that begins a message in chat text: date, time and name, in the many ways that programs write them.

One pattern of each shape knows them all; what it finds in a line is the line's `Manner`. A file keeps to one manner,
whose own pattern is narrower and fast. Python's and Polars's engines read the patterns alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from tradewind.collect.messages.kinds import MARKS
from tradewind.collect.messages.months import MONTH
from tradewind.collect.messages.times_of_day import clock_of

SPACE = "[ \t\u00a0\u202f\u2009\u3000]"
MOST_NAME, MOST_HEADER = 120, 260  # characters
HALF = (
    rf"(?i:[ap]\.?{SPACE}?m\.?|上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후|صباحًا|مساءً|ص|م|ق\.ظ\.?|ب\.ظ\.?|"
    r"π\.?μ\.?|μ\.?μ\.?|de\.|du\.|dop\.?|odp\.?|fm|em|öö|ös|sa|ch)"
)
BEHIND = rf"(?:[.日]|{SPACE}?г\.?)?"
NUMBERS = rf"\d{{1,4}}{MARKS}[./\-年]{SPACE}?{MARKS}\d{{1,4}}{MARKS}[./\-月]{SPACE}?{MARKS}\d{{1,4}}{MARKS}{BEHIND}"
BY_NAME = rf"(?:\d{{1,2}}\.?{SPACE}{MONTH}\.?,?{SPACE}\d{{4}}|{MONTH}\.?{SPACE}\d{{1,2}},?{SPACE}\d{{4}})"
DATE = rf"(?P<date>{NUMBERS}|{BY_NAME})"
BETWEEN = rf"{MARKS}[,،]?{MARKS}{SPACE}*{MARKS}"
BEFORE = rf"(?:[^\W\d_][^\W\d]{{0,9}}\.?{SPACE}*)?"  # à, klo, at, 上午, 오전
CLOCK, SECOND = rf"\d{{1,2}}{MARKS}[:.]{MARKS}\d{{2}}", rf"{MARKS}[:.]{MARKS}\d{{2}}"
ENDS = {"-": rf"{SPACE}{{1,2}}[-–—]{SPACE}", ":": rf":{SPACE}", ",": rf",{SPACE}", "": SPACE}
NAMED_TEXT = r"^[^:]{1,120}:(?: |$)"  # must stand behind a header that ends with nothing but a blank
NAME = rf"(?P<name>[^\s:,\[\]\-–—][^\n]{{0,{MOST_NAME}}}?)"


@dataclass(frozen=True)
class Manner:
    """How the lines of a file begin a message.

    shape       "inline": the text stands behind the name; "name_first", "date_first": it begins on the next line;
                "telegram": the same, with date and time in brackets behind the name
    bracket     date and time stand in [ ]
    time_first  the time stands before the date
    seconds     seconds are written; None: either
    half        a half of the day is written; None: either
    end         what stands behind date and time inline without brackets: "-", ":", ",", or "": nothing, if a name
                with a colon does; None: any of these
    """

    shape: str
    bracket: bool = False
    time_first: bool = False
    seconds: bool | None = None
    half: bool | None = None
    end: str | None = None


ANY = (
    Manner("inline", bracket=True),
    Manner("inline", bracket=True, time_first=True),
    Manner("inline"),
    Manner("telegram", bracket=True),
    Manner("date_first"),
    Manner("name_first"),
)


@dataclass(frozen=True)
class Header:
    """What the beginning of one message says, as written; `length` is that of all before name or text."""

    manner: Manner
    date: str
    time: str
    name: str | None
    length: int


def header_of(line: str, shapes: tuple[str, ...] = ("inline",)) -> Header | None:
    """The header that a line begins with, None for any other line."""
    if not any(sign.isdigit() for sign in line[:MOST_HEADER]):
        return None
    for manner in ANY:
        if manner.shape in shapes and (found := _compiled(manner).match(line[:MOST_HEADER])):
            told = found.groupdict()
            clock, end = clock_of(told["time"]), _end(told)
            if clock is not None and (end != "" or NAMED.match(line[len(told["head"]) :])):
                own = replace(manner, seconds=bool(SECONDS.search(told["time"])), half=clock[1], end=end)
                return Header(own, told["date"], told["time"], told.get("name"), len(told["head"]))
    return None


@cache
def pattern_of(manner: Manner) -> str:
    """The pattern of a manner, with the groups head (all before name or text), date, time and, but inline, name.

    Whether a half of the day is named cannot be told by the pattern alone: ask `clock_of` the group time.
    """
    after = "" if manner.half is False else rf"(?:[\s_]*{HALF})?"
    seconds = {True: SECOND, False: "", None: f"(?:{SECOND})?"}[manner.seconds]
    time = rf"(?P<time>{BEFORE}{CLOCK}{seconds}{after})"
    when = f"{time}{BETWEEN}{DATE}" if manner.time_first else f"{DATE}{BETWEEN}{time}{MARKS}"
    if manner.shape == "inline":
        return (
            rf"^(?P<head>{MARKS}\[{when}\]{SPACE}?)" if manner.bracket else rf"^(?P<head>{MARKS}{when}{_ends(manner)})"
        )
    if manner.shape == "telegram":
        return rf"^(?P<head>{NAME}, \[{when}\]:?{SPACE}*)$"
    if manner.shape == "name_first":
        return rf"^(?P<head>{NAME}{SPACE}+{when}{SPACE}*)$"
    return rf"^(?P<head>{when}{SPACE}+){NAME}{SPACE}*$"


def _ends(manner: Manner) -> str:
    return ENDS[manner.end] if manner.end is not None else f"(?P<end>{'|'.join(ENDS.values())})"


SECONDS, NAMED = re.compile(CLOCK + SECOND), re.compile(NAMED_TEXT)


@cache
def _compiled(manner: Manner) -> re.Pattern[str]:
    return re.compile(pattern_of(manner))


def _end(told: dict[str, str]) -> str | None:
    return told["end"].strip().replace("–", "-").replace("—", "-") if told.get("end") else None
