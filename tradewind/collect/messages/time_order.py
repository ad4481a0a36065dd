"""Which lines that look as if they began a message do: those in time order, so that a pasted chat stays inside one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradewind.collect.messages.day_orders import CLOCK_BACK_S, JITTER_S, NIGHT_S

ENOUGH_LATER = 20  # messages that must be earlier than one from the future, before it is held to be pasted
Moments = NDArray[np.int64]
Mask = NDArray[np.bool_]


def in_time_order(moments: Moments, last_s: int) -> Mask:
    """Which of the moments, in seconds, follow one another from `last_s` on.

    One that is earlier than a message before it is left out, but for a minute's jitter and the night when clocks turn
    back. A moment that nothing after it ever reaches again, though much follows, is of the future and left out as well.
    """
    kept = _follow(moments, last_s)
    if kept.all():
        return kept
    ahead = _of_the_future(moments)
    if ahead.any():
        kept = ~ahead
        kept[kept] = _follow(moments[~ahead], last_s)
    return kept


def _follow(moments: Moments, last_s: int) -> Mask:
    top = np.maximum.accumulate(np.concatenate([[last_s], moments]))[:-1]
    back = top - moments
    turned = (back <= CLOCK_BACK_S) & (moments % 86_400 < NIGHT_S)
    follows: Mask = (back <= JITTER_S) | turned
    return follows


def _of_the_future(moments: Moments) -> Mask:
    """From the end: what is later than everything behind it, where that is enough to tell."""
    ahead = np.zeros(len(moments), dtype=bool)
    top = int(moments[-ENOUGH_LATER:].max())
    for place in range(len(moments) - ENOUGH_LATER - 1, -1, -1):
        if moments[place] > top + CLOCK_BACK_S:
            ahead[place] = True
        else:
            top = max(top, int(moments[place]))
    return ahead
