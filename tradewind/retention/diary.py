"""The order days of a team as arrays, and what of them was known on a day: what the models of silence read.

Buyers stand in an order of their histories, not of their names, so that a model's number hangs neither on what the
buyers are called nor on how a file is sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.ledger.schema import require
from tradewind.retention.bgnbd import Floats, Histories

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the arrays count them."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Diary:
    """Who ordered on which day, and for how much: one entry per buyer and order day, by buyer, then day.

    buyers      customer_id by place
    buyer, day  the place of the buyer, and the day as a number (days since 1970)
    amount      ordered that day, above 0
    """

    buyers: pl.Series
    buyer: Whole
    day: Whole
    amount: Floats

    @classmethod
    def of(cls, orders: pl.DataFrame) -> Diary:
        """From orders (customer_id, ordered_on, amount, and amount_base where there is one); returns do not count."""
        require(orders, "orders", "customer_id", "ordered_on", "amount")
        money = col.amount_base.fill_null(0.0) if "amount_base" in orders.columns else col.amount
        placed = orders.filter(col.customer_id.is_not_null(), col.ordered_on.is_not_null(), col.amount > 0)
        days = placed.group_by("customer_id", "ordered_on").agg(amount=money.cast(pl.Float64).sort().sum())
        ranked = days.select("customer_id").unique().sort("customer_id").with_row_index("buyer")
        rows = days.join(ranked.select("customer_id", "buyer"), on="customer_id").sort("buyer", "ordered_on")
        day = rows["ordered_on"].to_physical().cast(pl.Int64).to_numpy()
        return cls(ranked["customer_id"], rows["buyer"].cast(pl.Int64).to_numpy(), day, rows["amount"].to_numpy())

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last order day; None where nothing was ordered."""
        return (int(self.day.min()), int(self.day.max())) if self.day.size else None


@dataclass(frozen=True)
class Known:
    """The buyers with an order day up to `today`, and their order days until then.

    place         of each buyer in the diary
    buyer         of each entry, its buyer's position here; day, amount as in the diary
    first, last   order day of each buyer; n order days; start the position of its first entry
    """

    place: Whole
    buyer: Whole
    day: Whole
    amount: Floats
    first: Whole
    last: Whole
    n: Whole
    start: Whole
    today: int

    @classmethod
    def of(cls, diary: Diary, today: int) -> Known:
        """What the diary held on the evening of `today`, buyers in an order that hangs on nothing after it."""
        seen = diary.day <= today
        place, buyer = np.unique(diary.buyer[seen], return_inverse=True)
        told = cls.parted(place, buyer.astype(np.int64), diary.day[seen], diary.amount[seen], today)
        return told.ranked()

    def ranked(self) -> Known:
        """The same, with the buyers in the order of their histories."""
        squares, total = (
            np.bincount(self.buyer, value, self.n.size) for value in (self.day * 1.0 * self.day, self.amount)
        )
        rank = np.argsort(np.lexsort((total, squares, self.n, self.last, self.first)))
        order = np.lexsort((self.day, rank[self.buyer]))
        place = self.place[np.argsort(rank)]
        return Known.parted(place, rank[self.buyer][order], self.day[order], self.amount[order], self.today)

    @classmethod
    def parted(cls, place: Whole, buyer: Whole, day: Whole, amount: Floats, today: int) -> Known:
        n = np.bincount(buyer, minlength=place.size).astype(np.int64)
        start = np.cumsum(n) - n
        first, last = (day[start], day[start + n - 1]) if place.size else (start, start)
        return cls(place, buyer, day, amount, first, last, n, start, today)

    def those(self, which: Mask) -> Known:
        """Some of the buyers."""
        rows = which[self.buyer]
        position = np.cumsum(which) - 1
        return Known.parted(
            self.place[which], position[self.buyer[rows]], self.day[rows], self.amount[rows], self.today
        )

    def repeated(self) -> Known:
        """The buyers of two order days or more."""
        return self.those(self.n >= 2)

    @property
    def evenings(self) -> Whole:
        """`today`, for each buyer."""
        return np.full(self.n.size, self.today, dtype=np.int64)

    def histories(self, evenings: Whole | None = None) -> Histories:
        """x, t_x and T in days; T up to `today`, or up to a day of each buyer's own."""
        until = self.evenings if evenings is None else evenings
        x, recency, age = (v.astype(np.float64) for v in (self.n - 1, self.last - self.first, until - self.first))
        return Histories.of(x, recency, age)

    def gaps(self) -> tuple[Floats, Whole]:
        """The days between one order day and the next, and each gap's buyer."""
        same = self.buyer[1:] == self.buyer[:-1]
        return np.diff(self.day)[same].astype(np.float64), self.buyer[1:][same]


def outcomes(diary: Diary, known: Known, horizon_days: int) -> Floats:
    """The order days of each known buyer in the `horizon_days` after `known.today`."""
    within = (diary.day > known.today) & (diary.day <= known.today + horizon_days)
    return np.bincount(diary.buyer[within], minlength=diary.buyers.len())[known.place].astype(np.float64)
