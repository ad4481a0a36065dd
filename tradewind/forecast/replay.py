"""The same forecast made from earlier months: what weights, factor and bands are learnt from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from tradewind.forecast.kinds import SEASONAL_MONTHS, handled_as, own_scale
from tradewind.forecast.members import Members, member_forecasts
from tradewind.forecast.series import LEAST_MONTHS, SEASON, Floats, Sales

WINDOWS = 3
WORTH_A_SECOND_PROCESS = 400  # seasonal series times origins: about half a minute
AT_ONCE = 20
Task = tuple[Floats, int, "Floats | None"]


@dataclass(frozen=True)
class Seen:
    """One series at one origin: what its models say, its kind and scale then, and what came (as far as it did)."""

    members: Members
    kind: str
    scale: float
    actual: Floats

    def until(self, months: int) -> Seen:
        """The same, while no more than this many months had come."""
        return replace(self, actual=self.actual[:months])


@dataclass(frozen=True)
class Replay:
    """For each origin (months before the end) and series what could be said then; null for one too young for it."""

    sales: Sales
    horizon: int
    origins: tuple[int, ...]
    seen: dict[int, list[Seen | None]]


def replay(sales: Sales, horizon: int, origins: Iterable[int]) -> Replay:
    """Forecast every series from each of these origins."""
    places = tuple(sorted(set(origins)))
    wanted: list[tuple[int, int, Task]] = []
    for origin in places:
        parents = parents_profile(sales, origin)
        for series in range(len(sales.ids)):
            known = sales.before(series, origin)
            if known.size >= (1 if origin == 0 else LEAST_MONTHS):
                wanted.append((origin, series, (known, horizon, _profile(sales, series, origin, parents, horizon))))
    seen: dict[int, list[Seen | None]] = {origin: [None] * len(sales.ids) for origin in places}
    answers = _all([task for _, _, task in wanted])
    for (origin, series, (known, _, _)), members in zip(wanted, answers, strict=True):
        kind = handled_as(known)
        actual = sales.after(series, origin, horizon)
        seen[origin][series] = Seen(members, kind, own_scale(known, kind), actual)
    return Replay(sales, horizon, places, seen)


def past_origins(longest: int, horizon: int, first: int = 0) -> list[int]:
    """The origins of up to three past windows before `first`: whole horizons apart where history is long enough for
    them, closer together where it is not, none where there is less than a horizon and half a year."""
    room = longest - first - LEAST_MONTHS
    if room < horizon:
        return []
    comfortable = longest - first - min(SEASONAL_MONTHS, longest - first - horizon)
    step = max(1, min(horizon, comfortable // WINDOWS))
    origins = [first + max(step * place, 1) for place in range(1, WINDOWS + 1)]
    return sorted({one for one in origins if one - first <= room})


def parents_profile(sales: Sales, origin: int) -> Floats | None:
    """The season of all series together: what each calendar month has of a year's mean, 12 values of mean 1, as known
    at the origin; null while no two whole years are known. Each series counts the same, by its own mean."""
    shares = []
    for series in range(len(sales.ids)):
        known = sales.before(series, origin)
        if known.size < 2 * SEASON or not known.any():
            continue
        whole = known[-(known.size // SEASON) * SEASON :]
        years = whole.reshape(-1, SEASON)
        usual = (years / np.maximum(years.mean(axis=1, keepdims=True), 1e-12)).mean(axis=0)
        shares.append(np.roll(usual, (sales.ends[series] - origin + 1) % SEASON))
    if not shares:
        return None
    found = np.maximum(np.mean(shares, axis=0), 0.05)
    return np.asarray(found / found.mean(), dtype=np.float64)


def _profile(sales: Sales, series: int, origin: int, parents: Floats | None, horizon: int) -> Floats | None:
    """Of a young series its parents' season over its own months and those ahead; null for others."""
    known = sales.before(series, origin)
    if parents is None or handled_as(known) != "young":
        return None
    first = sales.ends[series] - origin - known.size + 1
    return parents[(first + np.arange(known.size + horizon)) % SEASON]


def _all(tasks: Sequence[Task]) -> list[Members]:
    """Every task's forecasts; long work goes to two processes of their own, started anew: a forked one would hang."""
    heavy = sum(task[0].size >= SEASONAL_MONTHS and task[0].all() for task in tasks)
    processes = min(2, os.cpu_count() or 1)
    if heavy < WORTH_A_SECOND_PROCESS or processes < 2:
        return [_one(task) for task in tasks]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_one, tasks, chunksize=AT_ONCE))


def _one(task: Task) -> Members:
    known, horizon, profile = task
    return member_forecasts(known, handled_as(known), horizon, profile)
