"""What is the last window of the evening worth, and to whom? The same number of windows, with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tradewind.attention.arrivals import Arrivals
from tradewind.attention.slots import WindowRule, open_slots
from tradewind.attention.waiting import waits
from tradewind.attention.windows import best_windows
from tradewind.hours.clock import CLOSES_MIN

AMERICAS, EUROPE_AFRICA, ASIA_PACIFIC = "americas", "europe_africa", "asia_pacific"
EAST_OF_MIN = (-150, 240)  # minutes ahead of UTC at which the next region begins


@dataclass(frozen=True)
class RegionSaving:
    """What the senders of a region wait less, on average, in their business minutes."""

    region: str
    messages: int
    saves_min: float


@dataclass(frozen=True)
class LateSlot:
    """The price of the late window.

    window      its minute after midnight
    without     the best windows that end by 18:00, as many
    saves_min   mean waiting without it less with it, in the senders' business minutes
    regions     the same by region, the greatest saving first
    """

    window: int
    without: tuple[int, ...]
    saves_min: float
    regions: tuple[RegionSaving, ...]


def late_slot(planned: Arrivals, judged: Arrivals, windows: Sequence[int], rule: WindowRule) -> LateSlot | None:
    """What the last of the windows saves; null where it lies within office hours, or nothing fits before their end.

    planned, judged   the messages to plan on and to judge by, each at least one
    """
    early_end = min(rule.to_min, CLOSES_MIN)
    if windows[-1] <= CLOSES_MIN or rule.from_min >= early_end:
        return None
    slots = open_slots(rule)
    if int((slots <= early_end).sum()) < rule.windows:
        return None
    without = best_windows(planned, replace(rule, to_min=early_end))
    saved = waits(judged, without) - waits(judged, windows)
    place = np.searchsorted(EAST_OF_MIN, judged.offset, side="right")
    regions = [
        RegionSaving(region, int((place == number).sum()), float(saved[place == number].mean()))
        for number, region in enumerate((AMERICAS, EUROPE_AFRICA, ASIA_PACIFIC))
        if (place == number).any()
    ]
    by_saving = tuple(sorted(regions, key=lambda one: -one.saves_min))
    return LateSlot(int(windows[-1]), without, float(saved.mean()), by_saving)
