"""The forecast of a whole team: of every sum and part first, then so that they agree, and so at past origins too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.forecast.bands import BandParameters, Forecast, fit_bands
from tradewind.forecast.blend import BlendParameters, blended, fit_blend
from tradewind.forecast.demand import LEVELS, Banded, banded
from tradewind.forecast.hierarchy import Hierarchy, Places, begun, reconciled
from tradewind.forecast.kinds import handled_as, own_scale
from tradewind.forecast.replay import Replay, replay
from tradewind.forecast.series import LEAST_MONTHS, SEASON, Floats

RECORD_MONTHS = 12
RECORD_STEP = 3


@dataclass(frozen=True)
class Coherent:
    """What is said of the parts, now and at past origins; any sum of them is a forecast with bands of its own.

    said      by origin (months before the end): parts x horizon
    known     parts x horizon that is ordered already; no sum is below it
    """

    parts: Floats
    horizon: int
    end: int
    said: Mapping[int, Floats]
    known: Floats
    blend: BlendParameters
    widths: BandParameters

    def of(self, places: Places, levels: Sequence[int] = LEVELS) -> Summed:
        """The forecast of the sum of these parts."""
        past = [self._at(places, origin) for origin in self.origins]
        ahead = self._at(places, 0)
        bands = banded(ahead, past, self.widths, levels)
        floor = self.known[places].sum(axis=0)
        floored = {level: (np.maximum(low, floor), np.maximum(high, floor)) for level, (low, high) in bands.items()}
        return Summed(self.parts[places].sum(axis=0), ahead.said, floored, self._record(places))

    @property
    def origins(self) -> list[int]:
        return [one for one in self.said if one]

    def _at(self, places: Places, origin: int) -> Forecast:
        row = self.parts[places].sum(axis=0)
        before, after = row[: row.size - origin], row[row.size - origin :] if origin else row[:0]
        known = begun(before)
        kind = handled_as(known)
        return Forecast(self.said[origin][places].sum(axis=0), kind, own_scale(known, kind), after[: self.horizon])

    def _record(self, places: Places) -> list[tuple[int, float, float, float | None]]:
        """Of the last twelve months: the month, what came, what was last said before it, its naive forecast."""
        row = self.parts[places].sum(axis=0)
        found = []
        for back in range(min(RECORD_MONTHS, row.size), 0, -1):
            made = [origin for origin in self.origins if 0 <= origin - back < self.horizon]
            if not made:
                continue
            origin, place = min(made), row.size - back
            said = float(self.said[origin][places, origin - back].sum())
            naive = float(row[place - SEASON]) if place >= SEASON else None
            found.append((self.end - back + 1, float(row[place]), said, naive))
        return found


@dataclass(frozen=True)
class Summed:
    """A sum of parts: its months, what is said of those ahead, the bands, and what was said of past months."""

    months: Floats
    mean: Floats
    bands: Banded
    record: list[tuple[int, float, float, float | None]]


def coherent(team: Hierarchy, horizon: int, known: Floats | None = None, levels: Sequence[int] = LEVELS) -> Coherent:
    """Forecast a team's parts and sums so that they add up.

    known   parts x horizon: what is ordered already for the months ahead; null for nothing
    """
    series = team.series()
    past = record_origins(series.longest, horizon)
    found = replay(series, horizon, [0, *past])
    blend = fit_blend(found, past)
    variance = _variance(found, past, blend.factor)
    said = {origin: _agreed(found, origin, blend, team, variance) for origin in (0, *past)}
    floor = np.zeros((len(team.parts), horizon)) if known is None else known
    said[0] = np.maximum(said[0], floor)
    untried = Coherent(team.parts, horizon, team.end, said, floor, blend, BandParameters({}, {}))
    every = [*team.groups.values(), *(np.array([place]) for place in range(len(team.parts)))]
    windows = [[_judged(untried, places, origin) for places in every] for origin in past]
    return Coherent(team.parts, horizon, team.end, said, floor, blend, fit_bands(windows, horizon, levels))


def record_origins(longest: int, horizon: int) -> list[int]:
    """Every third month back to a horizon and half a year, where half a year was known then."""
    most = min(longest - LEAST_MONTHS, horizon + 2 * RECORD_STEP)
    return list(range(RECORD_STEP, most + 1, RECORD_STEP))


def _judged(found: Coherent, places: Places, origin: int) -> Forecast | None:
    before = found.parts[places].sum(axis=0)[: found.parts.shape[1] - origin]
    return found._at(places, origin) if begun(before).size >= LEAST_MONTHS else None


def _agreed(found: Replay, origin: int, blend: BlendParameters, team: Hierarchy, variance: Floats) -> Floats:
    rows = []
    for series, seen in enumerate(found.seen[origin]):
        weights = blend.weights[series] if origin == 0 else {}
        rows.append(np.zeros(found.horizon) if seen is None else blended(seen, weights, blend.factor))
    base, sums = np.stack(rows), len(team.groups)
    return reconciled(base[:sums], base[sums:], list(team.groups.values()), variance)


def _variance(found: Replay, past: Sequence[int], factor: float) -> Floats:
    """The mean squared past error of each series; of one without any past the square of its scale."""
    rows = []
    for series in range(len(found.sales.ids)):
        seen = [one for origin in past if (one := found.seen[origin][series]) is not None and one.actual.size]
        errors = [((blended(one, {}, factor)[: one.actual.size] - one.actual) ** 2).mean() for one in seen]
        now = found.seen[0][series]
        rows.append(float(np.mean(errors)) if errors else now.scale**2 if now else 1.0)
    least = max(rows) * 1e-9 or 1.0
    return np.asarray(np.maximum(np.array(rows), least), dtype=np.float64)
