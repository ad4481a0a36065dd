"""What if churn changed? The ripple as a JSON document, for every door, on plain numbers and within a blink.

It is fitted to one published case; how strongly service feeds back into churn (phi) is in no published figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

from tradewind import published
from tradewind.errors import ChurnNotRead, ChurnOutOfRange, FeedbackOutOfRange, MonthsOutOfRange, StopOutOfRange
from tradewind.retention import ripple as loop
from tradewind.retention import ripple_bands, ripple_mixed

Document = dict[str, Any]
USUAL_CHURN = (loop.CASE.before, loop.CASE.after)
USUAL_MONTHS, MOST_MONTHS = 36, 600
USUAL_FEEDBACK, MOST_FEEDBACK = 0.3, 3.0
EVERY = 2  # of the draws, for an answer while someone waits
NOTHING_LEFT = 0.01  # orders below 1 % of what they were: the firm of the model is gone


@dataclass(frozen=True)
class WhatIf:
    """What a person asks.

    before, after  churn, yearly shares in (0, 1); `after` is the rate a year after the change
    months         1 to 600
    stop           the month from which the cause of the change is gone again; null: it stays
    feedback       phi, 0 to 3; null: .3, or what the team's own history makes of it
    """

    before: float = USUAL_CHURN[0]
    after: float = USUAL_CHURN[1]
    months: int = USUAL_MONTHS
    stop: int | None = None
    feedback: float | None = None


@dataclass(frozen=True)
class Money:
    """What a year's orders come to, before the change."""

    yearly: float
    currency: str


def asked(
    churn: str | None = None,
    months: str | None = None,
    feedback: str | None = None,
    stop: str | None = None,
    most_months: int = MOST_MONTHS,
) -> WhatIf:
    """What a person wrote, as numbers; the usual where nothing was written. Raises the errors of its four parts."""
    before, after = churn_said(churn) if churn is not None else USUAL_CHURN
    ahead = whole_said(months, 1, most_months, MonthsOutOfRange) if months is not None else USUAL_MONTHS
    stopped = whole_said(stop, 1, ahead, StopOutOfRange) if stop is not None else None
    return WhatIf(before, after, ahead, stopped, feedback_said(feedback) if feedback is not None else None)


def churn_said(said: str) -> tuple[float, float]:
    """`0.18:0.23` as two rates. Raises ChurnNotRead, ChurnOutOfRange."""
    parts = [number_said(part) for part in said.split(":")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        raise ChurnNotRead(said=said)
    for rate in parts:
        if not 0 < rate < 1:  # type: ignore[operator]
            raise ChurnOutOfRange(said=f"{rate:g}")
    return parts[0], parts[1]


def whole_said(said: str, least: int, most: int, error: type[MonthsOutOfRange] | type[StopOutOfRange]) -> int:
    """A whole number in its range; else raises `error`."""
    number = number_said(said)
    if number is None or number != int(number) or not least <= number <= most:
        raise error(said=said, most=most)
    return int(number)


def feedback_said(said: str) -> float:
    """The strength of feedback. Raises FeedbackOutOfRange."""
    number = number_said(said)
    if number is None or not 0 <= number <= MOST_FEEDBACK:
        raise FeedbackOutOfRange(said=said, most=f"{MOST_FEEDBACK:g}")
    return number


def number_said(said: str) -> float | None:
    """The finite number that was written, or null."""
    try:
        number = float(said)
    except ValueError:
        return None
    return number if isfinite(number) else None


def ripple(asking: WhatIf, money: Money | None = None, history: Document | None = None) -> Document:
    """The months after a change of churn, what stopping it saves, and how sure all that is.

    money    what a year's orders come to; null: nothing is priced
    history  what the team's own history says, as `Retention.own_ripple` tells it; null: the published case alone

    Levels are relative to 1 before the change, churn is a yearly rate, shares are fractions of one.
    """
    own = own_of(history)
    parameters, weights = ripple_mixed.mixed(own, USUAL_FEEDBACK, asking.feedback)
    shock = loop.shock_of(parameters, asking.before, asking.after)
    going_on = loop.ripple(parameters, asking.before, [shock] * asking.months)
    orders, response = loop.elasticities(parameters, asking.before, asking.after)
    gain = loop.loop_gain(parameters, asking.before)
    return {
        "months": month_rows(going_on),
        "loop_gain": gain,
        "runaway": gain >= 1,
        "collapses_in": next((n for n, one in enumerate(going_on, 1) if one.orders < NOTHING_LEFT), None),
        "elasticities": {"orders": orders, "response": response},
        **article_bands(asking.months),
        "scenario_bands": [band(one) for one in scenario_bands(asking.before, asking.after, asking.months, own)],
        "churn": {"before": asking.before, "after": asking.after, "from_outside": shock},
        "parameters": asdict(parameters),
        "unidentified": ["phi"],
        "own": {**history, "weights": asdict(weights)} if history else None,
        "stop": stopped(parameters, asking, shock, going_on),
        "waiting": waiting(parameters, asking, shock, going_on, money),
        "money": asdict(money) | {"lost": lost(going_on) * money.yearly} if money else None,
        "years_of_orders_lost": lost(going_on),
        "published": {**published_changes(parameters.phi), "story": story(), "source": published.source()},
    }


def own_of(history: Document | None) -> ripple_mixed.Own:
    """The strengths in a document of own history, for mixing."""
    if history is None:
        return ripple_mixed.Own()
    known = {name: history[name] for name in ("psi", "sf", "phi")}
    return ripple_mixed.Own(**{name: (one["value"], one["se"]) if one else None for name, one in known.items()})


def month_rows(months: Sequence[loop.Month]) -> list[Document]:
    """A row a month, from 1 on."""
    return [
        {"month": n, "churn": one.churn, "customers": one.customers, "orders": one.orders, "response": one.response}
        for n, one in enumerate(months, 1)
    ]


def stopped(
    parameters: loop.RippleParameters, asking: WhatIf, shock: float, going_on: Sequence[loop.Month]
) -> Document | None:
    """The months when the cause is gone from month `stop` on, and the years of orders that this saves."""
    if asking.stop is None:
        return None
    months = with_stop(parameters, asking, shock, asking.stop)
    return {
        "month": asking.stop,
        "months": month_rows(months),
        "years_of_orders_saved": lost(going_on) - lost(months),
    }


def waiting(
    parameters: loop.RippleParameters,
    asking: WhatIf,
    shock: float,
    going_on: Sequence[loop.Month],
    money: Money | None,
) -> list[Document]:
    """For each month in which the cause may be taken away: what that saves, and what waiting for one more month costs.

    Both in years of orders as they were before, and in money where that is known.
    """
    whole = lost(going_on)
    saved = [whole - lost(with_stop(parameters, asking, shock, stop)) for stop in range(1, asking.months + 1)]
    costs = [now - later for now, later in zip(saved, [*saved[1:], 0.0], strict=True)]
    rows = []
    for month, (share, cost) in enumerate(zip(saved, costs, strict=True), 1):
        priced = {"saved": share * money.yearly, "cost_of_waiting": cost * money.yearly} if money else {}
        rows.append({"stop": month, "years_of_orders_saved": share, "years_of_orders_a_month": cost, **priced})
    return rows


def with_stop(parameters: loop.RippleParameters, asking: WhatIf, shock: float, stop: int) -> list[loop.Month]:
    """The months with the cause gone from month `stop` on; what it set off goes on echoing."""
    shocks = [shock] * (stop - 1) + [0.0] * (asking.months - stop + 1)
    return loop.ripple(parameters, asking.before, shocks)


def lost(months: Sequence[loop.Month]) -> float:
    """Orders lost over these months, in years of orders as they were before; negative where orders grew."""
    return sum(1 - one.orders for one in months) / loop.MONTHS_A_YEAR


def article_bands(months: int) -> Document:
    """P5, P50 and P95 of companies within the article's published ranges, in the last month and in each."""
    by_month = ripple_bands.article_bands(months)
    return {"bands": band(by_month[-1]), "month_bands": [band(one) for one in by_month]}


@lru_cache(32)
def scenario_bands(before: float, after: float, months: int, own: ripple_mixed.Own) -> list[ripple_bands.Band]:
    """The same for the change that was asked about, over the parameters that ranges and own history allow."""
    return ripple_bands.bands(ripple_mixed.drawn_towards(own, EVERY), before, after, months)


def band(one: ripple_bands.Band) -> Document:
    """A band as plain values."""
    names = ("p5", "p50", "p95")
    return {
        "orders": dict(zip(names, one.orders, strict=True)),
        "response": dict(zip(names, one.response, strict=True)),
    }


def published_changes(feedback: float) -> Document:
    """The case and the averages of the article as changes of churn, with what they did by month 12."""
    return {"case": asdict(loop.CASE), "average": asdict(loop.average_change(feedback))}


def story() -> dict[str, str]:
    """The published case in a sentence, by language."""
    challenge = next(one for one in published.challenges() if one.id == "retention")
    return {"zh": challenge.story_zh, "en": challenge.story_en}
