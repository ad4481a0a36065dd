"""One series only, before and after the start: an interrupted time series. Weak evidence: what else changed then?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from tradewind.adoption.panel import Floats, Panel
from tradewind.errors import NoTreated, SeveralStarts, ShortBefore

LEAST = 4  # periods on each side: two for level and slope, two to know their error


@dataclass(frozen=True)
class Interrupted:
    """The mean effect over the periods with the tool, and its parts.

    att, se   level change plus slope change up to the middle of the periods with the tool
    level, level_se   the jump at the start;  slope, slope_se   the change per period
    df        degrees of freedom: periods - 4;  lags  how many periods of memory the error takes into account
    p         two-sided, of no mean effect
    """

    att: float
    se: float
    level: float
    level_se: float
    slope: float
    slope_se: float
    df: int
    lags: int
    p: float


def interrupted(panel: Panel) -> Interrupted:
    """The mean of the units that start together, regressed on time, a jump and a change of slope, with errors after
    Newey and West (1987), n / (n - 4) for the small sample.

    raises   NoTreated, SeveralStarts, ShortBefore (fewer than 4 periods on a side)
    """
    treated = panel.start < panel.never
    starts = np.unique(panel.start[treated])
    if not starts.size:
        raise NoTreated(periods=panel.times.size)
    if starts.size > 1:
        raise SeveralStarts(starts=", ".join(f"{panel.times[one]:g}" for one in starts[:5]))
    start, periods = int(starts[0]), panel.times.size
    if min(start, periods - start) < LEAST:
        raise ShortBefore(periods=min(start, periods - start))
    series = panel.outcome[treated].mean(axis=0)
    at = np.arange(periods, dtype=np.float64)
    after = (at >= start).astype(np.float64)
    columns = np.column_stack([np.ones(periods), at, after, after * (at - start)])
    solved, *_ = np.linalg.lstsq(columns, series, rcond=None)
    lags = int(np.floor(4 * (periods / 100) ** (2 / 9)))
    variance = newey_west(columns, series - columns @ solved, lags)
    middle = np.array([0.0, 0.0, 1.0, (periods - start - 1) / 2])
    att, se = float(middle @ solved), float(np.sqrt(middle @ variance @ middle))
    df = periods - 4
    p = float(2 * student.sf(abs(att) / se, df)) if se > 0 else 0.0
    root = np.sqrt(np.diag(variance))
    return Interrupted(att, se, float(solved[2]), float(root[2]), float(solved[3]), float(root[3]), df, lags, p)


def newey_west(columns: Floats, left: Floats, lags: int) -> Floats:
    """The covariance of least-squares coefficients whose errors `left` remember up to `lags` periods."""
    scores = columns * left[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shared = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (shared + shared.T)
    bread = np.linalg.inv(columns.T @ columns)
    rows, parameters = columns.shape
    return np.asarray(bread @ middle @ bread * rows / (rows - parameters))
