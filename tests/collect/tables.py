"""Files for the tests of collect: written to a folder that is gone afterwards, and read back."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tradewind.collect import Collected, Options, collect

ORDER_HEADING = ("Order ID", "Customer", "Order Date", "Amount")


def collected(content: str | bytes, name: str = "orders.csv", **options: Any) -> Collected:
    """What collect makes of a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        return collect(path, Options(**options), name)


def written(rows: Sequence[Sequence[str]], heading: Sequence[str] = ORDER_HEADING, separator: str = ",") -> str:
    """CSV text."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([heading, *rows])
    return text.getvalue()


def dated(*dates: str, **options: Any) -> Collected:
    """An order file in which these dates stand, one order each."""
    return collected(written([[str(n), "ACME", date, "1.00"] for n, date in enumerate(dates)]), **options)


def paid(*amounts: str, **options: Any) -> Collected:
    """An order file in which these amounts stand, one order each."""
    return collected(written([[str(n), "ACME", "2026-03-05", amount] for n, amount in enumerate(amounts)]), **options)


def by_id(found: Collected, column: str) -> list[Any]:
    """A column of the orders, sorted by number."""
    return found.orders.sort(pl.col("order_id").cast(pl.Int64, strict=False))[column].to_list()


def accounted(found: Collected) -> int:
    """Rows of facts + skipped + failed, which must be all rows read."""
    facts = found.orders if found.kind == "orders" else found.source_rows
    return int(facts["source_rows"].sum()) + found.skipped + found.failed
