"""The team's own past, cut at earlier days: what was known then, and who did not order after it.

A slice stands on one day. It has the purchase models as fitted on what was known that evening, the rhythm features of
each buyer of two order days or more, and, where its horizon is over, what the buyer did in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tradewind.retention import features, fitted
from tradewind.retention.bgnbd import Floats, Histories
from tradewind.retention.diary import Diary, Known, Whole, outcomes
from tradewind.retention.features import FEATURES, rhythm_features
from tradewind.retention.fitted import MODELS, ModelParameters

COLUMNS = (*FEATURES, *MODELS)  # the rhythm, then the logit of each model's chance of no order
FEWEST = 8  # buyers of two order days or more; fewer teach nothing
SLICES = 8  # at most, besides the one of a year ago
IN_A_SLICE = 1_200  # buyers that the slow model of a past slice is fitted on, evenly spread over all histories
SURE = 1e-6  # no chance is taken for surer


@dataclass(frozen=True)
class Models:
    """The purchase models as fitted on one day, by name in MODELS."""

    bgnbd: ModelParameters
    pareto: ModelParameters
    regular: ModelParameters
    nbd: ModelParameters


@dataclass(frozen=True)
class Slice:
    """One day: columns has a row per buyer of two order days or more and a column per name in COLUMNS."""

    known: Known
    models: Models
    columns: Floats
    orders_after: Floats  # order days within the horizon after the day, as far as the diary goes

    @property
    def silent_after(self) -> Floats:
        """1 for no order within the horizon, else 0."""
        silent: Floats = (self.orders_after == 0).astype(np.float64)
        return silent


def fit_models(known: Known, most: int | None = None) -> Models:
    """The purchase models on all buyers known; the slow one on at most so many of them."""
    buyers = known.histories()
    gaps, _ = known.gaps()
    some = buyers if most is None else spread_over(buyers, most)
    return Models(
        fitted.fit_bgnbd(buyers),
        fitted.fit_pareto(some),
        fitted.fit_regular(buyers, gaps),
        fitted.fit_nbd(buyers),
    )


def spread_over(buyers: Histories, most: int) -> Histories:
    """At most so many buyers, evenly spread over all (x, t_x, T)."""
    if buyers.x.size <= most:
        return buyers
    order = np.lexsort((buyers.age, buyers.recency, buyers.x))
    rows = order[np.linspace(0, order.size - 1, most).astype(np.intp)]
    return Histories.of(buyers.x[rows], buyers.recency[rows], buyers.age[rows])


def columns_of(known: Known, models: Models, horizon_days: int, evenings: Whole | None = None) -> Floats:
    """The columns of buyers of two order days or more; `evenings` as in `rhythm_features`."""
    buyers = known.histories(evenings)
    odds = [log_odds_of(fitted.no_order(name, getattr(models, name), buyers, horizon_days)) for name in MODELS]
    return np.column_stack([rhythm_features(known, horizon_days, evenings), *odds])


def log_odds_of(chance: Floats) -> Floats:
    """The logarithm of the odds, never surer than SURE."""
    held = np.clip(chance, SURE, 1 - SURE)
    odds: Floats = np.log(held) - np.log1p(-held)
    return odds


@dataclass
class Past:
    """The slices of a diary for one horizon, each made when it is first asked for.

    They stand on days that are whole multiples of `step`, so that neighbouring cutoffs share them; each sees only what
    was known on its day.
    """

    diary: Diary
    horizon_days: int
    made: dict[int, Slice | None] = field(default_factory=dict)
    learnt: dict[int, Any] = field(default_factory=dict)  # see blend.learnt_on

    @property
    def step(self) -> int:
        return min(max(self.horizon_days // 3, 7), 30)

    def at(self, today: int) -> Slice | None:
        """The slice of that day; None where fewer than 8 buyers had ordered on two days."""
        if today not in self.made:
            self.made[today] = self.cut(today)
        return self.made[today]

    def cut(self, today: int) -> Slice | None:
        known = Known.of(self.diary, today)
        buyers = known.repeated()
        if buyers.n.size < FEWEST:
            return None
        models = fit_models(known, IN_A_SLICE)
        columns = columns_of(buyers, models, self.horizon_days)
        return Slice(buyers, models, columns, outcomes(self.diary, buyers, self.horizon_days))

    def before(self, today: int, most: int = SLICES) -> list[Slice]:
        """The slices whose horizon was over by `today`, earliest first: the latest so many, and a year ago's."""
        span = self.diary.span
        if span is None:
            return []
        latest = (today - self.horizon_days) // self.step * self.step
        least = span[0] + max(self.horizon_days // 2, 14)
        days = [latest - n * self.step for n in range(most)]
        year = (today - features.YEAR_DAYS) // self.step * self.step
        wanted = sorted({day for day in (*days, year) if least <= day <= latest}, reverse=True)
        found = [self.at(day) for day in wanted]
        return [one for one in reversed(found) if one is not None]
