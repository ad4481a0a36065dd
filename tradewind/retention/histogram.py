"""How many buyers have each history: what a fit of BG/NBD reads, whoever counted it.

Histories in days repeat: of a million buyers about half share theirs with another. The rows are sorted, so the same
buyers give the same histogram to the last bit, in whatever order or in however many parts they were counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

BITS = 21  # of a whole number of days or orders when three share one 64-bit key: 5,700 years
COUNTABLE = 1e6  # whole numbers below which a table of all of them is small


@dataclass(frozen=True)
class Axis:
    """The distinct values of one number, ascending, and the place of each row's value among them."""

    values: Floats
    place: Places

    @classmethod
    def of(cls, rows: Floats) -> Axis:
        """Whole numbers are rarely beyond thousands: counting beats sorting."""
        if rows.size and float(rows.max()) < COUNTABLE and is_whole(rows):
            whole = rows.astype(np.intp)
            there = np.bincount(whole) > 0
            return cls(np.flatnonzero(there).astype(np.float64), (np.cumsum(there) - 1)[whole])
        values, place = np.unique(rows, return_inverse=True)
        return cls(values, place)

    def sums(self, weights: Floats) -> Floats:
        """The sum of the rows' weights at each value."""
        return np.bincount(self.place, weights, self.values.size).astype(np.float64)


@dataclass(frozen=True)
class Histogram:
    """The distinct histories, sorted by x, then t_x, then T; `count` buyers have each."""

    x: Axis
    recency: Axis
    age: Axis
    count: Floats

    @classmethod
    def of(cls, x: Floats, recency: Floats, age: Floats, count: Floats | None = None) -> Histogram:
        """The histogram of histories in any order; one row stands for one buyer, or for `count` of them."""
        order, key = sorted_rows(x, recency, age, count is None)
        if key is None:
            begin = np.flatnonzero(begins(*(column[order] for column in (x, recency, age))))
        else:
            begin = np.flatnonzero(begins(key))
        if count is None:
            times = np.diff(begin, append=x.size).astype(np.float64)
        else:
            times = np.add.reduceat(count[order], begin) if begin.size else count[:0]
        columns = [column[order[begin]] for column in (x, recency, age)] if key is None else unpacked(key[begin])
        of_x, of_recency, of_age = map(Axis.of, columns)
        return cls(of_x, of_recency, of_age, times)

    @property
    def buyers(self) -> float:
        """How many buyers there are in all."""
        return float(self.count.sum())

    @property
    def repeated_from(self) -> int:
        """The first row of a buyer of more than one order; those of one order are all before it."""
        return int(np.searchsorted(self.x.values[self.x.place], 0, side="right"))

    def spread(self, most: int) -> Histogram:
        """About `most` of the buyers, evenly spread over all histories."""
        last = np.cumsum(self.count)
        rows = np.searchsorted(last, np.arange(0.5, self.buyers, self.buyers / most))
        axes = (self.x, self.recency, self.age)
        return Histogram.of(*(axis.values[axis.place[rows]] for axis in axes))


def is_whole(rows: Floats) -> bool:
    return bool(np.array_equal(rows.astype(np.int64), rows))


def sorted_rows(x: Floats, recency: Floats, age: Floats, alone: bool) -> tuple[Places, NDArray[np.int64] | None]:
    """The order of the rows by (x, recency, age), and their sorted keys where the numbers are whole.

    Keys that stand `alone` need no order: it is then empty, and sorting is several times faster.
    """
    if x.size == 0 or not all(column.max() < 2**BITS and is_whole(column) for column in (x, recency, age)):
        return np.lexsort((age, recency, x)), None
    key = (x.astype(np.int64) << 2 * BITS) | (recency.astype(np.int64) << BITS) | age.astype(np.int64)
    if alone:
        key.sort()
        return np.zeros(0, np.intp), key
    order = np.argsort(key, kind="stable")
    return order, key[order]


def unpacked(key: NDArray[np.int64]) -> list[Floats]:
    """x, recency and age of keys."""
    return [(key >> shift & 2**BITS - 1).astype(np.float64) for shift in (2 * BITS, BITS, 0)]


def begins(*columns: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each row of sorted columns differs from the row before it."""
    new = np.ones(columns[0].size, dtype=bool)
    if new.size:
        new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return new
