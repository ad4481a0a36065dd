"""How loud must an alarm be, so that no more of them are false than the budget allows? Set on earlier history only.

The false-alarm rate is the mean, over buyers who came back, of the share of their silences that ended with an order
after having been flagged. It is measured on earlier windows, as it will be measured on the coming one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradewind.retention.alarm import EARLY_BARS, LOOKS, Watch, cycles, extra_bar, levels
from tradewind.retention.bgnbd import Floats
from tradewind.retention.silences import Places, Spells
from tradewind.retention.suspicion import SuspicionParameters

Mask = NDArray[np.bool_]
WINDOWS = 8  # of each length, a month apart
APART = 30.0
HALF_LIFE_DAYS = 180.0
LONG_WINDOW_DAYS = 365.0  # long enough that late orders are seen
BY_DAY = ((30.0, 0.3), (60.0, 0.5), (90.0, 0.2))  # what being flagged by each day is worth
ANY = -30.0  # a bar that every alarm passes
UNSEEN_SHARE = 0.7  # of the budget that is spent while no long window is known: late orders will come
LONG_ALL, LONG_MATURE = 0.5, 0.5  # what a long window's rate counts, over all silences and over those a horizon old
YOUNG = 0.3  # of that while the replay is new; the older it is, the more it is like a long window itself
FEWEST_BACK = 20  # buyers who came back; with fewer the rate so far says nothing
AS_GOOD = 0.01  # rates closer than about this are the same
CORRECTION = 0.75  # power of what the rate so far lacks
GUARD = 3.5  # the same of what it will be over the budget: it can only be made good in the time to come
LEAST, MOST = 0.3, 1.6  # of the budget that the bar is ever set to


@dataclass(frozen=True)
class Bar:
    """How loud an alarm must be: for buyers of two order days or more, for those of one, and the bar on early looks.

    share   of churned buyers and of their money flagged by days 30, 60 and 90, weighted, on the windows it was set on
    target  the false-alarm rate that it was set to
    """

    level: float
    level_one_order: float
    early: float
    share: float
    target: float


@dataclass(frozen=True)
class Window:
    opens: float
    closes: float
    weight: float


def windows(first: float, today: float, lengths: tuple[float, ...]) -> list[Window]:
    """Earlier windows that had at least a quarter of history before them, later ones weighing more."""
    from_day = first + 0.25 * (today - first)
    found = [
        Window(closes - length, closes, 0.5 ** ((today - closes) / HALF_LIFE_DAYS))
        for length in lengths
        for closes in (today - APART * np.arange(WINDOWS)).tolist()
        if closes - length >= from_day
    ]
    return found or [Window(from_day, today, 1.0)]


@dataclass(frozen=True)
class Spent:
    """Since the replay began: how many days ago, the false-alarm rate so far, over how many buyers, and the rate with
    the orders that are likely to come after a flag within the next horizon."""

    days: float
    rate: float
    buyers: int
    coming: float


def set_bar(spells: Spells, today: float, parameters: SuspicionParameters, watch: Watch, spent: Spent) -> Bar:
    """The bar under which the earlier windows would have kept to the budget and named the most of those who left.

    Where more or less was spent since the replay began than the bar would have spent by then on the earlier windows,
    it is set to less or more than the budget.
    """
    first = float(spells.began.min())
    long = max(LONG_WINDOW_DAYS, watch.window)
    chosen = windows(first, today, (watch.window, long))
    seen = any(window.closes - window.opens >= long for window in chosen)
    target = watch.budget * (1.0 if seen else UNSEEN_SHARE)
    opens = min(window.opens for window in chosen)
    at = np.flatnonzero((spells.began > opens) & (spells.began < today))
    until = np.minimum(spells.ended[at], today)
    level, cycle = levels(spells, at, until, parameters, watch), cycles(spells, at, parameters)
    loudest = [np.maximum.accumulate(level - extra_bar(early, cycle), axis=1) for early in EARLY_BARS]
    known = Known.of(spells, at, watch, chosen, spent.days)
    bar = best_bar(loudest, known, target)
    if spent.buyers < FEWEST_BACK:
        return bar
    foreseen = float(known.cost_by_then[loudest[EARLY_BARS.index(bar.early)][:, -1] >= bar.level].sum())
    lacking = ((foreseen + AS_GOOD) / (spent.rate + AS_GOOD)) ** CORRECTION
    if spent.coming > watch.budget and spent.days > watch.window:
        lacking = min(lacking, (watch.budget / spent.coming) ** GUARD)
    return best_bar(loudest, known, target * float(np.clip(lacking, LEAST, MOST)))


def best_bar(loudest: list[Floats], known: Known, target: float) -> Bar:
    """Of the bars on early looks the one that names the most; `loudest` has a row per silence for each of them."""
    tried = [candidate(one, early, known, target) for one, early in zip(loudest, EARLY_BARS, strict=True)]
    return max(tried, key=lambda bar: bar.share)


@dataclass(frozen=True)
class Known:
    """How the silences of earlier windows ended.

    repeat            buyers of two order days or more
    cost, cost_all    the part of the false-alarm rate that a flagged silence would be, of those buyers and of all
    cost_by_then      the same of those buyers, by as many days after a window's opening as the replay is old
    gain              the part of churned buyers and of their money that it would be
    """

    repeat: Mask
    cost: Floats
    cost_all: Floats
    cost_by_then: Floats
    gain: Floats

    @classmethod
    def of(cls, spells: Spells, at: Places, watch: Watch, chosen: list[Window], days: float) -> Known:
        began, ended, buyer, money = spells.began[at], spells.ended[at], spells.buyer[at], spells.money[at]
        repeat = spells.repeats[at] >= 1
        age = YOUNG + (1 - YOUNG) * min(days / watch.window, 1.0)
        longest = max(window.closes - window.opens for window in chosen)
        parts: list[list[tuple[Floats, float]]] = [[], [], [], []]
        for window in chosen:
            inside, back = began > window.opens, ended < window.closes
            mature = inside & (began <= window.closes - watch.horizon)
            long = window.closes - window.opens > watch.window
            for some, part in (
                (inside & back, LONG_ALL * age if long else 1.0),
                (mature & back, LONG_MATURE * age * long),
            ):
                parts[0].append((shares(buyer, some & repeat), part * window.weight))
                parts[1].append((shares(buyer, some), part * window.weight))
            by_then = window.opens + min(days, longest)
            if by_then <= window.closes:
                parts[2].append((shares(buyer, inside & repeat & (ended < by_then)), window.weight))
            parts[3].append((gains(money, mature & ~back & repeat), window.weight))
        cost, cost_all, cost_by_then, gain = (averaged(some, at.size) for some in parts)
        return cls(repeat, cost, cost_all, cost_by_then, gain)


def shares(buyer: Places, ended: Mask) -> Floats:
    """Each silence's part of the rate: one over the buyer's silences, over the buyers."""
    count = np.bincount(buyer[ended], minlength=int(buyer.max(initial=-1)) + 1)
    return ended / np.maximum(count[buyer], 1) / max(int((count > 0).sum()), 1)


def gains(money: Floats, churned: Mask) -> Floats:
    """Each churned buyer's part of the buyers, and of the money, half each."""
    return churned / max(int(churned.sum()), 1) / 2 + money * churned / max(float(money[churned].sum()), 1e-9) / 2


def averaged(parts: list[tuple[Floats, float]], size: int) -> Floats:
    """The mean over the windows in which anything happened."""
    held = [(part, weight) for part, weight in parts if part.any()]
    total = sum(weight for _, weight in held)
    return sum((part * weight for part, weight in held), np.zeros(size)) / max(total, 1e-9)


def candidate(loudest: Floats, early: float, known: Known, target: float) -> Bar:
    """The bar with this bar on early looks, and what it would have named."""
    bar = threshold(loudest[:, -1], known.cost, target)
    flagged = np.where(known.repeat, np.where(loudest[:, -1] >= bar, np.inf, -np.inf), loudest[:, -1])
    one_order = threshold(flagged, known.cost_all, target)
    share = sum(
        part * float(known.gain[loudest[:, int(np.searchsorted(LOOKS, day))] >= bar].sum()) for day, part in BY_DAY
    )
    return Bar(bar, one_order, early, share, target)


def threshold(loudest: Floats, cost: Floats, target: float) -> float:
    """The lowest bar at which the silences over it cost no more than `target`."""
    order = np.argsort(-loudest, kind="stable")
    over = int(np.searchsorted(np.cumsum(cost[order]), target + 1e-12, side="right"))
    if over >= order.size:
        return ANY
    return float(np.clip(loudest[order[over]], ANY, -ANY)) + 1e-9
