"""A ledger out of one file, so that findings run on files without any set-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tradewind.collect import Options, amounts_in_base, collect
from tradewind.errors import FileMissing, NotThisKind
from tradewind.ledger import Ledger


def ledger_of_file(path: Path, **options: Any) -> Ledger:
    """The ledger of an order file that `collect` can read; amounts are in the currency that most orders name.

    options   collect's options by name: dates, skip_bad_rows, currency, decimal, headings, sheet
    raises    the InputErrors of collect; FileMissing; NotThisKind when the file is a list of customers or contacts
    """
    if not path.is_file():
        raise FileMissing(file=str(path))
    collected = collect(path, Options(**options))
    if collected.kind != "orders":
        raise NotThisKind(file=path.name, kind=collected.kind)
    named = collected.orders["currency"].drop_nulls()
    base = str(named.mode().sort()[0]) if len(named) else options.get("currency") or ""
    orders = amounts_in_base(collected.orders, base).drop("source_rows")
    return Ledger.of_frames(orders=orders, order_lines=collected.order_lines, customers=collected.customers)
