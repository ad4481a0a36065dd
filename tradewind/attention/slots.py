"""Where windows may lie: the hours that the rep allows, cut into slots, without lunch and meetings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.attention.business import Ints
from tradewind.errors import HoursOutOfRange, SlotOutOfRange, WindowsDoNotFit
from tradewind.hours.clock import DAY_MIN, of_minutes

LEAST_SLOT_MIN, MOST_SLOT_MIN = 5, 15
Span = tuple[int, int]  # minutes after midnight: from, until


@dataclass(frozen=True)
class WindowRule:
    """What a rep asks of a plan.

    windows           a day, 1 or more
    from_min, to_min  the first and the last minute at which a window may lie, after midnight
    slot_min          5 to 15
    within_min        the deadline in the sender's office minutes
    aim               `wait`: least mean waiting; `late`: fewest messages past the deadline
    blocked           lunch, meetings: no window begins from the first minute up to the second
    raises            HoursOutOfRange, SlotOutOfRange, WindowsDoNotFit
    """

    windows: int = 3
    from_min: int = 8 * 60
    to_min: int = 21 * 60
    slot_min: int = 15
    within_min: float = 240.0
    aim: str = "wait"
    blocked: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.from_min < self.to_min < DAY_MIN:
            raise HoursOutOfRange(opens=of_minutes(self.from_min), closes=of_minutes(self.to_min))
        if not LEAST_SLOT_MIN <= self.slot_min <= MOST_SLOT_MIN:
            raise SlotOutOfRange(said=self.slot_min, least=LEAST_SLOT_MIN, most=MOST_SLOT_MIN)
        fit = open_slots(self).size
        if not 1 <= self.windows <= fit:
            raise WindowsDoNotFit(
                windows=self.windows, most=fit, first=of_minutes(self.from_min), last=of_minutes(self.to_min)
            )


def open_slots(rule: WindowRule) -> Ints:
    """The minutes after midnight at which a window may lie, ascending; the last one only when slots meet it."""
    slots = np.arange(rule.from_min, rule.to_min + 1, rule.slot_min)
    free = np.ones(slots.size, dtype=bool)
    for since, until in rule.blocked:
        free &= (slots < since) | (slots >= until)
    return slots[free]


def even_windows(rule: WindowRule) -> tuple[int, ...]:
    """The same number of windows, evenly spaced from the first to the last allowed minute; one lies in the middle.

    Blocked slots are not looked at: this is what a person would write down without any plan.

    >>> even_windows(WindowRule(windows=3)), even_windows(WindowRule(windows=1))
    ((480, 870, 1260), (870,))
    """
    if rule.windows == 1:
        return ((rule.from_min + rule.to_min) // 2,)
    return tuple(int(at) for at in np.linspace(rule.from_min, rule.to_min, rule.windows))
