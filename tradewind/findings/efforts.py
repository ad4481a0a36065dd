"""What goes to new and to old buyers: follow-ups, messages, and cost where it is known; as a JSON document."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl
from polars import col

from tradewind.findings.documents import Document, rows
from tradewind.ledger import Ledger
from tradewind.retention.new_or_old import EFFORTS, MONTHS, NEW_DAYS, efforts_and_orders


def efforts_document(ledger: Ledger, steps: pl.DataFrame, today: date, customers: Collection[str] | None) -> Document:
    """Shares of effort beside shares of orders; see new_or_old.efforts_and_orders.

    returns  today, months, new_days, groups: new buyers, then old ones
    """
    orders = ledger.table("orders")
    done = efforts_of(ledger, orders, steps)
    if customers is not None:
        mine = col.customer_id.is_in(list(customers))
        orders, done = orders.filter(mine), done.filter(mine)
    told = efforts_and_orders(orders, done, today)
    return {"today": today.isoformat(), "months": MONTHS, "new_days": NEW_DAYS, "groups": rows(told)}


def efforts_of(ledger: Ledger, orders: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Follow-ups, messages to buyers, and what the steps of their orders cost, one row each: EFFORTS."""
    unknown = pl.lit(None, dtype=pl.Float64).alias("cost")
    ups = steps.select("customer_id", "on", pl.lit("follow_up").alias("kind"), unknown)
    sent = ledger.table("messages").filter(col.direction == "out", col.customer_id.is_not_null())
    messages = sent.select("customer_id", col.sent_at.dt.date().alias("on"), pl.lit("message").alias("kind"), unknown)
    events = ledger.table("events")
    if "cost" not in events.columns:
        return pl.concat([ups, messages]).cast(EFFORTS)
    spent = events.filter(col.cost.is_not_null()).join(
        orders.select("customer_id", case_id="order_id"), on="case_id", how="inner"
    )
    costs = spent.select("customer_id", col.happened_at.dt.date().alias("on"), pl.lit("cost").alias("kind"), "cost")
    return pl.concat([ups, messages, costs]).cast(EFFORTS)
