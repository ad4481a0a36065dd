"""Which kind of demand a series is, and how far it moves by itself."""

from __future__ import annotations

import numpy as np

from tradewind.forecast.series import SEASON, Floats

SPARSE_INTERVAL = 1.32
LUMPY_VARIATION = 0.49
SEASONAL_MONTHS = 3 * SEASON
RECENT = 3 * SEASON


def demand_class(months: Floats) -> str:
    """smooth, erratic, intermittent or lumpy: by the months between sales and how their sizes vary.

    source   Syntetos, Boylan & Croston (2005), JORS 56(5): mean interval 1.32, squared variation 0.49
    """
    sizes = months[months > 0]
    if not sizes.size:
        return "intermittent"
    interval = months.size / sizes.size
    varies = (sizes.std() / sizes.mean()) ** 2
    if interval < SPARSE_INTERVAL:
        return "erratic" if varies >= LUMPY_VARIATION else "smooth"
    return "lumpy" if varies >= LUMPY_VARIATION else "intermittent"


def handled_as(months: Floats) -> str:
    """By which models the series is forecast: seasonal, young (under three years of them) or sparse (months without
    any sale are usual)."""
    if demand_class(months) in ("intermittent", "lumpy"):
        return "sparse"
    return "seasonal" if months.size >= SEASONAL_MONTHS else "young"


def own_scale(months: Floats, kind: str) -> float:
    """How far the series moves by itself in the last three years, in its own unit and above 0.

    The mean absolute step from a year before, of young series from the month before; of sparse ones the root of the
    mean squared step from the month before, since most of their steps are none.
    """
    lag = SEASON if kind == "seasonal" else 1
    steps = np.abs(months[lag:] - months[:-lag])[-RECENT:] if months.size > lag else np.abs(months)
    if not steps.any():
        return float(np.abs(months).mean()) / 2 or 1.0
    return float(np.sqrt((steps**2).mean()) if kind == "sparse" else steps.mean())
