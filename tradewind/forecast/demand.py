"""What will be sold: each series' forecast with its bands, and what both rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tradewind.forecast.bands import BandParameters, Forecast, fit_bands, half_widths
from tradewind.forecast.blend import BlendParameters, blended, fit_blend
from tradewind.forecast.replay import Replay, past_origins, replay
from tradewind.forecast.series import Floats, Sales

LEVELS = (80, 95)
Banded = dict[int, tuple[Floats, Floats]]


@dataclass(frozen=True)
class Demand:
    """What is said of each series, in the order of `sales.ids`; null for one that was too young at the origin.

    mean    sales expected in each month ahead
    bands   by level in percent: lower and upper ends
    """

    sales: Sales
    horizon: int
    origin: int
    mean: tuple[Floats | None, ...]
    bands: tuple[Banded | None, ...]
    kinds: tuple[str, ...]
    blend: BlendParameters
    widths: BandParameters


def demand(sales: Sales, horizon: int, levels: Sequence[int] = LEVELS) -> Demand:
    """Forecast `horizon` months of every series, with bands by its own and the others' past errors.

    The forecast of a series does not depend on the order of series, and is as many times larger as its sales are, if
    all are.
    """
    past = past_origins(sales.longest, horizon)
    return demand_at(replay(sales, horizon, [0, *past]), 0, past, levels)


def demand_at(found: Replay, origin: int, past: Sequence[int], levels: Sequence[int] = LEVELS) -> Demand:
    """What would have been said at `origin`, by what was known of the windows after the origins in `past`."""
    known = known_at(found, origin, past)
    blend = fit_blend(known, past)
    windows = [
        [_forecast(known, one, series, {}, blend.factor) for series in range(len(known.sales.ids))] for one in past
    ]
    ahead = [_forecast(known, origin, series, weights, blend.factor) for series, weights in enumerate(blend.weights)]
    widths = fit_bands(windows, found.horizon, levels)
    bands = [
        None if one is None else banded(one, [window[series] for window in windows], widths, levels)
        for series, one in enumerate(ahead)
    ]
    return Demand(
        found.sales, found.horizon, origin, tuple(one.said if one else None for one in ahead), tuple(bands),
        tuple(one.kind if one else "" for one in ahead), blend, widths,
    )  # fmt: skip


def known_at(found: Replay, origin: int, past: Sequence[int]) -> Replay:
    """The replay with nothing of what came after `origin` in its past windows."""
    if origin == 0 or all(one - origin >= found.horizon for one in past):
        return found
    cut = {one: [None if seen is None else seen.until(one - origin) for seen in found.seen[one]] for one in past}
    return Replay(found.sales, found.horizon, found.origins, {**found.seen, **cut})


def banded(ahead: Forecast, past: Sequence[Forecast | None], widths: BandParameters, levels: Sequence[int]) -> Banded:
    """Lower and upper ends by level; nobody sells less than nothing."""
    half = {level: half_widths(ahead, past, widths, level) for level in levels}
    return {level: (np.maximum(ahead.said - one, 0.0), ahead.said + one) for level, one in half.items()}


def _forecast(found: Replay, origin: int, series: int, weights: dict[str, float], factor: float) -> Forecast | None:
    seen = found.seen[origin][series]
    return None if seen is None else Forecast(blended(seen, weights, factor), seen.kind, seen.scale, seen.actual)


def predictions(said: Demand) -> pl.DataFrame:
    """One row per series and month ahead: unique_id, ds (first of the month), mean, lo80, hi80, lo95, hi95."""
    parts = []
    for series, (mean, bands) in enumerate(zip(said.mean, said.bands, strict=True)):
        if mean is None or bands is None:
            continue
        first = said.sales.ends[series] - said.origin + 1
        ends = {f"{end}{level}": pair[place] for level, pair in bands.items() for place, end in enumerate(("lo", "hi"))}
        parts.append(
            pl.DataFrame(
                {"unique_id": said.sales.ids[series], "month": range(first, first + mean.size), "mean": mean, **ends}
            )
        )
    whole = pl.concat(parts)
    day = pl.date(pl.col("month") // 12, pl.col("month") % 12 + 1, 1)
    return whole.select("unique_id", day.alias("ds"), pl.exclude("unique_id", "month"))
