"""Chat text by its grammar, block by block, as frames: where messages begin, when, whose, and all lines of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tradewind.collect.messages.form import Noted
from tradewind.collect.messages.grammar import Grammar, look_of
from tradewind.collect.messages.header import NAMED_TEXT, header_of, pattern_of
from tradewind.collect.messages.lines import blocks
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.time_order import Mask, in_time_order
from tradewind.collect.messages.times_of_day import clock_of
from tradewind.errors import MessageTooLong

HELD = 64  # messages at a block's end that wait for what follows them
MOST_HELD_BYTES = 64 << 20
WITH_SECONDS = r"^(?P<minute>[^:]*:[0-9]{2}):(?P<second>[0-5][0-9])(?P<after>.*)$"
EPOCH_DAY = 719_163
FAR_PAST = -(10**12)
EMPTY = re.compile("$")
HEADERS = pl.Schema({"at": pl.Int64, "sent_s": pl.Int64, "name": pl.String, "first": pl.String})


@dataclass
class Reading:
    """Where the reading of one text stands.

    above    number of the last line that is done with
    last_s   the latest moment so far, in seconds
    clocks   times of day as written that were read before
    preamble what may stand above the first message
    """

    grammar: Grammar
    noted: Noted
    preamble: re.Pattern[str] = EMPTY
    above: int = 0
    last_s: int = FAR_PAST
    clocks: dict[str, int | None] = field(default_factory=dict)


def chat_frames(
    source: Source, grammar: Grammar, noted: Noted, preamble: re.Pattern[str] = EMPTY
) -> Iterator[pl.DataFrame]:
    """The messages of a text, in frames of rows in the order of the file.

    preamble   the lines that may stand above the first message; others there are noted
    returns  line Int64; sent_s Int64, seconds since 1970 by the clock as written; name String, null inline;
             first String, what stands behind the header in its line; more String, the lines below, null without any
    raises   LineTooLong, MessageTooLong, NoConversation
    """
    reading = Reading(grammar, noted, preamble)
    rest = pl.Series("line", [], dtype=pl.String)
    for block in blocks(source, noted):
        lines = pl.concat([rest, pl.read_lines(block)["line"]])
        frame, rest = _taken(lines, reading, final=False)
        if rest.estimated_size() > MOST_HELD_BYTES:
            raise MessageTooLong(file=source.name, row=reading.above + 1, most=MOST_HELD_BYTES // 10**6)
        yield frame
    yield _taken(rest, reading, final=True)[0]


def _taken(lines: pl.Series, reading: Reading, final: bool) -> tuple[pl.DataFrame, pl.Series]:
    """The messages that are whole, and the lines that must wait."""
    found = _mixed(lines, reading.grammar) if reading.grammar.mixed else _of_one_manner(lines, reading)
    begins = found.filter(pl.col("sent_s").is_not_null())
    moments = begins["sent_s"].to_numpy()
    kept = _in_order(moments, reading)
    cut, stop = _cut(lines, begins, kept, final)
    here = begins.with_columns(kept=pl.Series(kept)).filter(pl.col("at") < stop)
    for at in found.filter(pl.col("sent_s").is_null() & (pl.col("at") < stop))["at"]:
        reading.noted.reject(reading.above + at + 1, "no_such_date")
    for at in here.filter(~pl.col("kept"))["at"]:
        reading.noted.reject(reading.above + at + 1, "out_of_time_order")
    frame = _with_lines(lines[:stop], here.filter("kept").drop("kept"), reading)
    if cut and kept.any():
        reading.last_s = max(reading.last_s, int(moments[:cut][kept[:cut]].max(initial=FAR_PAST)))
    reading.above += stop
    return frame, lines[stop:]


def _in_order(moments: np.ndarray[tuple[int], np.dtype[np.int64]], reading: Reading) -> Mask:
    if not reading.grammar.in_order:
        return np.ones(len(moments), dtype=bool)
    return in_time_order(moments, reading.last_s)


def _cut(lines: pl.Series, begins: pl.DataFrame, kept: Mask, final: bool) -> tuple[int, int]:
    """How many headers and lines are done with: whole messages, and all those of one moment together."""
    if final:
        return begins.height, lines.len()
    if begins.height <= HELD:
        return 0, 0
    moments = begins["sent_s"].to_numpy()
    places = np.flatnonzero(kept[1:-HELD] & (moments[1:-HELD] != moments[: -HELD - 1])) + 1
    if not len(places):
        return 0, 0
    return int(places[-1]), int(begins["at"][int(places[-1])])


def _of_one_manner(lines: pl.Series, reading: Reading) -> pl.DataFrame:
    """The headers among the lines: at (from 0), sent_s (null where the date is none), name, first."""
    manner = reading.grammar.manner
    pattern = pattern_of(manner)
    at = lines.str.contains(pattern).arg_true()
    if not at.len():
        return pl.DataFrame(schema=HEADERS)
    header = lines.gather(at)
    told = header.str.extract_groups(pattern).struct.unnest()
    clocks, days = _clocks(told["time"], reading), _days(told["date"], reading.grammar)
    name = told["name"] if "name" in told.columns else pl.Series([None], dtype=pl.String).new_from_index(0, at.len())
    text = header.to_frame("line").select(pl.col("line").str.slice(told["head"].str.len_chars()))["line"]
    frame = pl.DataFrame({"at": at.cast(pl.Int64), "sent_s": days * 86_400 + clocks, "name": name, "first": text})
    frame = frame.filter(clocks.is_not_null())
    return frame.filter(pl.col("first").str.contains(NAMED_TEXT)) if manner.end == "" else frame


def _clocks(written: pl.Series, reading: Reading) -> pl.Series:
    """Seconds of the day; null for what is no time, or names a half of the day where the file does not, or not.

    Minutes are looked up, as there are few; seconds, where they are written, are added.
    """
    minutes, seconds = written, None
    if reading.grammar.manner.seconds:
        parts = written.str.extract_groups(WITH_SECONDS).struct.unnest()
        if not parts["second"].null_count():
            minutes = parts["minute"] + parts["after"]
            seconds = parts["second"].cast(pl.Int64)
    different = minutes.unique()
    read = [_clock(one, reading) for one in different]
    found = minutes.replace_strict(different, pl.Series(read, dtype=pl.Int64), return_dtype=pl.Int64)
    return found if seconds is None else found + seconds


def _clock(written: str, reading: Reading) -> int | None:
    if written not in reading.clocks:
        clock = clock_of(written)
        reading.clocks[written] = clock[0] if clock and clock[1] == reading.grammar.manner.half else None
    return reading.clocks[written]


def _days(written: pl.Series, grammar: Grammar) -> pl.Series:
    different = written.unique()
    days = [grammar.day(one) for one in different]
    numbers = pl.Series([day.toordinal() - EPOCH_DAY if day else None for day in days], dtype=pl.Int64)
    return written.replace_strict(different, numbers, return_dtype=pl.Int64)


def _mixed(lines: pl.Series, grammar: Grammar) -> pl.DataFrame:
    """The same, line by line, each header in its own manner."""
    rows = []
    for at, line in enumerate(lines):
        if (header := header_of(line, (grammar.manner.shape,))) is not None:
            order = grammar.mixed.get((header.manner, look_of(header.date)))
            day = grammar.day(header.date, order) if order else None
            clock = clock_of(header.time)
            sent_s = (day.toordinal() - EPOCH_DAY) * 86_400 + clock[0] if day and clock else None
            rows.append((at, sent_s, header.name, line[header.length :]))
    return pl.DataFrame(rows, schema=HEADERS, orient="row")


def _with_lines(lines: pl.Series, begins: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """The headers with the lines below each; lines above the first are rejected."""
    first = int(begins["at"][0]) if begins.height else lines.len()
    for at, line in enumerate(lines[:first]):
        if not reading.preamble.match(line.strip()):
            reading.noted.reject(reading.above + at + 1, "before_first_message")
    numbered = begins.with_row_index("n").with_columns(line=pl.col("at") + reading.above + 1)
    if begins.height == lines.len() - first:
        return numbered.select("line", "sent_s", "name", "first", more=pl.lit(None, dtype=pl.String))
    is_header = np.zeros(lines.len(), dtype=bool)
    is_header[begins["at"].to_numpy()] = True
    below = np.flatnonzero(~is_header[first:]) + first
    belongs = np.cumsum(is_header)[below] - 1
    more = pl.DataFrame({"n": pl.Series(belongs, dtype=pl.UInt32), "text": lines.gather(below)})
    joined = more.group_by("n", maintain_order=True).agg(more=pl.col("text").str.join("\n"))
    return numbered.join(joined, on="n", how="left", maintain_order="left").select(
        "line", "sent_s", "name", "first", "more"
    )
