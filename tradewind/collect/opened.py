"""Any file as a table: which form it has is told by its first bytes."""

from __future__ import annotations

import re
from dataclasses import replace

from tradewind.collect.delimited import delimited
from tradewind.collect.encoding import decoded
from tradewind.collect.json_lines import json_lines
from tradewind.collect.parquet import MAGIC as PARQUET
from tradewind.collect.parquet import parquet
from tradewind.collect.table import Table
from tradewind.collect.unpacked import ZIP, unpacked
from tradewind.collect.workbook import OLD_WORKBOOK, workbook
from tradewind.errors import EmptyFile, HeadingOnly, NoWorkbook, WebPage

STARTS = 1000
JSON = re.compile(r"\s*(?:\{|\[\s*\{)")
MARKUP = ("<html", "<table", "<!doctype", "<?xml", "<meta", "<head")


def opened(data: bytes, file: str, sheet: str | None = None) -> Table:
    """The table in a file, whatever its form and packing.

    raises   EmptyFile, HeadingOnly, NoWorkbook, WebPage, and what the reader of each form raises
    """
    if not data:
        raise EmptyFile(file=file)
    inside, compression = unpacked(data, file)
    table = _read(inside, file, sheet)
    if table.frame.is_empty():
        raise HeadingOnly(file=file)
    return replace(table, form=replace(table.form, compression=compression))


def _read(data: bytes, file: str, sheet: str | None) -> Table:
    if data.startswith((ZIP, OLD_WORKBOOK)):
        return workbook(data, file, sheet)
    if sheet is not None:
        raise NoWorkbook(file=file, sheet=sheet)
    if data.startswith(PARQUET):
        return parquet(data, file)
    text, encoding = decoded(data, file)
    if not text.strip():
        raise EmptyFile(file=file)
    if text[:STARTS].lstrip().lower().startswith(MARKUP):
        raise WebPage(file=file)
    if JSON.match(text):
        return json_lines(text, file, encoding)
    return delimited(text, file, encoding)
