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
MONTH_DAYS = 30.4
LEAST_STEP = 7  # days between one slice and the next
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

    They stand whole horizons before the day that is asked about, and at even parts of a horizon between: buyers who
    order by the calendar, on the first of each quarter, say, are then seen from the same place in their round. Cutoffs
    that are whole horizons apart share their slices; each slice sees only what was known on its day.
    """

    diary: Diary
    horizon_days: int
    made: dict[int, Slice | None] = field(default_factory=dict)
    learnt: dict[tuple[int, int], Any] = field(default_factory=dict)  # see blend.learnt_on

    @property
    def parts(self) -> int:
        """Slices to a horizon: about one a month, three at least, and none nearer than a week."""
        return max(min(max(3, round(self.horizon_days / MONTH_DAYS)), self.horizon_days // LEAST_STEP), 1)

    @property
    def overlap(self) -> float:
        """What a row of a slice is worth, where neighbouring slices tell of much the same days."""
        return 1 / self.parts

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

    def before(self, today: int, most: int = SLICES, of: int | None = None) -> list[Slice]:
        """The slices whose horizon was over by `today`, earliest first: the latest so many, and a year ago's.

        of   the day that is asked about, on which the slices' places hang; `today` unless given
        """
        span = self.diary.span
        if span is None:
            return []
        least, anchor = span[0] + max(self.horizon_days // 2, 14), today if of is None else of
        over = [day for day in self.days_before(anchor, least) if day + self.horizon_days <= today]
        year = sorted(over, key=lambda day: abs(today - features.YEAR_DAYS - day))[:1]
        near = [day for day in year if abs(today - features.YEAR_DAYS - day) <= self.horizon_days / self.parts / 2 + 1]
        found = [self.at(day) for day in sorted({*over[:most], *near})]
        return [one for one in found if one is not None]

    def days_before(self, anchor: int, least: int) -> list[int]:
        """The places of the slices from a horizon before `anchor` back to `least`, latest first."""
        steps = range((anchor - least) * self.parts // self.horizon_days + 1)
        places = [anchor - step * self.horizon_days // self.parts for step in steps]
        return [day for day in places if day >= least]
