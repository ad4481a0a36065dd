"""Orders and their lines in bulk: written, kept as they were, put back, removed. Callers hold the transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from tradewind.desk import bulk
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.models import Batch, Order, OrderLine, RowBefore

COLUMNS = (
    "order_id", "customer_id", "ordered_on", "ordered_at", "amount", "currency", "amount_base", "requested_on",
    "promised_on", "shipped_on", "rep", "fingerprint", "source_customer", "created_batch_id", "changed_batch_id",
)  # fmt: skip
LINE_COLUMNS = ("order_id", "line_no", "product", "product_line", "quantity", "unit", "amount")
TIME = COLUMNS.index("ordered_at")
BUYER, SOURCE = COLUMNS.index("customer_id"), COLUMNS.index("source_customer")
MADE_BY = COLUMNS.index("created_batch_id")
CHANGED_BY = COLUMNS.index("changed_batch_id")


def write_orders(batch: Batch, orders: pl.DataFrame, lines: pl.DataFrame) -> None:
    """Insert the orders whose status is `created`, replace those whose status is `updated`, with their lines.

    orders   schema ORDERS with amount_base, fingerprint and status;   lines   schema ORDER_LINES of these orders
    """
    before = keep_before(batch, orders.filter(pl.col("status") == "updated")["order_id"].to_list())
    makers = {key: kept["order"][MADE_BY] for key, kept in before.items()}
    rows = _order_rows(orders)
    bulk.insert(Order, COLUMNS, ((*row, makers.get(row[0], batch.pk), batch.pk) for row in rows))
    bulk.insert(OrderLine, LINE_COLUMNS, _line_rows(lines))


def keep_before(batch: Batch, order_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Keep the orders as they are in RowBefore, take them out of the tables, and return them."""
    before = stored(order_ids)
    rows = [(batch.pk, "orders", key, json.dumps(kept)) for key, kept in before.items()]
    bulk.insert(RowBefore, ("batch_id", "table", "key", "before"), rows)
    remove(order_ids)
    return before


def put_back(kept: Iterable[dict[str, Any]]) -> None:
    """Insert orders that `stored` gave, as they were; each at its source's buyer, since no merge stands meanwhile."""
    orders = list(kept)
    bulk.insert(Order, COLUMNS, (_timed(_at_source(row["order"])) for row in orders))
    bulk.insert(OrderLine, LINE_COLUMNS, (tuple(line) for row in orders for line in row["lines"]))


def stored(order_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The orders as the tables have them, by order_id: {"order": values of COLUMNS, "lines": values of LINE_COLUMNS},
    all plain enough for JSON."""
    found: dict[str, dict[str, Any]] = {
        row[0]: {"order": [_plain(value) for value in row], "lines": []}
        for row in bulk.select(Order, COLUMNS, "order_id", order_ids)
    }
    for line in bulk.select(OrderLine, LINE_COLUMNS, "order_id", order_ids, order="line_no"):
        found[line[0]]["lines"].append(list(line))
    return found


def remove(order_ids: list[str]) -> None:
    """Delete orders and their lines."""
    bulk.delete(OrderLine, "order_id", order_ids)
    bulk.delete(Order, "order_id", order_ids)


def _order_rows(orders: pl.DataFrame) -> list[tuple[Any, ...]]:
    texts = pl.col("currency", "rep").fill_null("")
    dates = pl.col("ordered_on", "requested_on", "promised_on", "shipped_on").dt.to_string("iso")
    time = pl.col("ordered_at").dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
    money = [ten_thousandths("amount"), ten_thousandths("amount_base")]
    plain = orders.with_columns(texts, dates, time, *money).with_columns(pl.col("rep").str.slice(0, 80))
    return [_timed(row) for row in plain.select(COLUMNS[:MADE_BY]).iter_rows()]


def _line_rows(lines: pl.DataFrame) -> Iterable[tuple[Any, ...]]:
    texts = [
        pl.col(name).fill_null("").str.slice(0, most)
        for name, most in {"product": 300, "product_line": 120, "unit": 40}.items()
    ]
    return lines.with_columns(*texts, ten_thousandths("amount")).select(LINE_COLUMNS).iter_rows()


def _timed(row: Iterable[Any]) -> tuple[Any, ...]:
    values = list(row)
    values[TIME] = bulk.stored_time(values[TIME])
    return tuple(values)


def _at_source(row: list[Any]) -> list[Any]:
    values = row if len(row) == len(COLUMNS) else [*row[:SOURCE], "", *row[SOURCE:]]  # kept before buyers could merge
    buyer = values[SOURCE] or values[BUYER]
    return [buyer if at == BUYER else "" if at == SOURCE else value for at, value in enumerate(values)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value
