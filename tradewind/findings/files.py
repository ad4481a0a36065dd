"""A ledger out of one file, so that findings run on files without any set-up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tradewind.collect import Options, collect, main_currency, priced
from tradewind.errors import FileMissing, NotThisKind
from tradewind.ledger import Ledger
from tradewind.ledger.order_folder import order_folder


def ledger_of_file(
    path: Path, rates: Mapping[str, float] | None = None, without_rates: bool = False, **options: Any
) -> Ledger:
    """The ledger of an order file that `collect` can read; amounts are in the currency that most orders name.

    A folder of Parquet files is read as it is; see ledger.order_folder.

    options   collect's options by name: dates, skip_bad_rows, currency, decimal, headings, sheet
    rates     units for one of the file's main currency, by currency, where the Bank has no rate
    raises    the InputErrors of collect; MissingRates; FileMissing; NotThisKind for a list of buyers
    """
    if path.is_dir():
        return Ledger({"orders": order_folder(path).orders()})
    if not path.is_file():
        raise FileMissing(file=str(path))
    collected = collect(path, Options(**options))
    if collected.kind != "orders":
        raise NotThisKind(file=path.name, kind=collected.kind)
    base = main_currency(collected.orders) or options.get("currency") or ""
    orders = priced(collected.orders, base, path.name, None, rates, without_rates).drop("source_rows")
    return Ledger.of_frames(orders=orders, order_lines=collected.order_lines, customers=collected.customers)


def currency_of(ledger: Ledger) -> str:
    """The currency that most orders of a file name, in which it is summed; empty where none is named."""
    return main_currency(ledger.table("orders")) or ""


def write_predictions(said: pl.DataFrame, to: Path) -> None:
    """Write what was said to a Parquet file. Raises FileMissing when its folder is missing."""
    require_folder(to)
    said.write_parquet(to)


def require_folder(to: Path) -> None:
    """Raise FileMissing when the folder of a file to be written is missing: before long work, not after it."""
    if not to.resolve().parent.is_dir():
        raise FileMissing(file=str(to.resolve().parent))


def events_of_file(
    path: Path, headings: Mapping[str, str] | None = None, sheet: str | None = None, dates: str = "auto"
) -> pl.DataFrame:
    """The events of a log file, in its order; see collect.events.collect_events."""
    from tradewind.collect.events import collect_events

    return collect_events(path, headings, sheet, dates)


def write_text(text: str, to: Path) -> None:
    """Write a text in UTF-8. Raises FileMissing when its folder is missing."""
    require_folder(to)
    to.write_text(text, encoding="utf-8")
