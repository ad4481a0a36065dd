"""JSON Lines as a table: one object a line, its names are the headings. One array of objects is read the same way."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from tradewind.collect.collected import Form
from tradewind.collect.table import Table, table_of
from tradewind.errors import BadJsonLine

Record = dict[str, Any]


def json_lines(text: str, file: str, encoding: str) -> Table:
    """The table in JSON Lines; a row number is the line's number. Raises BadJsonLine."""
    records = _array(text, file) if text.lstrip().startswith("[") else _lines(text, file)
    headings = list(dict.fromkeys(heading for _, record in records for heading in record))
    cells = {
        str(place): _column([record.get(heading) for _, record in records]) for place, heading in enumerate(headings)
    }
    frame = pl.DataFrame({**cells, "row": pl.Series([row for row, _ in records], dtype=pl.Int64)})
    return table_of(headings, frame, Form("jsonl", encoding=encoding))


def _lines(text: str, file: str) -> list[tuple[int, Record]]:
    return [(row, _record(line, row, file)) for row, line in enumerate(text.split("\n"), 1) if line.strip()]


def _record(line: str, row: int, file: str) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as cause:
        raise BadJsonLine(file=file, row=row) from cause
    if not isinstance(record, dict):
        raise BadJsonLine(file=file, row=row)
    return record


def _array(text: str, file: str) -> list[tuple[int, Record]]:
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise BadJsonLine(file=file, row=1) from cause
    for row, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise BadJsonLine(file=file, row=row)
    return list(enumerate(records, 1))


def _column(cells: list[Any]) -> pl.Series:
    """Numbers stay numbers when the whole column is numbers; anything else becomes text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds and kinds <= {int, float}:
        return pl.Series([None if cell is None else _float(cell) for cell in cells], dtype=pl.Float64)
    return pl.Series([_text(cell) for cell in cells], dtype=pl.String)


def _float(cell: float) -> float | None:
    try:
        return float(cell)
    except OverflowError:
        return None


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell if cell is None or cell.isascii() else _whole(cell)
    return json.dumps(cell) if isinstance(cell, dict | list) else str(cell).removesuffix(".0")


def _whole(text: str) -> str:
    """JSON may escape half of a surrogate pair, which is no character; a question mark stands for it."""
    return text.encode("utf-8", "replace").decode()
