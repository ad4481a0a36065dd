"""What did the article publish? Its figures as data, each with its source beside it.

The figures are in published.json. Shares are fractions of one. A manager may replace any of them with the company's
own; that is kept on the desk, not here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tradewind.errors import UnknownMetric


@dataclass(frozen=True)
class Metric:
    """One published figure.

    challenge   the id of the challenge that it belongs to
    kind        metric: industry figures and a case; survey: a share of reps; threshold: what must be reached
    unit        share, share per year, share longer, share of reps, points of 100, USD, hours per day
    better      which direction is good
    average, low, high  the industry average and its fluctuation range, null where not published
    case        the article's one worked company, null where not published; case_below: published as "below" this
    required    the least that must be reached, of a threshold only
    """

    id: str
    challenge: str
    kind: Literal["metric", "survey", "threshold"]
    zh: str
    en: str
    unit: str
    better: Literal["lower", "higher"]
    average: float | None = None
    low: float | None = None
    high: float | None = None
    case: float | None = None
    case_below: float | None = None
    required: float | None = None


@dataclass(frozen=True)
class Challenge:
    """One of the article's four challenges, with its worked company and all of its figures."""

    id: str
    zh: str
    en: str
    case_zh: str
    case_en: str
    story_zh: str
    story_en: str

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return tuple(one for one in metrics() if one.challenge == self.id)


@dataclass(frozen=True)
class Module:
    """One of the three modules that the article says every digital tool has."""

    id: str
    zh: str
    en: str


def metric(name: str) -> Metric:
    """The published figure of this id; raises UnknownMetric.

    >>> metric("churn_rate").average
    0.175
    """
    found = {one.id: one for one in metrics()}
    if name not in found:
        raise UnknownMetric(metric=name, present=", ".join(found))
    return found[name]


@cache
def metrics() -> tuple[Metric, ...]:
    """Every published figure, in the article's order."""
    return tuple(Metric(**row) for row in document()["metrics"])


@cache
def challenges() -> tuple[Challenge, ...]:
    """The four challenges, in the article's order."""
    return tuple(Challenge(**row) for row in document()["challenges"])


@cache
def modules() -> tuple[Module, ...]:
    """The three modules, in the article's order."""
    return tuple(Module(**row) for row in document()["modules"])


def source() -> dict[str, str]:
    """The sentence that stands beside every figure, by language: zh, en."""
    return dict(document()["source"])


@cache
def document() -> dict[str, Any]:
    """published.json as it is."""
    loaded: dict[str, Any] = json.loads(files("tradewind").joinpath("published.json").read_text(encoding="utf-8"))
    return loaded
