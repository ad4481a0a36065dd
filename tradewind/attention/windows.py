"""When are k windows a day best? An exact plan: no other choice of slots makes the senders wait less.

A window clears everything that came since the one before. Cut the allowed hours into slots; a message is cleared by
the first window at or after its minute, on the next workday when none is left. The waiting of a plan is a sum over
neighbouring windows, so dynamic programming over slots finds the least one, for each first window in turn because the
night joins the last window to the first.

    cost(first … last) = night(last, first) + sum over neighbours of between(a, b)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.attention.arrivals import Arrivals
from tradewind.attention.business import Floats, Ints
from tradewind.attention.slots import WindowRule, open_slots
from tradewind.attention.waiting import total_wait, waits_until
from tradewind.errors import NoArrivals, WindowsDoNotFit
from tradewind.hours.clock import of_minutes

WAIT, LATE = "wait", "late"
AT_ONCE = 50_000  # messages: what is looked at together stays small


@dataclass(frozen=True)
class Costs:
    """What clearing costs, in the rule's measure, summed over messages.

    slots    minutes after midnight at which a window may lie, ascending
    between  [a, b]: messages after slot a - 1 up to slot b, cleared at slot b; a = 0 takes those since midnight
    night    [a, b]: messages of slot a or later, or of a day off, cleared at slot b of the next workday
    """

    slots: Ints
    between: Floats
    night: Floats


def best_windows(coming: Arrivals, rule: WindowRule) -> tuple[int, ...]:
    """The windows, as minutes after midnight, that cost the senders least; of equal plans the earliest.

    raises   NoArrivals, WindowsDoNotFit, and what WindowRule raises
    """
    if not coming.day.size:
        raise NoArrivals
    costs = costs_of(coming, rule)
    places = least_costly(costs, rule.windows)
    return tuple(int(costs.slots[place]) for place in places)


def costs_of(coming: Arrivals, rule: WindowRule) -> Costs:
    """What each pair of neighbouring windows would cost under the rule. Raises WindowsDoNotFit."""
    slots = open_slots(rule)
    if slots.size < rule.windows:
        raise WindowsDoNotFit(
            windows=rule.windows, most=slots.size, first=of_minutes(rule.from_min), last=of_minutes(rule.to_min)
        )
    due = np.where(coming.at_work, np.searchsorted(slots, coming.minute), slots.size)
    same_day = by_slot(coming, due, slots, rule, 0)
    next_day = by_slot(coming, due, slots, rule, 1)
    count = slots.size
    up_to = np.vstack([np.zeros(count), np.cumsum(same_day[:count], axis=0)])  # [a, b]: messages before slot a
    cleared = np.diagonal(up_to[1:])[None, :] - up_to[:count]
    night = np.cumsum(next_day[::-1], axis=0)[::-1]
    return Costs(slots, cleared, night)


def by_slot(coming: Arrivals, due: Ints, slots: Ints, rule: WindowRule, days_later: int) -> Floats:
    """[a, b]: the cost of the messages of slot a when they are cleared at slot b, today or on the next workday."""
    if rule.aim == WAIT:
        return total_wait(coming, due, slots, days_later)
    total = np.zeros((slots.size + 1, slots.size))
    order = np.argsort(due, kind="stable")
    for since in range(0, order.size, AT_ONCE):
        some = order[since : since + AT_ONCE]
        waited = waits_until(coming.part(some), slots, days_later)
        cost = (waited > rule.within_min).astype(np.float64)
        found, starts = np.unique(due[some], return_index=True)
        total[found] += np.add.reduceat(cost, starts, axis=0)
    return total


def least_costly(costs: Costs, windows: int) -> list[int]:
    """The places of the windows among the slots: dynamic programming, exact."""
    count = costs.slots.size
    best, chosen = np.inf, list(range(windows))
    for first in range(count - windows + 1):
        reached, paths = reach(costs, first, windows)
        whole = reached + costs.night[1:, first]
        last = int(np.argmin(whole))
        if whole[last] < best:
            best, chosen = float(whole[last]), path_to(paths, first, last)
    return chosen


def reach(costs: Costs, first: int, windows: int) -> tuple[Floats, list[Ints]]:
    """The least cost of the day with its last window at each slot, and at each step the window before."""
    count = costs.slots.size
    reached = np.full(count, np.inf)
    reached[first] = costs.between[0, first]
    paths: list[Ints] = []
    step = np.full((count, count), np.inf)  # [a, b]: from a window at a to the next one at b
    above = np.triu_indices(count, 1)
    step[above] = costs.between[above[0] + 1, above[1]]
    for _ in range(windows - 1):
        through = reached[:, None] + step
        paths.append(np.argmin(through, axis=0))
        reached = through.min(axis=0)
    return reached, paths


def path_to(paths: Sequence[Ints], first: int, last: int) -> list[int]:
    """The windows that lead to the last one."""
    places = [last]
    for before in reversed(paths):
        places.append(int(before[places[-1]]))
    assert places[-1] == first
    return places[::-1]


def cost_of(costs: Costs, places: Sequence[int]) -> float:
    """What a plan costs, summed directly; `places` of its windows among the slots, ascending."""
    pairs = zip([-1, *places], places, strict=False)
    day = sum(costs.between[before + 1, at] for before, at in pairs)
    return float(day + costs.night[places[-1] + 1, places[0]])
