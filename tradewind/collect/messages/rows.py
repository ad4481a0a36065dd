"""The rows of a CSV file or a workbook, one by one, as they were written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from tradewind.collect.messages.form import Noted
from tradewind.collect.messages.lines import MOST_LINE, lines
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.table_words import FIRST_ROWS, fields_of, heading_of
from tradewind.collect.unpacked import MOST_BYTES
from tradewind.collect.workbook import OLD_WORKBOOK, sheets_of
from tradewind.errors import MessageTooLong, TooLarge

SEPARATORS = (",", ";", "\t", "|")
Row = list[object]


def is_workbook(source: Source) -> bool:
    """Whether a source is XLSX or XLS."""
    return "xl/workbook.xml" in source.members or source.head.startswith(OLD_WORKBOOK)


def first_rows(source: Source) -> list[Row]:
    """The first rows of a table in text, by the separator that makes most sense of its headings; none elsewhere."""
    return max((_parsed(source.text, one) for one in SEPARATORS), key=_sense) if source.text else []


def rows_of(source: Source, noted: Noted) -> Iterator[tuple[int, Row]]:
    """Each row with the number that a person sees, the sheets of a workbook one after the other.

    raises   MessageTooLong where a quotation mark is never closed, and what opening a workbook raises
    """
    if is_workbook(source):
        for _, rows in sheets_of(_whole(source), source.name):
            yield from enumerate(rows, 1)
        return
    separator = max(SEPARATORS, key=lambda one: _sense(_parsed(source.text, one)))
    yield from enumerate(csv.reader(_Fed(source, noted), delimiter=separator), 1)


class _Fed:
    """The lines of a source for csv, which must not collect too many of them for one row."""

    def __init__(self, source: Source, noted: Noted) -> None:
        self.source, self.lines = source, lines(source, noted)
        self.quoted, self.pieces = False, list[str]()
        self.open_bytes, self.begun = 0, 1

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        if self.pieces:
            return self.pieces.pop()
        number, line = next(self.lines)
        self.begun = self.begun if self.quoted else number
        self.quoted ^= line.count('"') % 2 == 1
        self.open_bytes = self.open_bytes + len(line) + 1 if self.quoted else 0
        if self.open_bytes > MOST_LINE:
            raise MessageTooLong(file=self.source.name, row=self.begun, most=MOST_LINE // 10**6)
        self.pieces = (line + "\n").replace("\r", "\r\0").split("\0")[::-1]  # csv wants line ends at the end only
        return self.pieces.pop()


def _whole(source: Source) -> bytes:
    with source.open() as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge(file=source.name, most=MOST_BYTES // 10**6)
    return data


def _parsed(text: str, separator: str) -> list[Row]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [list(row) for row in islice(rows, FIRST_ROWS)]
    except csv.Error:
        return []


def _sense(rows: list[Row]) -> tuple[bool, int]:
    place = heading_of(rows)
    return place is not None, len(fields_of(rows[place])) if place is not None else 0
