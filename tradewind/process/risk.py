"""What goes wrong how often? Shares of cases with rework, late shipment, complaint or cancellation, with intervals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from tradewind.process.lifecycle import completions
from tradewind.process.log import EventLog

Z = 1.959964  # two-sided 95 %
REWORK, LATE, COMPLAINT, CANCELLATION, ANY = "rework", "late", "complaint", "cancellation", "any"
WORDS = {
    LATE: r"\b(?:late|delay(?:ed)?|overdue|postponed)\b|延迟|延期|延误|逾期|晚到|推迟",
    COMPLAINT: r"complain|\bclaims?\b|投诉|客诉|索赔|抱怨",
    CANCELLATION: r"cancel|\bvoid|取消|作废|退单|撤单",
}


@dataclass(frozen=True)
class Share:
    """cases of `of`, their share, and its 95 % interval (Wilson 1927)."""

    cases: int
    of: int
    share: float
    low: float
    high: float


def marks(log: EventLog, named: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Kind of trouble -> the activities that tell of it: those named, else those whose name says so."""
    found = {}
    for kind, words in WORDS.items():
        told = named.get(kind)
        found[kind] = (
            [name for name in log.activities if re.search(words, name, re.IGNORECASE)]
            if told is None
            else [name for name in log.activities if name in told]
        )
    return found


def troubled(
    log: EventLog, named: Mapping[str, Collection[str]], shipped_late: Collection[str] = ()
) -> dict[str, NDArray[np.bool_]]:
    """Kind of trouble -> per case, in the log's order, whether it has it. A kind that nothing tells of is left out.

    shipped_late   case_ids that are known to have shipped late, whatever their activities say
    """
    cases, _, times = log.times(completions(log))
    case = np.zeros(log.case.max() + 1, dtype=np.bool_)
    case[cases[times > 1]] = True
    order = log.case[log.starts]
    found = {REWORK: case[order]}
    for kind, names in marks(log, named).items():
        if names:
            told = np.isin(log.activity, [log.activities.index(name) for name in names])
            found[kind] = np.maximum.reduceat(told, log.starts)
    if shipped_late:
        known = log.cases.is_in(list(shipped_late)).to_numpy()[order]
        found[LATE] = known | found.get(LATE, False)
    found[ANY] = np.logical_or.reduce(list(found.values()))
    return found


def share_of(cases: int, of: int) -> Share:
    """A share with its interval; 0 to 1 where there is no case.

    >>> share_of(5, 100).low.__round__(4), share_of(5, 100).high.__round__(4)
    (0.0215, 0.1118)
    """
    if of == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    part, square = cases / of, Z * Z / of
    middle = (part + square / 2) / (1 + square)
    reach = Z * sqrt(part * (1 - part) / of + square / of / 4) / (1 + square)
    return Share(cases, of, part, max(0.0, middle - reach), min(1.0, middle + reach))
