"""Sums that agree: the forecasts of total, rep, product line, market and buyer are those of the same smallest parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tradewind.forecast.series import Floats, Sales

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Hierarchy:
    """The smallest parts, and which of them each sum has.

    parts    n x T: sales of each part per month, the same months for all
    groups   by name the places of a sum's parts; any number of sums, overlapping as they like
    end      the last month, as year * 12 + month - 1
    """

    parts: Floats
    groups: Mapping[str, Places]
    end: int

    def sums(self, of: Floats) -> Floats:
        """The sums of these n x … values, one row per group."""
        return np.stack([of[places].sum(axis=0) for places in self.groups.values()])

    def series(self, parts: bool = True) -> Sales:
        """Every sum, and then every part, as a series of its own, from its first month with a sale."""
        own = self.parts if parts else self.parts[:0]
        rows = [*self.sums(self.parts), *own]
        names = [*self.groups, *(f"part {place}" for place in range(len(own)))]
        return Sales(tuple(names), tuple(begun(row) for row in rows), (self.end,) * len(rows))


def begun(row: Floats) -> Floats:
    """The months since the first with a sale; the last month alone where there never was one."""
    first = int(np.argmax(row > 0)) if row.any() else row.size - 1
    return row[first:]


def reconciled(sums: Floats, parts: Floats, groups: Sequence[Places], variance: Floats) -> Floats:
    """The parts' forecasts that come nearest to all forecasts of sums and parts, weighed by their past errors.

    sums, parts   forecasts of each, groups x H and n x H
    variance      of sums and then parts: the mean squared past error of each, above 0
    returns       n x H, 0 or more; what the sums are is then their sum
    source        MinT with a diagonal of variances (wls_var): Wickramasuriya et al. (2019), JASA 114(526); parts
                  that came out below 0 are set to 0
    """
    of = [np.full(places.size, row) for row, places in enumerate(groups)]
    where = (np.concatenate(of), np.concatenate(list(groups)))
    adds = sparse.csr_matrix((np.ones(where[0].size), where), shape=(len(groups), len(parts)))
    upper, lower = variance[: len(groups)], variance[len(groups) :]
    spread = adds.multiply(lower).tocsr()
    together = (spread @ adds.T).toarray() + np.diag(upper)
    correction = np.linalg.solve(together, sums - adds @ parts)
    return np.asarray(np.maximum(parts + spread.T @ correction, 0.0), dtype=np.float64)
