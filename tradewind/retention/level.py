"""How high the chances stand as a whole: what earlier days teach about the level, the season of a year ago included.

A blend may rank buyers well and still say too much or too little of all of them: what it learnt comes from other
months than those to come, and where the history begins it sees every buyer as new. There are two ways to the level, and
the days whose horizon is over show how far each was off:

    own        the blend's own
    anchored   that of BG/NBD, which no season has taught anything, plus a correction in log-odds:
                   correction = trust x usual + season x (year_ago - trust x usual)

`usual` is the mean of what BG/NBD lacked on those days, and `trust` in it what would have served best on them, each
foretold from the days over by then; where the level swings with the seasons it goes to 0. `season` is larger the more
of the swing is left. The two ways are mixed by the inverse of their squared errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tradewind.retention.bgnbd import Floats
from tradewind.retention.features import YEAR_DAYS

TRUST, TRUST_HELD = 0.6, 0.15  # the trust before any evidence, and the squared levels that it weighs
NOISE = 0.08  # variance of a level from one year to the next that is no season
ERROR = 0.06  # squared error of either way before any evidence
MOST = 3.0  # no level is taken for further from the model's
BISECTIONS = 60


@dataclass(frozen=True)
class DayLevel:
    """A day whose horizon is over: what BG/NBD lacked in log-odds, what the blend lacked (null: not learnt yet)."""

    today: int
    lacked: float
    own_lacked: float | None
    buyers: int


@dataclass(frozen=True)
class LevelParameters:
    """own_share of the blend's own level, correction of BG/NBD's, and what they come from; days that were looked at."""

    own_share: float
    correction: float
    usual: float
    trust: float
    year_ago: float | None
    season: float
    days: int


def shift_to(log_odds: Floats, share: float) -> float:
    """What to add to the log-odds so that their chances have this mean; `share` is kept off 0 and 1."""
    if not log_odds.size:
        return 0.0
    wanted = float(np.clip(share, 0.5 / (log_odds.size + 1), 1 - 0.5 / (log_odds.size + 1)))
    low, high = -20.0, 20.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if float(expit(log_odds + middle).mean()) < wanted else (low, middle)
    return (low + high) / 2


def lacked(log_odds: Floats, silent: Floats) -> float:
    """How far those who fell silent were from what was said, in log-odds; few buyers say less."""
    share = (float(silent.sum()) + float(expit(log_odds).mean())) / (silent.size + 1)
    return float(np.clip(shift_to(log_odds, share), -MOST, MOST))


def fit_level(days: list[DayLevel], today: int, horizon_days: int) -> LevelParameters:
    """Today's level, from the days whose horizon was over by then, earliest first."""
    if not days:
        return LevelParameters(1.0, 0.0, 0.0, 0.0, None, 0.0, 0)
    pace = len(days) / max((days[-1].today - days[0].today) / horizon_days + 1, 1.0)  # overlapping days tell one thing
    foretold = np.array(foretold_levels(days, horizon_days)).reshape(-1, 2)
    both, square = float(foretold[:, 0] @ foretold[:, 1]) / pace, float(foretold[:, 0] @ foretold[:, 0]) / pace
    trust = float(np.clip((both + TRUST * TRUST_HELD) / (square + TRUST_HELD), 0, 1))
    usual, ago = usual_level(days, today), year_ago(days, today, horizon_days)
    swing = squared_error(foretold[:, 1] - trust * foretold[:, 0], pace)
    own = squared_error(np.array([one.own_lacked for one in days if one.own_lacked is not None]), pace)
    season = swing / (swing + NOISE + 4 / ago.buyers) if ago else 0.0
    correction = trust * usual + (season * (ago.lacked - trust * usual) if ago else 0.0)
    own_share = swing / (swing + own)
    return LevelParameters(own_share, correction, usual, trust, ago.lacked if ago else None, season, len(days))


def foretold_levels(days: list[DayLevel], horizon_days: int) -> list[tuple[float, float]]:
    """For each day the usual level of those over by then, and its own."""
    found = []
    for one in days:
        over = [other for other in days if other.today + horizon_days <= one.today]
        if over:
            found.append((usual_level(over, one.today), one.lacked))
    return found


def squared_error(errors: Floats, pace: float) -> float:
    """Mean square, drawn to ERROR where there are few; days that overlap count less."""
    return (float(errors @ errors) / pace + ERROR) / (errors.size / pace + 1)


def usual_level(days: list[DayLevel], today: int) -> float:
    """The mean of what BG/NBD lacked, later days and those of more buyers counting more."""
    weight = np.array([one.buyers / (one.buyers + 20) * 0.5 ** ((today - one.today) / YEAR_DAYS) for one in days])
    return float(weight @ np.array([one.lacked for one in days]) / weight.sum())


def year_ago(days: list[DayLevel], today: int, horizon_days: int) -> DayLevel | None:
    """The day nearest to a year before today, if there is one within a quarter of the horizon."""
    if horizon_days >= YEAR_DAYS:
        return None
    nearest = min(days, key=lambda one: abs(today - YEAR_DAYS - one.today))
    return nearest if abs(today - YEAR_DAYS - nearest.today) <= max(horizon_days // 4, 7) else None
