"""The orders of a folder of Parquet files: too many for one file, and perhaps for one process.

`orders.parquet` (a file, or a folder of parts as Spark writes it) is the table where it is there; else every `.parquet`
file of the folder is a part of it. Only the columns that say who ordered what when are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars import col

from tradewind.errors import BrokenFile, FileMissing, MissingColumn, NoOrderParts, SeveralCurrencies, WrongType
from tradewind.ledger.schema import TABLES

FACTS = ("customer_id", "ordered_on", "amount", "amount_base")
KINDS: dict[str, tuple[str, Callable[[pl.DataType], bool]]] = {
    "customer_id": ("String/Int64", lambda kind: kind == pl.String or kind.is_integer()),
    "ordered_on": ("Date/Datetime", lambda kind: kind == pl.Date or isinstance(kind, pl.Datetime)),
    "amount": ("Float64", lambda kind: kind.is_numeric()),
    "amount_base": ("Float64", lambda kind: kind.is_numeric()),
}


@dataclass(frozen=True)
class OrderFolder:
    """files  of the table, each with customer_id, ordered_on and amount; amount_base says money in one currency
    rows     in all of them
    priced   whether they have amount_base; else amount is it, all in one currency
    """

    folder: Path
    files: list[Path]
    rows: int
    priced: bool

    def facts(self) -> pl.LazyFrame:
        """One row per order: FACTS, as schema.ORDERS has them."""
        rows = pl.scan_parquet(self.files, missing_columns="raise", extra_columns="ignore", glob=False)
        base = "amount_base" if self.priced else "amount"
        return rows.select(
            col.customer_id.cast(pl.String), col.ordered_on.cast(pl.Date), col.amount.cast(pl.Float64),
            amount_base=pl.col(base).cast(pl.Float64),
        )  # fmt: skip

    def orders(self) -> pl.LazyFrame:
        """The table with every column of schema.ORDERS; what `facts` does not have is null, orders are numbered."""
        empty = [
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in TABLES["orders"].items()
            if name not in (*FACTS, "order_id")
        ]
        numbered = self.facts().with_row_index("order_id").with_columns(col.order_id.cast(pl.String), *empty)
        return numbered.select(TABLES["orders"].names())


def order_folder(folder: Path) -> OrderFolder:
    """The folder's order files, each looked at: footers only, no rows but where money could be of several currencies.

    raises   FileMissing, NoOrderParts, BrokenFile, MissingColumn, WrongType, SeveralCurrencies
    """
    files = parts_of(folder)
    schemas = {file: schema_of(file) for file in files}
    for file, schema in schemas.items():
        require_facts(file, schema)
    priced = all("amount_base" in schema for schema in schemas.values())
    if not priced:
        require_one_currency(folder, [file for file, schema in schemas.items() if "currency" in schema])
    rows: int = pl.scan_parquet(files, extra_columns="ignore", glob=False).select(pl.len()).collect().item()
    return OrderFolder(folder, files, rows, priced)


def parts_of(folder: Path) -> list[Path]:
    """The order files of the folder, by name. Raises FileMissing, NoOrderParts."""
    if not folder.is_dir():
        raise FileMissing(file=str(folder))
    table = folder / "orders.parquet"
    if table.is_file():
        return [table]
    inside = table if table.is_dir() else folder
    files = sorted(file for file in inside.glob("*.parquet") if file.is_file() and file.name[0] not in "._")
    if not files:
        raise NoOrderParts(folder=str(inside))
    return files


def schema_of(file: Path) -> pl.Schema:
    """The columns of a Parquet file, from its footer. Raises BrokenFile."""
    try:
        return pl.Schema(pl.read_parquet_schema(file))
    except (pl.exceptions.PolarsError, OSError) as wrong:
        raise BrokenFile(file=file.name) from wrong


def require_facts(file: Path, schema: pl.Schema) -> None:
    """Raise MissingColumn or WrongType unless the file says who ordered what when."""
    for name, (said, fits) in KINDS.items():
        if name not in schema:
            if name == "amount_base":
                continue
            raise MissingColumn(table=file.name, column=name, present=", ".join(schema))
        if not fits(schema[name]):
            raise WrongType(file=file.name, column=name, kind=str(schema[name]), needed=said)


def require_one_currency(folder: Path, files: list[Path]) -> None:
    """Raise SeveralCurrencies where amounts without amount_base name more than one."""
    if not files:
        return
    named = (
        pl.scan_parquet(files, extra_columns="ignore", glob=False).select(col.currency.drop_nulls().unique()).collect()
    )
    found = sorted(map(str, named["currency"]))
    if len(found) > 1:
        raise SeveralCurrencies(folder=str(folder), currencies=", ".join(found[:5]))
