"""One forecast out of several: the mean of the models, drawn lightly to those that were right before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.forecast.members import Members
from tradewind.forecast.replay import Replay, Seen
from tradewind.forecast.series import Floats

DRAWN = 0.5  # how far weights go from equal to what the past says
LEAST_FACTOR = 0.5
FACTOR_PRIOR = 30.0  # series and windows by which the factor is held to 1


@dataclass(frozen=True)
class BlendParameters:
    """How the models are averaged.

    weights   of each series: by member, sum 1; empty where nothing is known of its past
    factor    what forecasts of sparse series are multiplied by, in [0.5, 1]
    origins   the past origins that both were learnt from
    """

    weights: tuple[dict[str, float], ...]
    factor: float
    origins: tuple[int, ...]


def fit_blend(past: Replay, origins: Sequence[int]) -> BlendParameters:
    """Weights and factor from the windows after these origins.

    Weights: half equal, half by 1 / mean absolute error of the member on the series. Factor: least squares of what came
    on what was said, both over the series' own scale, over all sparse series: a level read off few sales is above what
    comes on average, and more so the less it rests on.
    """
    count = len(past.sales.ids)
    weights = tuple(_weights([past.seen[origin][series] for origin in origins]) for series in range(count))
    return BlendParameters(weights, _factor(past, origins), tuple(origins))


def blended(seen: Seen, weights: dict[str, float], factor: float) -> Floats:
    """The average of the members that are there; equal where no weight is known."""
    known = {name: weights.get(name, 0.0) for name in seen.members}
    total = sum(known.values())
    shares = {name: one / total for name, one in known.items()} if total else dict.fromkeys(known, 1 / len(known))
    mean = np.sum([shares[name] * one for name, one in seen.members.items()], axis=0)
    return np.asarray(mean * (factor if seen.kind == "sparse" else 1.0), dtype=np.float64)


def _weights(windows: Sequence[Seen | None]) -> dict[str, float]:
    errors: dict[str, list[float]] = {}
    judged = [one for one in windows if one is not None and one.actual.size]
    for one in judged:
        for name, said in one.members.items():
            errors.setdefault(name, []).append(_miss(said, one.actual) / one.scale)
    always = {name: np.mean(found) for name, found in errors.items() if len(found) == len(judged)}
    if not always:
        return {}
    inverse = {name: 1 / max(float(error), 1e-9) for name, error in always.items()}
    total, equal = sum(inverse.values()), 1 / len(inverse)
    return {name: (1 - DRAWN) * equal + DRAWN * one / total for name, one in inverse.items()}


def _miss(said: Floats, actual: Floats) -> float:
    return float(np.abs(said[: actual.size] - actual).mean())


def _factor(past: Replay, origins: Sequence[int]) -> float:
    both, square, judged = 0.0, 0.0, 0
    for seen in (one for origin in origins for one in past.seen[origin]):
        if seen is None or seen.kind != "sparse" or not seen.actual.size:
            continue
        said = _mean(seen.members)[: seen.actual.size] / seen.scale
        both += float((said * seen.actual / seen.scale).mean())
        square += float((said**2).mean())
        judged += 1
    if not judged or not square:
        return 1.0
    held = FACTOR_PRIOR * square / judged
    return float(np.clip((both + held) / (square + held), LEAST_FACTOR, 1.0))


def _mean(members: Members) -> Floats:
    return np.asarray(np.mean(list(members.values()), axis=0), dtype=np.float64)
