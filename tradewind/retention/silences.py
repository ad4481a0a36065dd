"""Which silences has each buyer kept? One begins with every order day, and ends with the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.ledger.schema import require
from tradewind.retention.bgnbd import Floats

Pause = tuple[date, date]
Places = NDArray[np.intp]
YEAR_DAYS = 365


def silences(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """Every silence of every buyer, with what was known on the day that it began.

    orders   one row per order: customer_id, ordered_on, amount, amount_base -- see ledger.schema.ORDERS;
             a return makes no order day, but lowers the money
    returns  one row per order day, sorted by customer_id, last_ordered_on:
               last_ordered_on   date   the order day with which it began; with customer_id it names the silence
               ended_on          date   the next order day; null while it lasts
               first_ordered_on  date   the buyer's first order day
               order_days        int    order days up to and including the first day of the silence, 1 or more
               money             float  net amount in base currency of the 365 days up to that day, 0 or more
    raises   MissingColumn
    """
    require(orders, "orders", "customer_id", "ordered_on", "amount", "amount_base")
    known = orders.filter(col.customer_id.is_not_null(), col.ordered_on <= today)
    net = known.sort("customer_id", "ordered_on", "amount", "amount_base").group_by(
        "customer_id", "ordered_on", maintain_order=True
    ).agg(net=col.amount_base.sum(), placed=(col.amount > 0).any())  # fmt: skip
    year = net.rolling("ordered_on", period=f"{YEAR_DAYS}d", group_by="customer_id").agg(money=col.net.sum())
    days = net.with_columns(money=year["money"].clip(lower_bound=0)).filter("placed")
    return days.select(
        "customer_id",
        last_ordered_on=col.ordered_on,
        ended_on=col.ordered_on.shift(-1).over("customer_id"),
        first_ordered_on=col.ordered_on.min().over("customer_id"),
        order_days=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("customer_id"),
        money=col.money,
    )


@dataclass(frozen=True)
class Calendar:
    """The days that count towards a silence: all but the days of the pauses, e.g. of the Spring Festival."""

    paused: NDArray[np.int64]

    @classmethod
    def without(cls, pauses: Sequence[Pause]) -> Calendar:
        """`pauses`: first and last day of each, both paused."""
        spans = [np.arange(first.toordinal(), last.toordinal() + 1) for first, last in pauses]
        return cls(np.unique(np.concatenate(spans)) if spans else np.array([], dtype=np.int64))

    def counted(self, ordinals: NDArray[np.int64]) -> Floats:
        """Days as a number that stands still during a pause."""
        return (ordinals - np.searchsorted(self.paused, ordinals)).astype(np.float64)

    def day(self, counted: float) -> date:
        """The first day that has this number."""
        found = int(counted)
        while self.counted(np.array([found]))[0] < counted:
            found += 1
        return date.min + timedelta(days=found - 1)


@dataclass(frozen=True)
class Spells:
    """The rows of `silences` as arrays, in counted days.

    buyer     which buyer, 0 …            began, ended   first day and next order day; infinity while it lasts
    first     the buyer's first order day     repeats    x: order days before it
    log_gaps, log_gaps_squared   sums over the buyer's gaps up to then      money   of the trailing year
    """

    buyer: Places
    began: Floats
    ended: Floats
    first: Floats
    repeats: Floats
    log_gaps: Floats
    log_gaps_squared: Floats
    money: Floats

    @classmethod
    def of(cls, frame: pl.DataFrame, calendar: Calendar) -> Spells:
        buyer = (frame["customer_id"].rle_id() if frame.height else pl.Series([], dtype=pl.UInt32)).to_numpy()
        began, first = (calendar.counted(ordinals(frame[name])) for name in ("last_ordered_on", "first_ordered_on"))
        ended = np.where(frame["ended_on"].is_null(), np.inf, calendar.counted(ordinals(frame["ended_on"])))
        repeats = frame["order_days"].to_numpy().astype(np.float64) - 1
        gap = np.log(np.maximum(np.diff(began, prepend=0.0), 1.0)) * (repeats > 0)
        return cls(
            buyer.astype(np.intp), began, ended, first, repeats, running(gap, repeats), running(gap**2, repeats),
            frame["money"].to_numpy().astype(np.float64),
        )  # fmt: skip

    @property
    def buyers(self) -> int:
        return int(self.buyer[-1]) + 1 if self.buyer.size else 0


def ordinals(days: pl.Series) -> NDArray[np.int64]:
    """Dates as proleptic Gregorian ordinals, as date.toordinal counts; 0001-01-01 for null."""
    return days.to_physical().cast(pl.Int64).fill_null(1 - EPOCH).to_numpy() + EPOCH


EPOCH = date(1970, 1, 1).toordinal()


def running(values: Floats, repeats: Floats) -> Floats:
    """Sums of `values` from each buyer's first row on; a row with no repeat is a buyer's first."""
    if not values.size:
        return values
    total = np.cumsum(values)
    start = np.maximum.accumulate(np.where(repeats == 0, np.arange(values.size), 0))
    return np.asarray(total - total[start] + values[start])
