"""What came in, summed so far that plans can be weighed in plain numbers while someone waits; see `asked_plan`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from tradewind.attention.arrivals import Arrivals
from tradewind.attention.asked_plan import GRAIN_MIN
from tradewind.attention.business import MONDAY_MIN, business_minutes
from tradewind.attention.late_slot import EAST_OF_MIN
from tradewind.attention.waiting import COALESCED_MIN
from tradewind.hours.clock import DAY_MIN

WEEK_OFFICE_MIN = float(business_minutes(np.array([7.0 * DAY_MIN - MONDAY_MIN]))[0])


def basis(coming: Arrivals) -> dict[str, Any]:
    """The arrivals by weekday, clock and quarter of an hour.

    returns  groups: [weekday (0 Monday), minutes by which the sender's clock is ahead, region (0 Americas, 1 Europe and
             Africa, 2 Asia and the Pacific), first quarter of an hour at which they can be read (0 to 96), messages,
             office minutes of the week on the senders' clocks up to them, summed];
             interruptions: per quarter of an hour, messages on workdays that are not within five minutes of the one
             before; workdays; messages
    """
    weekday = coming.day % 7
    passed = coming.passed - (coming.day - weekday) / 7 * WEEK_OFFICE_MIN
    region = np.searchsorted(EAST_OF_MIN, coming.offset, side="right")
    due = np.ceil(coming.minute / GRAIN_MIN).astype(np.int64)
    summed: defaultdict[tuple[int, int, int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for *key, minutes in zip(weekday, coming.ahead.astype(np.int64), region, due, passed, strict=True):
        cell = summed[tuple(map(int, key))]  # type: ignore[index]
        cell[0] += 1
        cell[1] += float(minutes)
    return {
        "groups": [[*key, *cell] for key, cell in sorted(summed.items())],
        "interruptions": interruptions(coming),
        "workdays": coming.workdays,
        "messages": int(coming.day.size),
    }


def interruptions(coming: Arrivals) -> list[int]:
    """Per quarter of an hour of the workday the messages that interrupt whoever reads each at once."""
    at = coming.day * DAY_MIN + coming.minute
    chosen = coming.at_work & (np.diff(at, prepend=-np.inf) >= COALESCED_MIN)
    counted = np.bincount((coming.minute[chosen] // GRAIN_MIN).astype(np.int64), minlength=DAY_MIN // GRAIN_MIN)
    return [int(one) for one in counted]
