"""What comes out of one file: the facts in it, and an account of every row."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

PROBLEMS = pl.Schema(
    {
        "row": pl.Int64,  # the row number a person sees in a spreadsheet; the heading is row 1
        "column": pl.String,  # the heading as written; null when the whole row is meant
        "value": pl.String,
        "reason": pl.String,
        "outcome": pl.String,  # skipped, failed
        "sheet": pl.String,  # null outside workbooks
    }
)
OWNERS = pl.Schema({"customer_id": pl.String, "owner": pl.String})
SOURCE_ROWS = pl.Schema({"key": pl.String, "source_rows": pl.Int64})


@dataclass(frozen=True)
class Form:
    """How the file was written.

    format        "csv", "parquet", "xlsx", "xls" or "jsonl"
    encoding      "utf-8", "utf-16-le", "utf-16-be", "gb18030" or "cp1252"; None for binary formats
    separator     the character between cells; None outside CSV
    compression   "gz" or "zip"; None when the file is not packed
    sheet         the sheets taken, joined by " + "; None outside workbooks
    shop          whose order export it is, e.g. "Shopify"; None for any other table
    """

    format: str
    encoding: str | None = None
    separator: str | None = None
    compression: str | None = None
    sheet: str | None = None
    shop: str | None = None


@dataclass(frozen=True)
class Column:
    """One column of the file and what it was taken for.

    how       "name" (by its heading), "values" (by what stands in it), "person" (by a correction) or "none"
    samples   up to five distinct cells that are not empty
    """

    heading: str
    field: str | None
    how: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Collected:
    """The facts of one file.

    kind          "orders", "customers" or "contacts"
    date_order    "dmy", "mdy" or "ymd" where the file's dates have one; else None
    orders        schema ORDERS + source_rows; amount_base is null
    owners        customer_id, owner: the rep's name as written
    source_rows   key (the customer_id), source_rows: how many rows of the file tell of this customer
    read          rows of the file that are not empty: the sum of source_rows + skipped + failed
    problems      one row per row skipped or failed, schema PROBLEMS
    rejected      the failed rows as they were written, with row and reason -- see `rejected.rejected`
    """

    kind: str
    form: Form
    columns: tuple[Column, ...]
    date_order: str | None
    customers: pl.DataFrame
    contacts: pl.DataFrame
    orders: pl.DataFrame
    order_lines: pl.DataFrame
    owners: pl.DataFrame
    source_rows: pl.DataFrame
    read: int
    skipped: int
    failed: int
    problems: pl.DataFrame
    rejected: pl.DataFrame
