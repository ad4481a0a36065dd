"""Records out of JSON of any size, one at a time: bounded in memory, linear in time, whatever the file holds."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import ijson
from ijson.common import ObjectBuilder

from tradewind.collect.messages.form import Noted
from tradewind.collect.messages.lines import lines
from tradewind.collect.messages.source import Source

MOST_DEEP = 60  # levels inside one record
MOST_PLACES = 12  # levels above records that are looked into
MOST_RECORD = 32 << 20  # bytes
STEP_BYTES = 1 << 16
OPENS, CLOSES = ("start_map", "start_array"), ("end_map", "end_array")
TOP: tuple[str, ...] = ()  # whatever objects stand in no other, or in an array that stands in none
ROWS = ("[]",)  # only those in such an array
EACH = "*"

Record = dict[str, Any]


class Found(NamedTuple):
    """A record, and the plain values that stood before it in the object round it."""

    told: Record
    record: Record


def records(source: Source, arrays: frozenset[tuple[str, ...]], noted: Noted) -> Iterator[Found]:
    """The objects in the arrays at these places, e.g. ("chats", "list", "*", "messages"), TOP or ROWS.

    What is broken, cut off, too deep or too large is noted by the number of the record, and the rest is read on
    where the form allows it.
    """
    with source.open() as stream:
        yield from _Places(arrays, noted).read(_Utf8(stream, source.encoding or "utf-8"))


def documents(source: Source, noted: Noted) -> Iterator[Record]:
    """The objects of a file: one a line, in one array, one after the other, or a single one."""
    if _is_lines(source.text):
        for number, line in lines(source, noted):
            yield from _of_line(line, number, noted)
        return
    with source.open() as stream:
        for found in _Places(frozenset({TOP}), noted).read(_Utf8(stream, source.encoding or "utf-8")):
            yield found.record


def plain_values(source: Source, names: frozenset[str]) -> Record:
    """The plain values of the file's outermost object by these names, wherever they stand in it."""
    places = _Places(frozenset(), Noted())
    with source.open() as stream:
        for _ in places.read(_Utf8(stream, source.encoding or "utf-8")):
            pass
    return {name: value for name, value in places.outermost.items() if name in names}


def _is_lines(text: str) -> bool:
    first = [line.strip() for line in text.split("\n", 2)[:2]]
    return len(first) == 2 and all(one[:1] == "{" and one[-1:] == "}" for one in first if one)


def _of_line(line: str, number: int, noted: Noted) -> Iterator[Record]:
    if not line.strip():
        return
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        noted.reject(number, "broken_json")
        return
    if isinstance(record, dict):
        yield record
    else:
        noted.reject(number, "no_record")


class _WithoutEnd(Exception):
    """A single value goes on beyond MOST_RECORD."""


class _Utf8:
    """The bytes of a stream in UTF-8, with those that are none marked; refuses a value without end."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream, self.read_bytes, self.since = stream, 0, 0
        self.decoder = codecs.getincrementaldecoder("utf-8" if encoding == "cp1252" else encoding)("replace")

    def read(self, size: int) -> bytes:
        if not size:
            return b""
        if self.since > MOST_RECORD:
            raise _WithoutEnd
        step = self.stream.read(size)
        self.read_bytes += len(step)
        self.since += len(step)
        text = self.decoder.decode(step, final=not step)
        data = text.encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8 if self.read_bytes == len(step) else b"")
        return data if data or not step else self.read(size)


class _Places:
    """Follows the events of one file, knows where in it they stand, and builds the records of certain arrays."""

    def __init__(self, arrays: frozenset[tuple[str, ...]], noted: Noted) -> None:
        self.arrays, self.noted = arrays, noted
        self.stack: list[tuple[str, Record]] = []  # the key (or EACH) by which each open container was entered
        self.key = ""
        self.deep = self.count = self.begun_at = 0
        self.builder: ObjectBuilder | None = None
        self.outermost: Record = {}

    def read(self, stream: _Utf8) -> Iterator[Found]:
        """The records of the stream."""
        try:
            for event, value in ijson.basic_parse(stream, multiple_values=True, buf_size=STEP_BYTES):
                stream.since = 0
                if self.deep:
                    yield from self._inside(event, value, stream)
                else:
                    self._outside(event, value, stream)
        except ijson.JSONError as cause:
            self.noted.reject(self.count + 1, "cut_off" if "premature EOF" in str(cause) else "broken_json")
        except _WithoutEnd:
            self.noted.reject(self.count + 1, "record_too_large")
        except ValueError:  # a number of more digits than Python reads
            self.noted.reject(self.count + 1, "broken_json")

    def _outside(self, event: str, value: Any, stream: _Utf8) -> None:
        if event == "map_key":
            self.key = value
        elif event in OPENS:
            self._open(event, value, stream)
        elif event in CLOSES:
            self.stack.pop()
        elif self.stack and self._around_is_object():
            self.stack[-1][1][self.key] = value
            if len(self.stack) == 1:
                self.outermost[self.key] = value

    def _open(self, event: str, value: Any, stream: _Utf8) -> None:
        is_record = event == "start_map" and self._in_arrays()
        if is_record or len(self.stack) >= MOST_PLACES:
            self.builder = ObjectBuilder() if is_record else None
            self.deep, self.begun_at = 1, stream.read_bytes
            self.count += is_record
            if self.builder:
                self.builder.event(event, value)
            return
        name = self.key if self._around_is_object() else EACH
        self.stack.append((name, {} if event == "start_map" else {EACH: None}))
        self.key = ""

    def _around_is_object(self) -> bool:
        return bool(self.stack) and EACH not in self.stack[-1][1]

    def _in_arrays(self) -> bool:
        if not self.stack:
            return TOP in self.arrays
        if self._around_is_object():
            return False
        place = tuple(name for name, _ in self.stack[1:])
        return (place or ROWS) in self.arrays or (place == TOP and TOP in self.arrays)

    def _inside(self, event: str, value: Any, stream: _Utf8) -> Iterator[Found]:
        self.deep += 1 if event in OPENS else -1 if event in CLOSES else 0
        if self.builder is None:
            return
        if self.deep > MOST_DEEP or stream.read_bytes - self.begun_at > MOST_RECORD:
            self.noted.reject(self.count, "too_deep" if self.deep > MOST_DEEP else "record_too_large")
            self.builder = None
            return
        self.builder.event(event, value)
        if not self.deep:
            record, self.builder = self.builder.value, None
            around = self.stack[-2][1] if len(self.stack) > 1 else {}
            yield Found(around, record)


NAME = re.compile(r'"([A-Za-z_][A-Za-z_.0-9]{0,39})"\s*:')
LOOK_CHARACTERS = 1 << 16


def names_in(source: Source) -> frozenset[str]:
    """The names of values at the beginning of a JSON file; none where it does not begin as one."""
    text = source.text[:LOOK_CHARACTERS].lstrip()
    return frozenset(NAME.findall(text)) if text.startswith(("{", "[")) else frozenset()
