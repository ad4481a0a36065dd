"""数据采集: a file of orders, customers or contacts, in whatever form it comes, as the ledger's facts.

Bytes in, batches out: nothing is written, no network and no clock is known. Every row of the file is accounted for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from tradewind.collect.cells import Cells, cells_of
from tradewind.collect.collected import PROBLEMS, Collected, Column, Form
from tradewind.collect.customers import contacts, customers, owners, source_rows
from tradewind.collect.doubles import doubles
from tradewind.collect.marks import reread
from tradewind.collect.opened import opened
from tradewind.collect.options import Options
from tradewind.collect.orders import order_lines, orders, with_order_ids
from tradewind.collect.pricing import main_currency, priced
from tradewind.collect.problems import problems, refuse
from tradewind.collect.rates import RATES, amounts_in_base, missing_rates
from tradewind.collect.recognised import Recognised, recognised
from tradewind.collect.rejected import rejected, rejected_csv
from tradewind.collect.rows import customer_rows, order_rows
from tradewind.collect.shops import shop_of, straightened
from tradewind.collect.shops.totals import with_totals
from tradewind.collect.table import Table
from tradewind.collect.unpacked import file_bytes
from tradewind.collect.whole_orders import with_their_orders
from tradewind.ledger.schema import ORDER_LINES, ORDERS

__all__ = [
    "RATES",
    "Collected",
    "Column",
    "Form",
    "Options",
    "amounts_in_base",
    "collect",
    "doubles",
    "main_currency",
    "missing_rates",
    "priced",
    "rejected_csv",
]


def collect(
    path: Path,
    options: Options = Options(),  # noqa: B008  frozen
    name: str | None = None,
    recall: Callable[[tuple[str, ...], Options], Options] | None = None,
) -> Collected:
    """The facts in a file.

    name     what people call the file, when `path` is where an upload was stored
    recall   given the file's headings and `options`, the options to read it with: how a person read its like before
    raises   InputError: one of its kinds for each thing that can be wrong with a file; BadRows for the first row that
             cannot be read, unless options.skip_bad_rows
    """
    file = name or path.name
    table = opened(file_bytes(path, file), file, options.sheet)
    options = reread(options, table.frame["reason"])
    options = recall(table.headings, options) if recall else options
    shop = shop_of(table.headings) if options.kind in (None, "orders") else None
    table = straightened(table, shop) if shop else table
    meant = recognised(table, options, file, shop)
    cells = cells_of(table, meant.fields, options, file)
    rows, checks = order_rows(cells, options.currency) if meant.kind == "orders" else customer_rows(cells)
    found = problems(cells, checks)
    if not options.skip_bad_rows:
        refuse(found, cells, file)
    if meant.kind == "orders":
        found = with_their_orders(found, rows, cells)
    good = rows.with_row_index("place").filter(~pl.col("place").is_in(found["place"].implode())).drop("place")
    return _collected(table, meant, cells, good, found)


def _collected(table: Table, meant: Recognised, cells: Cells, rows: pl.DataFrame, found: pl.DataFrame) -> Collected:
    lines = with_totals(with_order_ids(rows)) if meant.kind == "orders" else None
    outcomes = found["outcome"]
    return Collected(
        kind=meant.kind,
        form=table.form,
        columns=meant.columns,
        date_order=cells.date_orders.get("ordered_on"),
        customers=customers(rows),
        contacts=contacts(rows),
        orders=orders(lines) if lines is not None else pl.DataFrame(schema={**ORDERS, "source_rows": pl.Int64}),
        order_lines=order_lines(lines) if lines is not None else pl.DataFrame(schema=ORDER_LINES),
        owners=owners(rows),
        source_rows=source_rows(rows),
        read=table.frame.height,
        skipped=int((outcomes == "skipped").sum()),
        failed=int((outcomes == "failed").sum()),
        problems=found.select(PROBLEMS.names()),
        rejected=rejected(table, cells, found),
    )
