"""The few models that are averaged: each a forecast of one series from what was known of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from tradewind.forecast.series import SEASON, Floats

WILD = 20.0  # times the highest month so far: an optimiser that ran away
Members = Mapping[str, Floats]


def member_forecasts(months: Floats, kind: str, horizon: int, profile: Floats | None = None) -> dict[str, Floats]:
    """What each model says of the next months.

    months    what was known, at least one month
    kind      as `kinds.handled_as` says
    profile   of a young series: the parents' share of a year's mean in each calendar place, for the months of the
              series and `horizon` more
    returns   arrays of `horizon` values by member; a model that failed or ran away is left out, never all of them
    """
    level = float(months.mean()) or 1.0
    seen = months / level
    found = _members(kind)(seen, horizon) if profile is None else _by_profile(seen, horizon, profile)
    top = WILD * max(float(seen.max()), 1e-9)
    sound = {name: np.maximum(one, 0.0) * level for name, one in found.items() if _is_sound(one, top)}
    return sound or {"mean": np.full(horizon, level if months.any() else 0.0)}


def _is_sound(one: Floats, top: float) -> bool:
    return bool(np.isfinite(one).all() and (np.abs(one) <= top).all())


def _members(kind: str) -> Callable[[Floats, int], dict[str, Floats]]:
    return {"seasonal": _seasonal, "sparse": _sparse, "young": _young}[kind]


def _seasonal(seen: Floats, horizon: int) -> dict[str, Floats]:
    grows = bool((seen > 0).all())
    logs = np.log(seen) if grows else seen
    last = np.resize(seen[-SEASON:], horizon)
    found = {"naive": last}
    for name, months in (("ces", seen), ("stl", logs), ("ets", logs)):
        said = _asked(name, months, horizon)
        if said is not None:
            found[name] = np.exp(np.minimum(said, 50.0)) if grows and name != "ces" else said
    return found


def _sparse(seen: Floats, horizon: int) -> dict[str, Floats]:
    asked = {name: _asked(name, seen, horizon) for name in ("adida", "imapa", "ses")} if seen.size > 2 else {}
    return {name: one for name, one in asked.items() if one is not None}


def _young(seen: Floats, horizon: int) -> dict[str, Floats]:
    found = {"mean": np.full(horizon, float(seen[-SEASON:].mean()))}
    if seen.size >= LEAST_TO_SMOOTH:
        asked = {name: _asked(name, seen, horizon) for name in ("ses", "theta")}
        found |= {name: one for name, one in asked.items() if one is not None}
    return found


LEAST_TO_SMOOTH = 5


def _by_profile(seen: Floats, horizon: int, profile: Floats) -> dict[str, Floats]:
    ahead = profile[seen.size : seen.size + horizon]
    return {name: one * ahead for name, one in _young(seen / profile[: seen.size], horizon).items()}


def _asked(name: str, months: Floats, horizon: int) -> Floats | None:
    """A model of the library; null where it gives up on these months."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            said = _models()[name]().forecast(y=months, h=horizon)["mean"]
        except Exception:  # what a library may raise on odd numbers is not written down
            return None
    return np.asarray(said, dtype=np.float64)


@cache
def _models() -> dict[str, Callable[[], Any]]:
    from statsforecast import models  # two seconds: pandas and statsmodels come along

    return {
        "ces": lambda: models.AutoCES(season_length=SEASON),
        "stl": lambda: models.MSTL(season_length=SEASON),
        "ets": lambda: models.AutoETS(season_length=SEASON, model="AAA", damped=True),
        "theta": lambda: models.DynamicOptimizedTheta(season_length=1),
        "ses": models.SimpleExponentialSmoothingOptimized,
        "adida": models.ADIDA,
        "imapa": models.IMAPA,
    }
