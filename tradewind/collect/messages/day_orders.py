"""Day, month or year first: decided on the evidence of all dates of a conversation together, never guessed.

Three things tell: numbers that are no month, messages that would go back in time, and how far apart the days of a
conversation are, since a wrong order makes months of days. Each has its price in one score; where two orders are close,
a person is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tradewind.collect.messages.dated import ORDERS, date_in, has_long_year

IMPOSSIBLE = 20.0  # a date that is none, or the first of a run of messages that go back in time
BACK_AGAIN = 5.0  # each other day of that run
GAP_POWER = 1.5  # days between two messages have a tail about this heavy
RARE = {"ymd": (0.0, 13.0), "ydm": (13.0, 15.0)}  # with a year of four digits, of two
CLEARLY = 12.0
CLOCK_BACK_S, JITTER_S = 3600, 60
NIGHT_S = 4 * 3600


@dataclass(frozen=True)
class Dated:
    """When a message was sent: the number of its line, the date as written, seconds of the day."""

    line: int
    date: str
    clock_s: int


@dataclass(frozen=True)
class Question:
    """A date that two orders read differently, and the two."""

    at: Dated
    one: str
    other: str


def order_of(dates: Sequence[Dated], in_time: bool = True) -> str | Question:
    """The one order that explains the dates; a Question where two do about equally well.

    in_time   whether they are of one conversation, whose messages follow one another
    """
    scores = {order: _score(dates if in_time else dates[:1], order) for order in ORDERS}
    if not in_time:
        scores = {order: score + IMPOSSIBLE * _wrong(dates[1:], order) for order, score in scores.items()}
    best = min(ORDERS, key=lambda order: scores[order])
    for other in sorted(set(ORDERS) - {best}, key=lambda order: scores[order]):
        if scores[other] - scores[best] < CLEARLY and (at := _differs(dates, best, other)):
            return Question(at, best, other)
    return best


def _score(dates: Sequence[Dated], order: str) -> float:
    score, last_s, back = IMPOSSIBLE * _wrong(dates, order), -math.inf, set[str]()
    rare = RARE.get(order, (0.0, 0.0))
    if dates:
        score += rare[0] if has_long_year(dates[0].date) else rare[1]
    for one in dates:
        day = date_in(order, one.date)
        if day is None:
            continue
        at_s = day.toordinal() * 86_400 + one.clock_s
        if goes_back(at_s, last_s):
            score += IMPOSSIBLE if not back else 0.0 if one.date in back else BACK_AGAIN
            back.add(one.date)
            continue
        if last_s > -math.inf and at_s > last_s:
            score += GAP_POWER * math.log(max(1.0, (at_s - last_s) / 86_400))
        back.clear()
        last_s = max(at_s, last_s)
    return score


def _wrong(dates: Sequence[Dated], order: str) -> int:
    return len({one.date for one in dates if date_in(order, one.date) is None})


def goes_back(at_s: float, last_s: float) -> bool:
    """Whether a message is from before the one before it; a minute is jitter, and an hour at night the clock's turn."""
    back = last_s - at_s
    return back > JITTER_S and not (back <= CLOCK_BACK_S and at_s % 86_400 < NIGHT_S)


def _differs(dates: Sequence[Dated], one: str, other: str) -> Dated | None:
    for at in dates:
        first, second = date_in(one, at.date), date_in(other, at.date)
        if first and second and first != second:
            return at
    return None
