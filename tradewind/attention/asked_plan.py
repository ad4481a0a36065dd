"""Which windows are best, weighed while someone waits: the exact plan of `windows`, in plain floats and no frames.

It works on what `basis` has summed. Windows lie on quarters of an hour, and what comes between two is read at the
later one, so total and mean waiting are those of the single messages; the median and the share within the deadline
take the messages of a quarter of an hour as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tradewind.hours.clock import CLOSES_MIN, DAY_MIN, OPENS_MIN

GRAIN_MIN = 15
MOST_SLOTS = 60  # of more, every other one is taken
WORKDAYS, OPEN_MIN = 5, CLOSES_MIN - OPENS_MIN
DAYS_ON = (1, 1, 1, 1, 3, 2, 1)  # from each weekday to the next workday
REGIONS = ("americas", "europe_africa", "asia_pacific")
Rows = list[list[float]]
Basis = dict[str, Any]


@dataclass(frozen=True)
class AskedPlan:
    """Where windows may lie, in minutes after midnight, and the deadline in the senders' office minutes."""

    from_min: int = 8 * 60
    to_min: int = 21 * 60
    blocked: tuple[tuple[int, int], ...] = ()
    within_min: float = 240.0
    most: int = 6


@dataclass(frozen=True)
class Judged:
    """What windows do: minutes of the senders' office hours until a message is read, and the share read in time."""

    windows: tuple[int, ...]
    mean_min: float
    median_min: float
    within_share: float


def office(since_monday: float) -> float:
    """Office minutes (9 to 18, Monday to Friday) from a Monday's midnight; as business.business_minutes counts them."""
    day, minute = divmod(since_monday, DAY_MIN)
    week, weekday = divmod(day, 7)
    today = min(max(minute - OPENS_MIN, 0.0), float(OPEN_MIN)) if weekday < WORKDAYS else 0.0
    return (week * WORKDAYS + min(weekday, WORKDAYS)) * OPEN_MIN + today


def slots_of(asked: AskedPlan) -> list[int]:
    """The minutes at which a window may lie."""
    free = [
        at
        for at in range(0, DAY_MIN, GRAIN_MIN)
        if asked.from_min <= at <= asked.to_min and not any(since <= at < until for since, until in asked.blocked)
    ]
    return free if len(free) <= MOST_SLOTS else free[::2]


def best_plans(basis: Basis, asked: AskedPlan) -> list[tuple[int, ...]]:
    """The best windows for 1, 2, … a day, as many as fit; of equal plans the earliest."""
    slots = slots_of(asked)
    if not slots or not basis["groups"]:
        return []
    between, night = costs_of(basis, slots)
    most = min(asked.most, len(slots))
    best: list[tuple[float, list[int]]] = [(float("inf"), [])] * most
    for first in range(len(slots)):
        for number, (costs, paths) in enumerate(reached(between, first, most)):
            for last, cost in enumerate(costs):
                if cost + night[last + 1][first] < best[number][0]:
                    best[number] = (cost + night[last + 1][first], path(paths, last))
    return [tuple(slots[place] for place in places) for _, places in best if places]


def costs_of(basis: Basis, slots: Sequence[int]) -> tuple[Rows, Rows]:
    """between[a][b]: waiting for slot b of what came after slot a - 1; night[a][b]: of what is left from slot a on."""
    count = len(slots)
    same, later = ([[0.0] * count for _ in range(count + 1)] for _ in range(2))
    for (weekday, ahead, place), (messages, passed) in placed(basis, slots).items():
        for rows, days in ((same, 0), (later, DAYS_ON[weekday])):
            start = (weekday + days) * DAY_MIN + ahead
            rows[place] = [
                known + messages * office(start + at) - passed for known, at in zip(rows[place], slots, strict=True)
            ]
    up_to = summed(same[:count])
    between = [[up_to[b + 1][b] - up_to[a][b] for b in range(count)] for a in range(count)]
    night = summed(later[::-1])[:0:-1]
    return between, night


def placed(basis: Basis, slots: Sequence[int]) -> dict[tuple[int, int, int], tuple[float, float]]:
    """By weekday, clock and the first slot that clears them (beyond the last: none): messages, minutes passed."""
    found: defaultdict[tuple[int, int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for weekday, ahead, _, due, messages, passed in basis["groups"]:
        place = bisect_left(slots, due * GRAIN_MIN) if weekday < WORKDAYS else len(slots)
        cell = found[weekday, ahead, place]
        cell[0] += messages
        cell[1] += passed
    return {key: (cell[0], cell[1]) for key, cell in found.items()}


def summed(rows: Rows) -> Rows:
    """Row n is the sum of the rows before it; one row more than given."""
    total = [[0.0] * len(rows[0])]
    for row in rows:
        total.append([known + one for known, one in zip(total[-1], row, strict=True)])
    return total


def reached(between: Rows, first: int, most: int) -> list[tuple[list[float], list[list[int]]]]:
    """For 1, 2, … windows, the first of them given: the least cost with the last one at each slot, and the way."""
    count = len(between)
    costs = [float("inf")] * count
    costs[first] = between[0][first]
    told: list[tuple[list[float], list[list[int]]]] = [(costs, [])]
    paths: list[list[int]] = []
    for _ in range(most - 1):
        following, before = [float("inf")] * count, [first] * count
        for a in range(first, count - 1):
            known, row = costs[a], between[a + 1]
            if known == float("inf"):
                continue
            for b in range(a + 1, count):
                if known + row[b] < following[b]:
                    following[b], before[b] = known + row[b], a
        costs, paths = following, [*paths, before]
        told.append((costs, paths))
    return told


def path(paths: Sequence[Sequence[int]], last: int) -> list[int]:
    """The places of the windows that lead to the last one."""
    places = [last]
    for before in reversed(paths):
        places.append(before[places[-1]])
    return places[::-1]


def waits(basis: Basis, windows: Sequence[int]) -> list[tuple[float, float, int]]:
    """(minutes waited on average, messages, region) of each group under the windows, ascending."""
    told = []
    for weekday, ahead, region, due, messages, passed in basis["groups"]:
        place = bisect_left(windows, due * GRAIN_MIN) if weekday < WORKDAYS else len(windows)
        days, at = (0, windows[place]) if place < len(windows) else (DAYS_ON[weekday], windows[0])
        waited = office((weekday + days) * DAY_MIN + ahead + at) - passed / messages
        told.append((max(waited, 0.0), messages, region))
    return told


def judged(basis: Basis, windows: Sequence[int], within_min: float) -> Judged:
    """What the windows do to the senders. There is at least one message."""
    told = sorted(waits(basis, windows))
    total = sum(messages for _, messages, _ in told)
    mean = sum(waited * messages for waited, messages, _ in told) / total
    late = sum(messages for waited, messages, _ in told if waited > within_min)
    seen, median = 0.0, 0.0
    for waited, messages, _ in told:
        seen += messages
        if seen >= total / 2:
            median = waited
            break
    return Judged(tuple(windows), mean, median, 1 - late / total)


def even_plan(asked: AskedPlan, windows: int) -> tuple[int, ...]:
    """As many windows, evenly spaced over the allowed hours."""
    if windows == 1:
        return ((asked.from_min + asked.to_min) // 2,)
    return tuple(round(asked.from_min + n * (asked.to_min - asked.from_min) / (windows - 1)) for n in range(windows))


def at_once(basis: Basis, asked: AskedPlan) -> float:
    """Interruptions a workday of someone who reads each message as it comes within the allowed hours."""
    first, last = asked.from_min // GRAIN_MIN, asked.to_min // GRAIN_MIN
    interruptions = float(sum(basis["interruptions"][first : last + 1]))
    return interruptions / max(int(basis["workdays"]), 1)


def price_of_late(basis: Basis, windows: Sequence[int], without: Sequence[int]) -> dict[str, Any]:
    """What the late window saves beside as many windows without it: minutes on average, and by region."""
    saved: defaultdict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (late, messages, region), (early, _, _) in zip(waits(basis, windows), waits(basis, without), strict=True):
        saved[region][0] += messages
        saved[region][1] += (early - late) * messages
    regions = [
        {"region": REGIONS[region], "messages": int(messages), "saves_min": minutes / messages}
        for region, (messages, minutes) in saved.items()
    ]
    total = sum(messages for messages, _ in saved.values())
    return {
        "saves_min": sum(minutes for _, minutes in saved.values()) / total,
        "regions": sorted(regions, key=lambda one: -float(one["saves_min"])),
    }
