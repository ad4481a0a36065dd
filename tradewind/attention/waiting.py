"""How long do the senders wait, in their own business minutes, when a rep reads in windows?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.attention.arrivals import Arrivals
from tradewind.attention.business import MONDAY_MIN, Floats, Ints, business_minutes
from tradewind.hours.clock import DAY_MIN

COALESCED_MIN = 5.0  # what comes within this of the message before interrupts no second time
DAYS_APART, MOST_APART = 2 * DAY_MIN, 4 * DAY_MIN  # no two clocks are farther from each other
DAYS_ON = np.array([1, 1, 1, 1, 3, 2, 1])  # from each weekday to the next workday


@dataclass(frozen=True)
class Waiting:
    """What a plan does to the senders.

    mean_min, median_min   business minutes on the sender's clock until the message is read
    within_share           of the messages, read within the deadline
    """

    mean_min: float
    median_min: float
    within_share: float


@dataclass(frozen=True)
class Table:
    """Office minutes up to each slot, per kind of message: weekday and sender's clock. There are few kinds.

    kind     of each message, a row of `passed_at`
    passed_at  [kind, slot]: office minutes of that week on the sender's clock up to the slot
    passed   of each message: office minutes of that week on the sender's clock up to the message
    """

    kind: Ints
    passed_at: Floats
    passed: Floats


def table(coming: Arrivals, slots: Ints, days_later: int) -> Table:
    """What is needed to tell how long each message waits for a slot, of its own day or of the next workday."""
    weekday = coming.day % 7
    coded, kind = np.unique(weekday * MOST_APART + coming.ahead.astype(np.int64) + DAYS_APART, return_inverse=True)
    day, ahead = np.divmod(coded, MOST_APART)
    day = day + DAYS_ON[day] * days_later
    at = (day * DAY_MIN - MONDAY_MIN + ahead - DAYS_APART).astype(np.float64)
    weekly = (coming.day - weekday) / 7 * business_minutes(np.array([7.0 * DAY_MIN - MONDAY_MIN]))[0]
    return Table(kind, business_minutes(at[:, None] + slots[None, :]), coming.passed - weekly)


def waits_until(coming: Arrivals, slots: Ints, days_later: int) -> Floats:
    """Business minutes from each message to each slot, of its own day or of the next workday: [message, slot].

    Below 0 where the slot lies before the message.
    """
    known = table(coming, slots, days_later)
    waited: Floats = known.passed_at[known.kind] - known.passed[:, None]
    return waited


def total_wait(coming: Arrivals, due: Ints, slots: Ints, days_later: int) -> Floats:
    """[a, b]: the business minutes that the messages due at slot a wait together until slot b, not before a."""
    known = table(coming, slots, days_later)
    kinds, rows = known.passed_at.shape[0], slots.size + 1
    counts = np.bincount(due * kinds + known.kind, minlength=rows * kinds).reshape(rows, kinds)
    waited: Floats = counts @ known.passed_at - np.bincount(due, known.passed, minlength=rows)[:, None]
    return waited


def waits(coming: Arrivals, windows: Sequence[int]) -> Floats:
    """Business minutes on the sender's clock from each message until the window that clears it.

    windows   minutes after the rep's midnight, ascending; they are kept Monday to Friday
    """
    slots = np.array(windows, dtype=np.int64)
    due = np.where(coming.at_work, np.searchsorted(slots, coming.minute), slots.size)
    found = np.zeros(coming.day.size)
    for days_later, chosen in ((0, due < slots.size), (1, due == slots.size)):
        part = waits_until(coming.part(chosen), slots, days_later)
        column = due[chosen] if days_later == 0 else np.zeros(int(chosen.sum()), dtype=np.int64)
        found[chosen] = part[np.arange(part.shape[0]), column]
    return np.maximum(found, 0.0)


def waiting(coming: Arrivals, windows: Sequence[int], within_min: float) -> Waiting:
    """What the windows do to the senders of these messages, of which there is at least one."""
    waited = waits(coming, windows)
    return Waiting(float(waited.mean()), float(np.median(waited)), float((waited <= within_min).mean()))


def realtime_interruptions(coming: Arrivals, from_min: int, to_min: int) -> float:
    """Interruptions a workday of a rep who looks at each message as it comes, within the allowed hours.

    Messages less than five minutes after the one before interrupt no second time.
    """
    inside = coming.at_work & (coming.minute >= from_min) & (coming.minute <= to_min)
    at = coming.day[inside] * DAY_MIN + coming.minute[inside]
    return coalesced(at) / max(coming.workdays, 1)


def coalesced(at: Floats) -> int:
    """How many interruptions the moments make, ascending and in minutes: those close to the one before make none."""
    return int((np.diff(at, prepend=-np.inf) >= COALESCED_MIN).sum()) if at.size else 0
