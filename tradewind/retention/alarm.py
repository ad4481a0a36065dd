"""On which days is a silence looked at, and how loud is the alarm then?

A flag is worth its chance to be right, times what the buyer is worth; it costs its chance to be wrong, and costs the
less the more silences the buyer has, because a false alarm counts as a share of the buyer's silences. The level is the
logarithm of worth over cost. A bar over it keeps early looks, when most silences still end, to the clear cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.retention.bgnbd import Floats
from tradewind.retention.own_rhythm import own_cycle
from tradewind.retention.silences import Places, Spells
from tradewind.retention.suspicion import SuspicionParameters, expected_others, log_odds

LOOKS = np.array(
    [3, 5, 7, 10, 14, 18, 22, 26, 30, 35, 40, 45, 50, 55, 60, 67, 75, 82, 90, 105, 120, 150, 180, 240, 300, 365],
    dtype=np.float64,
)
FULL_DAYS = 60.0  # the day by which a warning should have come
CYCLES = 3.0  # or three of the buyer's own cycles, if that is sooner
MONEY_SHARE = 0.4  # how much a buyer of average money counts beside the head count of one
SILENCES_POWER = 0.5  # how far the number of silences lowers the cost; 1 would trust tomorrow's number fully
LATE_BAR = 2.0  # right after FULL_DAYS, falling to nothing at a year
EARLY_BARS = (0.25, 0.75, 2.0, 9.0)  # to choose from; 9 is never


@dataclass(frozen=True)
class Watch:
    """What is asked for: the horizon in days, the false-alarm budget as a share."""

    horizon: float
    budget: float

    @property
    def window(self) -> float:
        """The days over which silences are counted together."""
        return 2.5 * self.horizon


def worth(spells: Spells, at: Places, parameters: SuspicionParameters, watch: Watch) -> Floats:
    """What a right flag of each silence is worth over what a wrong one costs, as a logarithm."""
    others = expected_others(spells, at, parameters, watch.window)
    return SILENCES_POWER * np.log1p(others) + MONEY_SHARE * np.log1p(spells.money[at] / parameters.mean_money)


def extra_bar(early: float, cycle: Floats) -> Floats:
    """How much louder an alarm must be, per silence and look, because it is early or late."""
    reach = np.clip(CYCLES * cycle, LOOKS[3], FULL_DAYS)[:, None]
    before = np.where(reach > LOOKS, early * ((reach - LOOKS) / reach + 0.5), 0.0)
    after = LATE_BAR * (LOOKS[-1] - LOOKS) / (LOOKS[-1] - FULL_DAYS)
    return before + np.where(LOOKS > FULL_DAYS, after, 0.0)


def levels(spells: Spells, at: Places, until: Floats, parameters: SuspicionParameters, watch: Watch) -> Floats:
    """Without the extra bar: one row per silence, one column per look; minus infinity from the day `until` on."""
    found = np.full((at.size, LOOKS.size), -np.inf)
    for column, silent in enumerate(LOOKS):
        rows = np.flatnonzero(until - spells.began[at] > silent)
        if rows.size:
            found[rows, column] = log_odds(spells, at[rows], np.full(rows.size, silent), parameters, watch.horizon)
    return found + worth(spells, at, parameters, watch)[:, None]


def cycles(spells: Spells, at: Places, parameters: SuspicionParameters) -> Floats:
    """Each buyer's usual gap in days."""
    return own_cycle(spells, at, parameters.rhythm)
