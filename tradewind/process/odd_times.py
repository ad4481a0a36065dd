"""Which events lie at times that cannot be? They are reported and counted as they are, never hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from tradewind.process.log import EPOCH, SECOND, EventLog

YEAR = 365 * 86_400 * SECOND
FAR = 3  # times the length of the log's middle 98 %
FIRST = -5 * YEAR  # no computer kept a log before 1965


@dataclass(frozen=True)
class OddTimes:
    """How many events and cases, and the earliest and latest of the odd moments."""

    events: int
    cases: int
    first: datetime
    last: datetime


def odd_times(log: EventLog) -> OddTimes | None:
    """Events before 1965, or farther from the middle 98 % of all events than two years and three times its length."""
    low, high = _bounds(log)
    odd = (log.at < low) | (log.at > high)
    if not odd.any():
        return None
    at = log.at[odd]
    return OddTimes(int(odd.sum()), len(set(log.case[odd].tolist())), moment(int(at.min())), moment(int(at.max())))


def _bounds(log: EventLog) -> tuple[float, float]:
    low, high = np.quantile(log.at, (0.01, 0.99))
    far = max(2 * YEAR, FAR * (high - low))
    return min(max(low - far, FIRST), low), high + far


def moment(micros: int) -> datetime:
    """Microseconds since 1970 as a moment in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def latest(log: EventLog) -> int:
    """The last event's time, in microseconds, odd ones left aside."""
    low, high = _bounds(log)
    return int(log.at[(log.at >= low) & (log.at <= high)].max())
