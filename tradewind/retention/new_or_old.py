"""Whom does the team's effort go to, new buyers or old ones, and who orders what?"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.ledger.schema import require

NEW_DAYS = 365
MONTHS = 12
EFFORTS = pl.Schema({"customer_id": pl.String, "on": pl.Date, "kind": pl.String, "cost": pl.Float64})
KINDS = ("follow_up", "message", "cost")


def efforts_and_orders(orders: pl.DataFrame, efforts: pl.DataFrame, today: date, months: int = MONTHS) -> pl.DataFrame:
    """What went to new and to old buyers in the months up to today, and what each ordered.

    A buyer is new until a year after its first order day, and before it; then it is old.

    orders   one row per order: customer_id, ordered_on, amount, amount_base -- see ledger.schema.ORDERS
    efforts  EFFORTS: one row per thing done for a buyer; kind follow_up, message or cost; cost in base currency or null
    returns  two rows, new first: is_new bool; buyers int (with an effort or an order), follow_ups, messages int,
             cost float (null where no cost is known), orders int (order days), amount float (net, base currency), and
             of each but the buyers its share of both rows: …_share, null where there is none
    raises   MissingColumn
    """
    require(orders, "orders", "customer_id", "ordered_on", "amount", "amount_base")
    placed = orders.filter(col.customer_id.is_not_null(), col.amount > 0)
    first = placed.group_by("customer_id").agg(first_on=col.ordered_on.min())
    since = pl.Series([today]).dt.offset_by(f"-{months}mo").item()
    window = {"after": since, "until": today}
    done = within(efforts.cast(EFFORTS), "on", first, **window)
    bought = within(orders.filter(col.customer_id.is_not_null()), "ordered_on", first, **window)
    spent = done.group_by("is_new").agg(
        follow_ups=(col.kind == "follow_up").sum(), messages=(col.kind == "message").sum(),
        cost=pl.when(col.cost.is_not_null().any()).then(col.cost.sum()),
    )  # fmt: skip
    day = pl.struct("customer_id", "ordered_on")
    got = bought.sort("ordered_on", "amount_base").group_by("is_new").agg(
        orders=day.filter(col.amount > 0).n_unique(), amount=col.amount_base.sum()
    )  # fmt: skip
    both = pl.concat([done.select("is_new", "customer_id"), bought.select("is_new", "customer_id")])
    buyers = both.group_by("is_new").agg(buyers=col.customer_id.n_unique())
    rows = pl.DataFrame({"is_new": [True, False]})
    for found in (buyers, spent, got):
        rows = rows.join(found, on="is_new", how="left", maintain_order="left")
    counts = ("buyers", "follow_ups", "messages", "orders")
    told = rows.with_columns(col(counts).fill_null(0).cast(pl.Int64), col.amount.fill_null(0.0))
    shared = ("follow_ups", "messages", "cost", "orders", "amount")
    return told.with_columns(
        pl.when(col(name).sum() > 0).then(col(name).fill_null(0) / col(name).sum()).alias(f"{name}_share")
        for name in shared
    )


def within(rows: pl.DataFrame, on: str, first: pl.DataFrame, after: date, until: date) -> pl.DataFrame:
    """The rows of the window, with is_new: whether their buyer was new on that day."""
    some = rows.filter(col(on) > after, col(on) <= until).join(first, on="customer_id", how="left")
    return some.with_columns(is_new=(col(on) < col.first_on + timedelta(days=NEW_DAYS)).fill_null(value=True))
