"""XLSX and XLS as a table: which sheets belong together, which row is the heading, what merged cells stand for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tradewind.collect.collected import Form
from tradewind.collect.headings import fields_by_name, heading_row
from tradewind.collect.table import Table, table_of
from tradewind.collect.unpacked import DAMAGE, ZIP
from tradewind.errors import BrokenFile, EmptyFile, LockedFile, SeveralSheets, TooLarge, UnknownSheet

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_CELLS = 60_000_000
CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
LOCKED = "EncryptedPackage".encode("utf-16-le")
Rows = list[list[Any]]


@dataclass(frozen=True)
class Sheet:
    """One sheet below its heading; `above` rows stand before the heading."""

    name: str
    heading: list[str]
    above: int
    rows: Rows

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the headings name."""
        return frozenset(fields_by_name(self.heading).values())

    @property
    def has_orders(self) -> bool:
        """Whether a date and an amount, or a quantity with a price, stand in it."""
        return "ordered_on" in self.fields and ("amount" in self.fields or {"quantity", "price"} <= self.fields)


def workbook(data: bytes, file: str, sheet: str | None = None) -> Table:
    """The table in a workbook: the sheet with orders, or all such sheets together when their headings are the same.

    raises   BrokenFile, LockedFile, EmptyFile, TooLarge, UnknownSheet; SeveralSheets when it holds different tables
    """
    sheets = _sheets(data, file, sheet)
    taken = _taken(sheets)
    if not taken:
        raise EmptyFile(file=file)
    if any(part.heading != taken[0].heading for part in taken):
        raise SeveralSheets(file=file, sheets=", ".join(part.name for part in taken))
    form = Form("xlsx" if data.startswith(ZIP) else "xls", sheet=" + ".join(part.name for part in taken))
    return table_of(taken[0].heading, _together(taken), form)


def _taken(sheets: list[Sheet]) -> list[Sheet]:
    """All sheets with orders; where no sheet has any, those with most known headings."""
    most = max((len(part.fields) for part in sheets), default=0)
    return [part for part in sheets if part.has_orders] or [part for part in sheets if len(part.fields) == most]


def sheets_of(data: bytes, file: str) -> list[tuple[str, Rows]]:
    """Every visible sheet with all its rows as typed; raises BrokenFile, LockedFile, TooLarge."""
    with _opened(data, file) as book:
        return [(name, _with_merged_cells(book.get_sheet_by_name(name))) for name in _visible(book)]


def _sheets(data: bytes, file: str, chosen: str | None) -> list[Sheet]:
    with _opened(data, file) as book:
        if chosen is not None and chosen not in book.sheet_names:
            raise UnknownSheet(file=file, sheet=chosen, sheets=", ".join(book.sheet_names))
        names = _visible(book) if chosen is None else [chosen]
        parts = [_sheet(name, book.get_sheet_by_name(name)) for name in names]
    return [part for part in parts if part is not None]


@contextmanager
def _opened(data: bytes, file: str) -> Iterator[CalamineWorkbook]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_checked(data, file))) as book:
            yield book
    except PasswordError as cause:
        raise LockedFile(file=file) from cause
    except (CalamineError, *DAMAGE) as cause:
        raise (LockedFile if LOCKED in data else BrokenFile)(file=file) from cause


def _visible(book: CalamineWorkbook) -> list[str]:
    """The sheets a person sees: what is hidden is taken only when it is asked for by name."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _checked(data: bytes, file: str) -> bytes:
    """The same bytes, after every part inside proved whole and no sheet spans more cells than can be held."""
    if data.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for name in parts.namelist():
                part = parts.read(name)
                if name.startswith("xl/worksheets/") and _span(part) > MOST_CELLS:
                    raise TooLarge(file=file, most=MOST_CELLS // 10**6)
    return data


def _span(sheet: bytes) -> int:
    """Rows x columns from the first cell to the last: two cells in far corners take the room of all between."""
    last_row, columns = 0, {b"A"}
    for cell in CELL.finditer(sheet):
        column, row = cell.groups()
        columns.add(column)
        last_row = max(last_row, int(row))
    return last_row * max(_column_number(letters) for letters in columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(name: str, sheet: CalamineSheet) -> Sheet | None:
    rows = _with_merged_cells(sheet)
    if not any(cell != "" for row in rows for cell in row):
        return None
    above = heading_row([[str(cell) for cell in row] for row in rows[:20]])
    heading = [str(cell).strip() for cell in rows[above]]
    return Sheet(name, heading, above, rows[above + 1 :])


def _with_merged_cells(sheet: CalamineSheet) -> Rows:
    """All rows; a merged cell's value stands in each row it spans, as an order number spans the order's lines."""
    rows: Rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return rows


def _together(sheets: list[Sheet]) -> pl.DataFrame:
    rows = list(chain.from_iterable(sheet.rows for sheet in sheets))
    columns = zip(*rows, strict=True) if rows else ((),) * len(sheets[0].heading)
    numbers = [sheet.above + 2 + place for sheet in sheets for place in range(len(sheet.rows))]
    names = [sheet.name for sheet in sheets for _ in sheet.rows]
    typed = {str(place): _column(list(cells)) for place, cells in enumerate(columns)}
    return pl.DataFrame(
        {**typed, "row": pl.Series(numbers, dtype=pl.Int64), "sheet": pl.Series(names, dtype=pl.String)}
    )


def _column(cells: list[Any]) -> pl.Series:
    """Numbers stay numbers and dates stay dates when the whole column is; anything else becomes text."""
    kinds = {type(cell) for cell in cells if cell != ""}
    if kinds and kinds <= {int, float}:
        return pl.Series([None if cell == "" else float(cell) for cell in cells], dtype=pl.Float64)
    if kinds and kinds <= {date, datetime}:
        return pl.Series([None if cell == "" else _moment(cell) for cell in cells], dtype=pl.Datetime("us"))
    return pl.Series([_text(cell) for cell in cells], dtype=pl.String)


def _moment(cell: date) -> datetime:
    return cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  as written


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell).removesuffix(".0")
