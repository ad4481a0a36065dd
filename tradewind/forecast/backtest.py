"""How right the forecast would have been, beside the usual models on the same windows."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import polars as pl

from tradewind.errors import SalesTooShortToJudge
from tradewind.forecast.accuracy import Accuracy, Window, accuracy, usual_lag
from tradewind.forecast.demand import LEVELS, Demand, demand_at, predictions
from tradewind.forecast.replay import AT_ONCE, past_origins, replay
from tradewind.forecast.series import SEASON, Floats, Sales

PEERS = ("seasonal_naive", "auto_ets", "auto_theta", "imapa")
LEAST_BEFORE = 2 * SEASON
WORTH_A_SECOND_PROCESS = 40


@dataclass(frozen=True)
class Backtest:
    """Errors by model; `said` is what Tradewind would have said: predictions with `origin` and `y`."""

    by_model: dict[str, Accuracy]
    lag: int
    series: int
    left_out: tuple[str, ...]
    windows: int
    said: pl.DataFrame


def backtest(
    sales: Sales, horizon: int, windows: int, named: str, lag: int | None = None, peers: bool = True
) -> Backtest:
    """Forecast each of the last `windows` windows of `horizon` months from what was known before it.

    A series needs two years before the first window; others are left out, and named.
    raises   SalesTooShortToJudge when none has them
    """
    needed = windows * horizon + LEAST_BEFORE
    long = [place for place, one in enumerate(sales.months) if one.size >= needed]
    if not long:
        raise SalesTooShortToJudge(file=named, months=sales.longest, needed=needed, windows=windows, horizon=horizon)
    judged = Sales(
        tuple(sales.ids[place] for place in long),
        tuple(sales.months[place] for place in long),
        tuple(sales.ends[place] for place in long),
    )
    outer = [horizon * place for place in range(1, windows + 1)]
    inner = {origin: past_origins(judged.longest, horizon, origin) for origin in outer}
    found = replay(judged, horizon, [*outer, *(one for past in inner.values() for one in past)])
    said = [demand_at(found, origin, inner[origin]) for origin in outer]
    step = lag or usual_lag(judged)
    by_model = {"tradewind": accuracy(list(_windows(said)), step)}
    if peers:
        by_model |= {name: accuracy(one, step) for name, one in _peers(judged, horizon, outer).items()}
    gone = tuple(name for place, name in enumerate(sales.ids) if place not in set(long))
    return Backtest(by_model, step, len(long), gone, windows, _said(said))


def _windows(said: Sequence[Demand]) -> Iterator[Window]:
    for one in said:
        for series, (mean, bands) in enumerate(zip(one.mean, one.bands, strict=True)):
            if mean is not None:
                actual = one.sales.after(series, one.origin, one.horizon)
                yield Window(one.sales.before(series, one.origin), actual, mean, bands or {})


def _said(said: Sequence[Demand]) -> pl.DataFrame:
    parts = []
    for one in said:
        actual = np.concatenate(
            [one.sales.after(s, one.origin, one.horizon) for s, m in enumerate(one.mean) if m is not None]
        )
        parts.append(predictions(one).with_columns(origin=pl.lit(one.origin), y=actual))
    return pl.concat(parts)


def _peers(sales: Sales, horizon: int, origins: Sequence[int]) -> dict[str, list[Window]]:
    tasks = [
        (name, sales.before(series, origin), horizon)
        for name in PEERS
        for origin in origins
        for series in range(len(sales.ids))
    ]
    actual = [
        sales.after(series, origin, horizon) for _ in PEERS for origin in origins for series in range(len(sales.ids))
    ]
    processes = min(2, os.cpu_count() or 1)
    if len(sales.ids) * len(origins) < WORTH_A_SECOND_PROCESS or processes < 2:
        answers = [peer_forecast(task) for task in tasks]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            answers = list(pool.map(peer_forecast, tasks, chunksize=AT_ONCE))
    found: dict[str, list[Window]] = {name: [] for name in PEERS}
    for (name, known, _), came, (mean, bands) in zip(tasks, actual, answers, strict=True):
        found[name].append(Window(known, came, mean, bands))
    return found


def peer_forecast(task: tuple[str, Floats, int]) -> tuple[Floats, dict[int, tuple[Floats, Floats]]]:
    """What one of the usual models says, with its own bands where it has any."""
    from statsforecast import models

    name, known, horizon = task
    usual: dict[str, Callable[[], Any]] = {
        "seasonal_naive": lambda: models.SeasonalNaive(SEASON),
        "auto_ets": lambda: models.AutoETS(season_length=SEASON),
        "auto_theta": lambda: models.AutoTheta(season_length=SEASON),
        "imapa": models.IMAPA,
    }
    made = usual[name]()
    levels = None if name == "imapa" else list(LEVELS)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            said = made.forecast(y=known, h=horizon, level=levels)
        except Exception:  # a model that gives up on a series says its naive
            said = {"mean": np.resize(known[-SEASON:], horizon)}
    bands = {one: (said[f"lo-{one}"], said[f"hi-{one}"]) for one in LEVELS if f"lo-{one}" in said}
    return np.asarray(said["mean"], dtype=np.float64), bands
