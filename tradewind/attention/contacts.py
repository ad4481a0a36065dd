"""More contact is not better contact: contacts per buyer and month beside the buyer's messages and orders.

An association and no effect: whoever is about to order is written to more. Months of one buyer are compared with one
another, and contacts with the orders of the month after, which takes part of that away and not all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.before_after import DRAWS, LESS, MORE, NOT_PROVEN, SEED, Interval

EDGES = (0, 1, 4, 10, 20)  # contacts a month at which a group begins
FEWEST_BUYERS = 20
TOO_FEW = "too_few"
MONTHS = {"customer_id": pl.String, "month": pl.Date, **dict.fromkeys(("contacts", "got", "orders"), pl.Int64)}
CLARIFYING = (
    "clarif", "not clear", "unclear", "what do you mean", "please confirm", "could you confirm", "can you confirm",
    "请确认", "不清楚", "不明白", "什么意思", "确认一下",
)  # fmt: skip
CORRECTING = (
    "correction", "corrected", "by mistake", "i meant", "typo", "please ignore", "revised", "更正", "写错", "弄错",
    "搞错", "改一下", "修正",
)  # fmt: skip


@dataclass(frozen=True)
class Contacts:
    """What months with more and with fewer contacts look like.

    groups   at_least (contacts a month), buyer_months, response_share (of months in which the buyer wrote), orders
             (per buyer and month, of the month after)
    slope    orders of the month after, per doubling of contacts, within buyers; null for fewer than 20 buyers
    verdict  `less`, `more`, `not_proven`, `too_few`
    """

    groups: pl.DataFrame
    slope: Interval | None
    verdict: str


def buyer_months(mail: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """One row per buyer and month from the first message on, the newest month left out.

    mail     as `turns.turns` returns it;  orders   customer_id, ordered_on, amount
    returns  customer_id, month, contacts (messages that the rep wrote), got (messages of the buyer), orders (of the
             month after)
    """
    known = mail.filter(col.customer_id.is_not_null()).with_columns(month=col.sent_at.dt.date().dt.truncate("1mo"))
    if known.is_empty():
        return pl.DataFrame(schema=MONTHS)
    counted = known.group_by("customer_id", "month").agg(
        contacts=col.mine.sum().cast(pl.Int64), got=(~col.mine).sum().cast(pl.Int64)
    )
    last = known["month"].max()
    spans = counted.group_by("customer_id").agg(first=col.month.min()).filter(col.first < last)
    if spans.is_empty():
        return pl.DataFrame(schema=MONTHS)
    grid = spans.with_columns(month=pl.date_ranges("first", pl.lit(last), "1mo", closed="left")).explode("month")
    bought = (
        orders.filter(col.amount > 0)
        .group_by("customer_id", month=col.ordered_on.dt.truncate("1mo").dt.offset_by("-1mo"))
        .agg(orders=pl.len().cast(pl.Int64))
    )
    keys = ["customer_id", "month"]
    joined = grid.drop("first").join(counted, on=keys, how="left").join(bought, on=keys, how="left")
    return joined.with_columns(col.contacts.fill_null(0), col.got.fill_null(0), col.orders.fill_null(0)).sort(keys)


def contacts(months: pl.DataFrame) -> Contacts:
    """What they look like. `months` as `buyer_months` returns it."""
    starts = pl.Series(EDGES)
    placed = months.with_columns(at_least=starts.gather(starts.search_sorted(months["contacts"], side="right") - 1))
    groups = placed.group_by("at_least").agg(
        buyer_months=pl.len().cast(pl.Int64), response_share=(col.got > 0).mean(), orders=col.orders.mean()
    )
    slope = within_buyers(months)
    verdict = TOO_FEW if slope is None else {-1: LESS, 0: NOT_PROVEN, 1: MORE}[slope.sign]
    return Contacts(groups.sort("at_least"), slope, verdict)


def within_buyers(months: pl.DataFrame) -> Interval | None:
    """The slope between months of the same buyer, with the percentile interval of buyers drawn anew."""
    sums = (
        months.with_columns(x=(col.contacts + 1).cast(pl.Float64).log(2))
        .with_columns(x=col.x - col.x.mean().over("customer_id"), y=col.orders - col.orders.mean().over("customer_id"))
        .group_by("customer_id", maintain_order=True)
        .agg(xy=(col.x * col.y).sum(), xx=(col.x * col.x).sum())
        .filter(col.xx > 0)
    )
    if sums.height < FEWEST_BUYERS:
        return None
    xy, xx = sums["xy"].to_numpy(), sums["xx"].to_numpy()
    chosen = np.random.default_rng(SEED).integers(0, xy.size, (DRAWS, xy.size))
    drawn = xy[chosen].sum(axis=1) / xx[chosen].sum(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(xy.sum() / xx.sum()), float(low), float(high))


def said_again(mail: pl.DataFrame, orders: pl.DataFrame) -> dict[str, float | int | None]:
    """Messages that clarify or correct, by their words, per order in the time of the messages.

    returns  clarifying, correcting (messages of either side), orders, clarifying_per_order, correcting_per_order (null
             without orders)
    """
    low = mail["text"].fill_null("").str.to_lowercase()
    counts = {
        name: int(low.str.contains_any(list(words)).sum())
        for name, words in (("clarifying", CLARIFYING), ("correcting", CORRECTING))
    }
    if mail.is_empty():
        return {**counts, "orders": 0, "clarifying_per_order": None, "correcting_per_order": None}
    first, last = mail["sent_at"][0].date(), mail["sent_at"][-1].date()
    theirs = mail["customer_id"].drop_nulls().unique().implode()
    bought = orders.filter(col.amount > 0, col.ordered_on.is_between(first, last), col.customer_id.is_in(theirs)).height
    per_order = {f"{name}_per_order": count / bought if bought else None for name, count in counts.items()}
    return {**counts, "orders": bought, **per_order}
