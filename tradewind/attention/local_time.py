"""The clock on the wall for whole columns of moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from tradewind.attention.business import Floats
from tradewind.hours.zones import rules

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEP_MIN = 15  # no zone changes its clock between two quarters of an hour


def utc_minutes(sent_at: pl.Series) -> Floats:
    """Minutes since 1970-01-01 UTC of naive UTC times."""
    minutes: Floats = sent_at.dt.epoch("us").to_numpy() / 60e6
    return minutes


def zone_offsets(utc: Floats, zone: str) -> Floats:
    """Minutes by which the clocks of `zone` are ahead of UTC at each moment. Raises UnknownZone."""
    known = rules(zone)
    steps, place = np.unique(np.floor(utc / STEP_MIN).astype(np.int64), return_inverse=True)
    if not steps.size:
        return np.zeros(0)
    first, last = (_offset(known, int(step)) for step in (steps[0], steps[-1]))
    if zone.startswith("UTC"):
        return np.full(utc.size, first)
    ahead: Floats = np.array([first, *(_offset(known, int(step)) for step in steps[1:-1]), last])[: steps.size]
    return ahead[place]


def _offset(known: object, step: int) -> float:
    moment = (EPOCH + step * STEP_MIN * MINUTE).astimezone(known)  # type: ignore[arg-type]
    return (moment.utcoffset() or timedelta()) / MINUTE
