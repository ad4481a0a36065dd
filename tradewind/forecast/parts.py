"""A team's sales by month in their smallest parts: buyer and product line, small buyers together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from polars import col

from tradewind.errors import SalesTooShort
from tradewind.forecast.hierarchy import Hierarchy, Places
from tradewind.forecast.series import LEAST_MONTHS, Floats
from tradewind.ledger.schema import require

MOST_MONTHS = 120
NAMED_BUYERS = 150
NAMED_PER_REP = 20
NAMED_LINES = 20
RECENT_MONTHS = 24
KEYS = ("buyer", "rep", "market", "line")
KINDS = ("rep", "line", "market", "buyer")


@dataclass(frozen=True)
class Parts:
    """Sales in parts.

    keys     one row per part: buyer, rep, market, line; empty where none is named, or too small to be named
    months   parts x months, the last one complete
    known    parts x horizon: ordered already for the months after these
    end      the last complete month, as year * 12 + month - 1
    """

    keys: pl.DataFrame
    months: Floats
    known: Floats
    end: int

    def hierarchy(self) -> Hierarchy:
        """The total, and each rep, product line, market and buyer."""
        groups = {"total": np.arange(len(self.months))}
        for kind in KINDS:
            groups |= {f"{kind}:{name}": places for name, places in self.by(kind).items()}
        return Hierarchy(self.months, groups, self.end)

    def by(self, kind: str) -> dict[str, Places]:
        """The parts of each rep, line, market or buyer, by its name; "" has those without one."""
        numbered = self.keys.with_row_index("place").sort("place")
        found = numbered.group_by(kind, maintain_order=True).agg("place").sort(kind)
        return {name: np.array(places, dtype=np.int64) for name, places in found.select(kind, "place").iter_rows()}


def last_complete_month(today: date) -> int:
    """The newest month that is over when the day `today` is."""
    ahead = today + timedelta(days=1)
    return ahead.year * 12 + ahead.month - 2


def parts(orders: pl.DataFrame, lines: pl.DataFrame, customers: pl.DataFrame, today: date, horizon: int) -> Parts:
    """The sales of a team in parts.

    orders     customer_id, order_id, ordered_on, amount, amount_base, rep; what is 0 or less does not count
    lines      order_id, product_line, amount: an order is split over its lines as their amounts are
    customers  customer_id, country, owner; the owner of today, or who took the last order
    today      orders up to the month's end before it are history, later ones are known for the months ahead
    raises     SalesTooShort below 6 complete months; MissingColumn
    """
    require(orders, "orders", "order_id", "customer_id", "ordered_on", "amount", "amount_base")
    end = last_complete_month(today)
    sold = _split(orders.filter((col.amount > 0) & (col.amount_base > 0)), lines)
    sold = sold.with_columns(
        month=col.ordered_on.dt.year().cast(pl.Int64) * 12 + col.ordered_on.dt.month().cast(pl.Int64) - 1
    )
    sold = sold.filter((col("month") > end - MOST_MONTHS) & (col("month") <= end + horizon))
    past = sold.filter(col("month") <= end)
    first = int(past["month"].min() or end + 1)  # type: ignore[arg-type]
    if end - first + 1 < LEAST_MONTHS:
        raise SalesTooShort(file="orders", months=max(0, end - first + 1), least=LEAST_MONTHS)
    told = _named(_placed(sold, orders, customers), end)
    keys = told.select(KEYS).unique().sort(KEYS)
    numbered = told.join(keys.with_row_index("part"), on=KEYS)
    whole = np.zeros((keys.height, end + horizon - first + 1))
    summed = numbered.group_by("part", "month").agg(col.y.sum()).sort("part", "month")
    whole[summed["part"].to_numpy(), summed["month"].to_numpy() - first] = summed["y"].to_numpy()
    return Parts(keys, whole[:, : end - first + 1], whole[:, end - first + 1 :], end)


def _split(orders: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Each order's amount over its product lines; "" where the file names none."""
    kept = (
        lines.filter(col.amount > 0)
        .group_by("order_id", line=col.product_line.fill_null(""))
        .agg(part=col.amount.sum())
    )
    shares = kept.with_columns(share=col.part / col.part.sum().over("order_id"))
    split = orders.join(shares.select("order_id", "line", "share"), on="order_id", how="left")
    return split.select(
        "customer_id", "ordered_on", line=col.line.fill_null(""), y=col.amount_base * col.share.fill_null(1.0)
    )


def _placed(sold: pl.DataFrame, orders: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """With the market and the rep of each buyer."""
    took = orders.sort("ordered_on", "order_id").group_by("customer_id").agg(took=col.rep.drop_nulls().last())
    known = customers.unique("customer_id", keep="first").select("customer_id", "country", "owner")
    placed = sold.join(known, on="customer_id", how="left").join(took, on="customer_id", how="left")
    rep = pl.coalesce("owner", "took").fill_null("")
    return placed.select("month", "y", "line", buyer="customer_id", market=col.country.fill_null(""), rep=rep)


def _named(sold: pl.DataFrame, end: int) -> pl.DataFrame:
    """Buyers and lines that are small of late have no name of their own: they are forecast together."""
    recent = sold.filter(col("month").is_between(end - RECENT_MONTHS + 1, end))
    buyers = recent.group_by("buyer", "rep").agg(col.y.sum()).sort(["y", "buyer"], descending=[True, False])
    rank = pl.int_range(pl.len())
    buyers = buyers.filter((rank < NAMED_BUYERS) | (rank.over("rep") < NAMED_PER_REP))
    lines = recent.group_by("line").agg(col.y.sum()).sort(["y", "line"], descending=[True, False]).head(NAMED_LINES)
    return sold.with_columns(
        buyer=pl.when(col.buyer.is_in(buyers["buyer"].implode())).then(col.buyer).otherwise(pl.lit("")),
        line=pl.when(col.line.is_in(lines["line"].implode())).then(col.line).otherwise(pl.lit("")),
    )
