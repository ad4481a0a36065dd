"""XES, the standard form of event logs (IEEE 1849), read as a stream by expat; what is hostile in XML is refused.

Only the attributes of traces and events themselves count; what stands deeper, in lists and in `global`, does not.
"""

from __future__ import annotations

from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

import polars as pl

from tradewind.collect.iso_times import iso_times
from tradewind.errors import BrokenXes, HostileXes, NoXesEvents, NoXesTime, TruncatedFile
from tradewind.ledger.schema import EVENTS

STARTS = 4096
MARKS = (b"<log", b":log ", b"<!entity")
STEP_BYTES = 1 << 20
MOST_DEPTH = 64
KEYS = {
    "concept:name": "activity", "time:timestamp": "happened_at", "org:resource": "resource",
    "lifecycle:transition": "lifecycle", "cost:total": "cost",
}  # fmt: skip
FIELDS = tuple(KEYS.values())
CUT_OFF = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")


def is_xes(data: bytes) -> bool:
    """Whether the first bytes are those of an XES log, or of XML that declares entities before one."""
    start = data[:STARTS].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return start.startswith(b"<") and b"<html" not in start and any(mark in start for mark in MARKS)


class Reader:
    """What expat tells, as columns: one row per event, the trace's name as its case."""

    def __init__(self) -> None:
        self.columns: dict[str, list[str | None]] = {"case_id": [], **{field: [] for field in FIELDS}}
        self.depth = 0
        self.trace = self.event = 0  # the depth at which the open one stands; 0: none is open
        self.cases = 0
        self.case: str | None = None
        self.first = 0
        self.row: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.event:
            if self.depth == self.event + 1 and (field := KEYS.get(attributes.get("key", ""))):
                self.row[field] = attributes.get("value", "")
        elif name == "event" or name.endswith(":event"):
            self.event, self.row = self.depth, {}
        elif self.trace:
            if self.depth == self.trace + 1 and attributes.get("key") == "concept:name":
                self.case = attributes.get("value")
        elif name == "trace" or name.endswith(":trace"):
            self.trace, self.case, self.first = self.depth, None, len(self.columns["case_id"])
            self.cases += 1
        if self.depth > MOST_DEPTH:
            raise _Hostile

    def end(self, _name: str) -> None:
        if self.depth == self.event:
            self.event = 0
            if self.trace:
                for field in FIELDS:
                    self.columns[field].append(self.row.get(field))
                self.columns["case_id"].append(None)
        elif self.depth == self.trace:
            events = len(self.columns["case_id"]) - self.first
            self.columns["case_id"][self.first :] = [self.case or str(self.cases)] * events
            self.trace = 0
        self.depth -= 1


class _Hostile(Exception):
    pass


def _refuse(*_: Any) -> Any:
    raise _Hostile


def xes(data: bytes, file: str) -> pl.DataFrame:
    """The events of an XES log in its order: EVENTS. A trace without a name is called by its number.

    raises   TruncatedFile, BrokenXes with the line; HostileXes for declarations of entities, or elements nested more
             than 64 deep; NoXesEvents, NoXesTime
    """
    reader, parser = Reader(), ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for start in range(0, len(data), STEP_BYTES):
            parser.Parse(data[start : start + STEP_BYTES], False)
        parser.Parse(b"", True)
    except _Hostile:
        raise HostileXes(file=file, row=parser.CurrentLineNumber) from None
    except LookupError:  # an encoding that nobody knows
        raise BrokenXes(file=file, row=1) from None
    except ExpatError as cause:
        if any(told in str(cause) for told in CUT_OFF):
            raise TruncatedFile(file=file) from None
        raise BrokenXes(file=file, row=cause.lineno) from None
    return _framed(reader, file)


def _framed(reader: Reader, file: str) -> pl.DataFrame:
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in reader.columns.items()})
    if frame.is_empty():
        raise NoXesEvents(file=file)
    frame = frame.with_columns(iso_times(frame["happened_at"]), pl.col("cost").cast(pl.Float64, strict=False))
    whole = frame.drop_nulls(["activity", "happened_at"])
    if whole.is_empty():
        raise NoXesTime(file=file)
    return whole.select(EVENTS.names())
