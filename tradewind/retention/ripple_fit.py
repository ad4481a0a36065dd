"""How strong are the pulls of the ripple in the team's own history? psi, sf and phi with 90 % intervals, or why not.

Each is a regression within segments, its standard error by leaving out one segment at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col
from scipy.special import stdtrit

LEAST_MONTHS, LEAST_SEGMENTS = 24, 6
LAGS = 2
LEAST_RELIABILITY = {"psi": 0.5, "phi": 0.8}
SURE = 0.95  # upper end of a 90 % interval
Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """One strength: its value, standard error and 90 % interval."""

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class OwnRipple:
    """What the team's own history says; null where it is too thin, and `missing` then says what it lacks.

    months, segments   of the panel
    shipped_share      share of the panel's cells with ship dates
    reliability        share of the movement of churn within segments that is not chance, by strength
    missing            codes: few_months, few_segments, no_ship_dates, churn_too_noisy; of an empty panel few_segments
    """

    psi: Estimate | None
    sf: Estimate | None
    phi: Estimate | None
    months: int
    segments: int
    shipped_share: float
    reliability: float | None
    missing: tuple[str, ...]


def fit_own_ripple(panel: pl.DataFrame) -> OwnRipple:
    """The three strengths in a panel.

    panel    as `ripple_history.ripple_panel` returns it; churn_variance 0 where churn is known exactly
    psi      slope of ln(orders per buyer) on churn, corrected for the chance in churn
    sf       slope of response on 1 / orders
    phi      slope of ln churn on ln response of the month before, beside ln churn of the month before and ln response
             of the one before that, which take up shocks that last; forward deviations with backward ones as
             instruments, as plain deviations from means are biased where today's churn moves tomorrow's response
             (Nickell 1981; Arellano & Bover 1995)
    """
    months, segments = panel["month"].n_unique(), panel["segment"].n_unique()
    shipped = float(panel["response"].is_not_null().mean() or 0) if panel.height else 0.0  # type: ignore[arg-type]
    reliability = churn_reliability(panel) if segments else None
    missing = lacking(months, segments, shipped, reliability)
    is_long = not {"few_months", "few_segments"} & set(missing)
    has_ships = is_long and "no_ship_dates" not in missing
    reliable = reliability or 0.0
    return OwnRipple(
        psi=fit_psi(panel) if is_long and reliable >= LEAST_RELIABILITY["psi"] else None,
        sf=fit_sf(panel) if has_ships else None,
        phi=fit_phi(panel) if has_ships and reliable >= LEAST_RELIABILITY["phi"] else None,
        months=months,
        segments=segments,
        shipped_share=shipped,
        reliability=reliability,
        missing=missing,
    )


def lacking(months: int, segments: int, shipped: float, reliability: float | None) -> tuple[str, ...]:
    """What a panel is too thin in."""
    tests = {
        "few_months": 0 < months < LEAST_MONTHS,
        "few_segments": segments < LEAST_SEGMENTS,
        "no_ship_dates": segments > 0 and shipped < 0.5,
        "churn_too_noisy": reliability is not None and reliability < LEAST_RELIABILITY["phi"],
    }
    return tuple(code for code, is_so in tests.items() if is_so)


def churn_reliability(panel: pl.DataFrame) -> float:
    """The share of churn's movement within segments that chance does not explain, 0 to 1."""
    spread = panel.select(((col.churn - col.churn.mean().over("segment")) ** 2).sum()).item()
    return max(0.0, 1 - panel["churn_variance"].sum() / spread) if spread > 0 else 0.0


def fit_psi(panel: pl.DataFrame) -> Estimate:
    """See fit_own_ripple."""
    parts = []
    for part in panel.partition_by("segment"):
        x, y = demeaned(part["churn"]), demeaned(part["orders_per_buyer"].log())
        chance = float(part["churn_variance"].sum()) * (1 - 1 / part.height)
        parts.append((np.array([[x @ x - chance]]), np.array([x @ y])))
    value, se = left_out(parts, 0)
    return estimate(-value, se, len(parts))


def fit_sf(panel: pl.DataFrame) -> Estimate:
    """See fit_own_ripple."""
    parts = []
    for part in panel.filter(col.response.is_not_null()).partition_by("segment"):
        x, y = demeaned(1 / part["orders"]), demeaned(part["response"])
        parts.append((np.array([[x @ x]]), np.array([x @ y])))
    return estimate(*left_out(parts, 0), len(parts))


def fit_phi(panel: pl.DataFrame) -> Estimate:
    """See fit_own_ripple."""
    logs = panel.filter(col.response > 0, col.churn > 0).with_columns(c=col.churn.log(), r=col.response.log())
    parts = [moments_of(part) for part in logs.partition_by("segment") if part.height > LAGS + 2]
    return estimate(*left_out(parts, 0), len(parts))


def moments_of(part: pl.DataFrame) -> tuple[Cells, Cells]:
    """Z'X and Z'y of ln churn on ln response before, ln churn before and ln response before that.

    X and y are less their means over the months after, the instruments Z less theirs over the months before: each
    segment's own level falls out, and no later shock can touch Z.
    """
    c, r = part["c"].to_numpy(), part["r"].to_numpy()
    x, y = np.column_stack([r[1:-1], c[1:-1], r[:-2]]), c[2:, None]
    count = np.arange(1, len(y) + 1)[:, None]
    instruments = (x - np.cumsum(x, axis=0) / count)[:-1]
    later = count[::-1][1:]
    weight = later / (later + 1)

    def ahead(values: Cells) -> Cells:
        after = (values.sum(axis=0) - np.cumsum(values, axis=0))[:-1] / later
        found: Cells = weight * (values[:-1] - after)
        return found

    return instruments.T @ ahead(x), (instruments.T @ ahead(y))[:, 0]


def demeaned(values: pl.Series) -> Cells:
    """The values less their mean."""
    found = values.to_numpy().astype(float)
    less: Cells = found - found.mean()
    return less


def slope(parts: list[tuple[Cells, Cells]], place: int) -> float:
    """One slope of the regression whose moments are the sums over the segments."""
    matrix, vector = sum(xx for xx, _ in parts), sum(xy for _, xy in parts)
    return float(np.linalg.lstsq(np.asarray(matrix), np.asarray(vector), rcond=None)[0][place])


def left_out(parts: list[tuple[Cells, Cells]], place: int) -> tuple[float, float]:
    """A slope and its standard error by leaving out one segment at a time."""
    each = [slope(parts[:left] + parts[left + 1 :], place) for left in range(len(parts))]
    return slope(parts, place), jackknife_se(each)


def jackknife_se(each: list[float]) -> float:
    """The standard error of an estimate, from the estimates without each segment."""
    found = np.asarray(each)
    return float(np.sqrt((len(found) - 1) / len(found) * ((found - found.mean()) ** 2).sum()))


def estimate(value: float, se: float, segments: int) -> Estimate:
    """With its 90 % interval, by Student's t with one degree of freedom less than there are segments."""
    reach = float(stdtrit(segments - 1, SURE)) * se
    return Estimate(value, se, value - reach, value + reach)
