"""The one grammar of a conversation in text: how its lines begin a message, and in which order its dates stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from tradewind.collect.messages.dated import date_in
from tradewind.collect.messages.day_orders import Dated, Question, goes_back, order_of
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.header import Header, Manner, header_of, pattern_of
from tradewind.collect.messages.lines import blocks
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.times_of_day import clock_of
from tradewind.errors import AmbiguousMessageDates

SAMPLE_HEADERS = 4000
NUMBER = re.compile(r"\d+")
MOSTLY = 0.5


@dataclass(frozen=True)
class Grammar:
    """How a conversation begins its messages.

    manner     of the first line that begins one
    order      of day, month and year; empty in a text put together
    mixed      (manner, look of the date) -> order, for a text put together from several exports; else empty
    in_order   whether only lines in time order begin a message; not in a text put together, nor newest first
    """

    manner: Manner
    order: str
    mixed: Mapping[tuple[Manner, str], str]
    in_order: bool = True

    def day(self, written: str, order: str | None = None) -> date | None:
        """The date of a header, in the grammar's own order or, in a text put together, in another one."""
        return date_in(order or self.order, written)


def inferred(source: Source, asked: Asked, shapes: tuple[str, ...]) -> Grammar | None:
    """The grammar of a text; None where no line begins a message. Raises AmbiguousMessageDates."""
    found = list(headers(source.text, shapes))
    if not found:
        return None
    manner = found[0][1].manner
    own = [_dated(line, header) for line, header in found if header.manner == manner]
    if len(own) < MOSTLY * len(found) and _falls(own, order_of(own)):
        return Grammar(manner, "", _mixed(found, asked, source), in_order=False)
    order = _order(own, asked, source, manner)
    return Grammar(manner, order, {}, in_order=not _only_falls(own, order))


def headers(text: str, shapes: tuple[str, ...]) -> Iterator[tuple[int, Header]]:
    """The lines of a text that look as if they began a message, numbered from 1, at most SAMPLE_HEADERS of them."""
    found = 0
    for line, content in enumerate(text.split("\n"), 1):
        if header := header_of(content.removesuffix("\r"), shapes):
            yield line, header
            found += 1
            if found == SAMPLE_HEADERS:
                return


def look_of(written: str) -> str:
    """A date with its digits made alike: 9/9/9999."""
    return NUMBER.sub(lambda found: "9999" if len(found[0]) > 2 else "9", written)


def _order(own: Sequence[Dated], asked: Asked, source: Source, manner: Manner) -> str:
    """As a person said, if the dates can stand in that order; else on their evidence, if need be in all of the file."""
    if asked.dates != "auto" and any(date_in(asked.dates, one.date) for one in own):
        return asked.dates
    told = order_of(own)
    if isinstance(told, Question):
        told = _order_in_all(source, manner)
    if isinstance(told, Question):
        raise ambiguous(told, source.name)
    return told


def _order_in_all(source: Source, manner: Manner) -> str | Question:
    """Looked for block by block, until it is clear."""
    dates: list[Dated] = []
    above = 0
    told: str | Question = "dmy"
    for block in blocks(source, Noted()):
        lines = pl.read_lines(block)["line"]
        dates += _turns(lines, manner, above)
        above += lines.len()
        told = order_of(dates)
        if isinstance(told, str):
            return told
    return told


def _turns(lines: pl.Series, manner: Manner, above: int) -> list[Dated]:
    """The first and the last of each run of headers with the same date."""
    pattern = pattern_of(manner)
    numbered = lines.to_frame("line").with_row_index("at", above + 1).filter(pl.col("line").str.contains(pattern))
    told = numbered.with_columns(pl.col("line").str.extract_groups(pattern).alias("told")).unnest("told")
    other = pl.col("date") != pl.col("date").shift(fill_value="")
    ends = told.filter(other | other.shift(-1, fill_value=True)).select("at", "date", "time")
    return [
        Dated(at, written, clock[0]) for at, written, time in ends.iter_rows() if (clock := clock_of(time)) is not None
    ]


def _mixed(found: Sequence[tuple[int, Header]], asked: Asked, source: Source) -> dict[tuple[Manner, str], str]:
    """An order for each way in which a text put together writes its dates."""
    ways: dict[tuple[Manner, str], list[Dated]] = {}
    for line, header in found:
        ways.setdefault((header.manner, look_of(header.date)), []).append(_dated(line, header))
    orders: dict[tuple[Manner, str], str] = {}
    for way, dates in ways.items():
        told = order_of(dates, in_time=False) if asked.dates == "auto" else asked.dates
        if isinstance(told, Question):
            raise ambiguous(told, source.name)
        orders[way] = told
    return orders


def _dated(line: int, header: Header) -> Dated:
    clock = clock_of(header.time)
    return Dated(line, header.date, clock[0] if clock else 0)


def _moments(dates: Sequence[Dated], order: str) -> list[int]:
    days = [(date_in(order, one.date), one.clock_s) for one in dates]
    return [day.toordinal() * 86_400 + clock_s for day, clock_s in days if day]


def _falls(dates: Sequence[Dated], order: str | Question) -> bool:
    """Whether no one order explains the dates: some are none in it, or go back in time."""
    if isinstance(order, Question):
        return True
    moments = _moments(dates, order)
    return len(moments) < len(dates) or any(goes_back(later, earlier) for earlier, later in pairwise(moments))


def _only_falls(dates: Sequence[Dated], order: str) -> bool:
    """Newest first: some messages are earlier than the one before them, and none is later."""
    moments = _moments(dates, order)
    pairs = list(pairwise(moments))
    return sum(later < earlier for earlier, later in pairs) > 1 and all(later <= earlier for earlier, later in pairs)


def ambiguous(question: Question, file: str) -> AmbiguousMessageDates:
    """What is asked of a person, in whose file two orders of the dates remain."""
    written, one, other = question.at.date, question.one, question.other
    return AmbiguousMessageDates(
        file=file, row=question.at.line, value=written,
        first=str(date_in(one, written)), one=one, second=str(date_in(other, written)), other=other,
    )  # fmt: skip
