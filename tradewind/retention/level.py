"""How high the chances stand as a whole: what earlier days teach about the level, the season of a year ago included.

A blend may rank buyers well and still say too much or too little of all of them: what it learnt comes from other
months than those to come, and where the history begins it sees every buyer as new. There are two ways to the level:

    own        the blend's own, plus what it lacked whole horizons before, where it always lacked much the same: buyers
               by the calendar are then at the same place in their round
    anchored   that of BG/NBD, which no season has taught anything, plus a correction in log-odds:
                   correction = trust x usual + season x (year_ago - trust x usual)

`usual` is the mean of what BG/NBD lacked on the days whose horizon is over, and `trust` in it what would have served
best on them, each foretold from the days over by then; where the level swings with the seasons it goes to 0. `season`
is larger the more of the swing is left.

How far the level is the blend's own is what would have lost least on those days, drawn to a share that is larger the
worse BG/NBD fits: `misfit` is how much more it loses than the shipped prior, each at the level that came. Of clockwork
buyers BG/NBD knows so little that its level would spoil sharp chances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tradewind.retention.bgnbd import Floats
from tradewind.retention.features import YEAR_DAYS

TRUST, TRUST_HELD = 0.6, 0.15  # the trust before any evidence, and the squared levels that it weighs
NOISE = 0.08  # variance of a level from one year to the next that is no season
ERROR = 0.06  # squared error of a foretold level before any evidence
FEWEST_ALIKE = 3  # days whole horizons before that tell what the blend always lacks
CERTAIN = 4.0  # squared standard errors by which that must differ from nothing
MISFIT = 0.1  # more log-loss than the prior's, as a share, at which BG/NBD's level has lost most of its say
OWN_HELD = 0.05  # log-loss that being away from the usual own share by 1 costs
OWN_SHARES = np.linspace(0, 1, 21)
MOST = 3.0  # no level is taken for further from the model's
BISECTIONS = 60


@dataclass(frozen=True)
class DayLevel:
    """A day whose horizon is over: log-odds by BG/NBD, by the shipped prior and by the usual blend (None: not learnt
    yet), who fell silent, and what BG/NBD lacked in log-odds."""

    today: int
    anchor: Floats
    prior: Floats
    own: Floats | None
    silent: Floats
    lacked: float

    @classmethod
    def of(cls, today: int, anchor: Floats, prior: Floats, own: Floats | None, silent: Floats) -> DayLevel:
        return cls(today, anchor, prior, own, silent, lacked(anchor, silent))

    @property
    def buyers(self) -> int:
        return int(self.silent.size)


@dataclass(frozen=True)
class LevelParameters:
    """own_share of the blend's own level, own_correction of it, correction of BG/NBD's, and what they come from; days
    that were looked at."""

    own_share: float
    own_correction: float
    correction: float
    usual: float
    trust: float
    year_ago: float | None
    season: float
    misfit: float
    days: int


@dataclass(frozen=True)
class Anchor:
    """The correction of BG/NBD's level, and what it comes from; see the module."""

    correction: float
    usual: float
    trust: float
    year_ago: float | None
    season: float


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


def fit_level(days: list[DayLevel], today: int, horizon_days: int, overlap: float) -> LevelParameters:
    """Today's level, from the days whose horizon was over by then, earliest first; each is worth `overlap` of one."""
    anchor = fit_anchor(days, today, horizon_days)
    misfit = misfit_of(days)
    lost = OWN_HELD * (OWN_SHARES - (1 - np.exp(-misfit / MISFIT) / 2)) ** 2
    for one in days:
        if one.own is not None:
            over = [other for other in days if other.today + horizon_days <= one.today]
            correction = fit_anchor(over, one.today, horizon_days).correction
            away = shift_to(one.own, float(expit(one.anchor + correction).mean()))
            lost = lost + overlap * np.array([mean_loss(one.own + (1 - own) * away, one.silent) for own in OWN_SHARES])
    own_share = float(OWN_SHARES[np.argmin(lost)])
    own = own_correction(days, today, horizon_days)
    return LevelParameters(
        own_share, own, anchor.correction, anchor.usual, anchor.trust, anchor.year_ago, anchor.season, misfit, len(days)
    )


def fit_anchor(days: list[DayLevel], today: int, horizon_days: int) -> Anchor:
    """What to add to BG/NBD's log-odds today, from the days whose horizon was over by then, earliest first."""
    if not days:
        return Anchor(0.0, 0.0, 0.0, None, 0.0)
    pace = len(days) / max((days[-1].today - days[0].today) / horizon_days + 1, 1.0)  # overlapping days tell one thing
    foretold = np.array(foretold_levels(days, horizon_days)).reshape(-1, 2)
    both, square = float(foretold[:, 0] @ foretold[:, 1]) / pace, float(foretold[:, 0] @ foretold[:, 0]) / pace
    trust = float(np.clip((both + TRUST * TRUST_HELD) / (square + TRUST_HELD), 0, 1))
    usual, ago = usual_level(days, today), year_ago(days, today, horizon_days)
    swing = squared_error(foretold[:, 1] - trust * foretold[:, 0], pace)
    season = swing / (swing + NOISE + 4 / ago.buyers) if ago else 0.0
    correction = trust * usual + (season * (ago.lacked - trust * usual) if ago else 0.0)
    return Anchor(correction, usual, trust, ago.lacked if ago else None, season)


def own_correction(days: list[DayLevel], today: int, horizon_days: int) -> float:
    """What the blend lacked whole horizons before today, drawn to nothing unless it was always much the same."""
    alike = [one for one in days if one.own is not None and (today - one.today) % horizon_days == 0]
    if len(alike) < FEWEST_ALIKE:
        return 0.0
    lack = np.array([lacked(one.own, one.silent) for one in alike if one.own is not None])
    mean = float(lack.mean())
    error = (float(((lack - mean) ** 2).sum()) + 0.02) / (lack.size - 1) / lack.size + 2 / alike[-1].buyers
    return mean * max(0.0, 1 - CERTAIN * error / max(mean**2, 1e-9))


def misfit_of(days: list[DayLevel]) -> float:
    """How much more BG/NBD lost than the prior on those days, each at the level that came; as a share, 0 or more."""
    told = [one for one in days if 0 < one.silent.sum() < one.silent.size]
    anchor, prior = (
        sum(one.buyers * mean_loss(odds + shift_to(odds, float(one.silent.mean())), one.silent) for one, odds in pairs)
        for pairs in ([(one, one.anchor) for one in told], [(one, one.prior) for one in told])
    )
    return max(anchor / prior - 1, 0.0) if prior > 0 else 0.0


def mean_loss(log_odds: Floats, silent: Floats) -> float:
    """The mean log-loss."""
    return float(np.mean(np.logaddexp(0.0, log_odds) - silent * log_odds))


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
