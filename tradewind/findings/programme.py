"""Does this change pay from today on? A programme's money as a JSON document, for every door.

All but the draws is plain floats. What was spent is told, summed and never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from math import fsum
from typing import Any

from tradewind.errors import DatesDiffer, DayBeforeFirst, DrawsOutOfRange, FewFlows, ManyFlows, RateImpossible
from tradewind.findings.programme_file import INPUTS, MOST_FLOWS, Asked
from tradewind.process.gate import CONTINUE, STOP, gate
from tradewind.process.money import Flow, dated, modified_rate, payback_years, present_value, yearly
from tradewind.process.pilot import pilot_worth
from tradewind.process.programme import (
    Programme,
    annuity,
    base_needed,
    cash_flows,
    cost_value,
    gain_annuity,
    gain_needed,
    return_on_investment,
)
from tradewind.process.ranges import Range
from tradewind.process.rates import MOST_SIGN_CHANGES, InternalRates, internal_rates
from tradewind.process.tornado import tornado

Document = dict[str, Any]
PUBLISHED_GAIN = 0.15  # below it the sunk cost erodes the profit, the article says
USUAL_DRAWS, MOST_DRAWS = 1_000_000, 10_000_000
KEYS = {field: key for key, field in INPUTS.items()}


def programme(asking: Asked, draws: int = USUAL_DRAWS, seed: int = 0) -> Document:
    """The programme's money: what it needs, brings and is worth, whole and from today on.

    draws    of the Monte Carlo, 1 to 10 million; 0: none, as a page asks that must not wait
    returns  the document that docs/findings.md describes; money as in the inputs, rates as fractions of one
    raises   MoneyTooLarge, DrawsOutOfRange
    """
    if not 0 <= draws <= MOST_DRAWS:
        raise DrawsOutOfRange(said=draws, most=MOST_DRAWS)
    planned = asking.programme
    flows = cash_flows(planned) if planned else list(asking.flows)
    found = internal_rates(flows)
    return {
        **(_needs(planned) if planned else _nothing_needed(flows, asking.rate)),
        "cash_flows": [amount for _, amount in flows],
        "flow_years": [years for years, _ in flows],
        "npv": present_value(flows, asking.rate),
        **_rates(found),
        "mirr": modified_rate(flows, asking.rate, asking.rate),
        "payback_years": payback_years(flows),
        "roi": return_on_investment(planned) if planned else _return_on_paid(flows),
        "forward": _forward(asking, planned) if planned else _forward_of_flows(asking),
        "tornado": _tornado(planned, asking) if planned else [],
        "pilot": _pilot(planned, asking) if planned else None,
        "monte_carlo": _chances(planned, asking, draws, seed) if planned and draws else None,
        "problems": [*_unknown(asking), *rate_problems(found)],
    }


def _needs(planned: Programme) -> Document:
    cost = cost_value(planned)
    return {
        "annuity": annuity(planned.rate, planned.years),
        "gain_annuity": gain_annuity(planned),
        "pv_cost": cost,
        "required_gain": gain_needed(cost, planned),
        "base_B_for_15pct": base_needed(planned, PUBLISHED_GAIN),
    }


def _nothing_needed(flows: Sequence[Flow], rate: float) -> Document:
    """Of mere flows: what is paid, at its present value; nothing is known of a gain."""
    paid = -present_value([(years, amount) for years, amount in flows if amount < 0], rate)
    unknown = dict.fromkeys(("annuity", "gain_annuity", "required_gain", "base_B_for_15pct"))
    return {**unknown, "pv_cost": paid}


def _rates(found: InternalRates) -> Document:
    return {"irr": found.shown, "irrs": list(found.rates), "sign_changes": found.sign_changes}


def _return_on_paid(flows: Sequence[Flow]) -> float | None:
    paid = -fsum(amount for _, amount in flows if amount < 0)
    return fsum(amount for _, amount in flows) / paid if paid > 0 else None


def _forward(asking: Asked, planned: Programme) -> Document:
    found = asdict(gate(planned, asking.standing))
    return {name: found.pop(name) for name in ("npv", "required_gain", "sunk", "decision")} | found


def _forward_of_flows(asking: Asked) -> Document:
    """The same of mere flows: those before `as_of` are spent; the others are worth what they are on that day."""
    now = asking.as_of_years
    ahead = [(years - now, amount) for years, amount in asking.flows if years >= now]
    sunk = 0.0 - fsum(amount for years, amount in asking.flows if years < now)
    npv, salvage = present_value(ahead, asking.rate), asking.standing.salvage
    decision = CONTINUE if npv > salvage else STOP
    view = {"npv": npv, "required_gain": None, "sunk": sunk, "decision": decision}
    return {**view, "whole_npv": npv - sunk, "remaining": None, "salvage": salvage, "begin_gain": None}


def _tornado(planned: Programme, asking: Asked) -> list[Document]:
    return [
        {"input": KEYS[bar.field], **{name: value for name, value in asdict(bar).items() if name != "field"}}
        for bar in tornado(planned, asking.ranges)
    ]


def _pilot(planned: Programme, asking: Asked) -> Document | None:
    """The staged gate, where the gain has a range."""
    gains: Range | None = asking.ranges.get("gain")
    if gains is None:
        return None
    return {**asdict(asking.pilot), **asdict(pilot_worth(planned, gains, asking.pilot))}


def _chances(planned: Programme, asking: Asked, draws: int, seed: int) -> Document:
    from tradewind.process.chances import chances  # brings NumPy and SciPy

    return asdict(chances(planned, asking.ranges, draws, seed))


def _unknown(asking: Asked) -> list[Document]:
    return [{"code": "unknown_key", "key": key} for key in asking.unknown]


def rate_problems(found: InternalRates) -> list[Document]:
    """Why an internal rate does not decide: none, several, or too many changes of sign to look for them."""
    if found.sign_changes > MOST_SIGN_CHANGES:
        return [{"code": "too_many_sign_changes", "sign_changes": found.sign_changes}]
    if not found.rates:
        code = "no_internal_rate" if found.sign_changes else "no_sign_change"
        return [{"code": code, "sign_changes": found.sign_changes}]
    if found.sign_changes > 1:
        code = "several_rates" if len(found.rates) > 1 else "several_sign_changes"
        return [{"code": code, "sign_changes": found.sign_changes, "rates": len(found.rates)}]
    return []


def flows(
    amounts: Sequence[float],
    rate: float,
    days: Sequence[date] = (),
    finance: float | None = None,
    reinvest: float | None = None,
) -> Document:
    """NPV, IRR, MIRR, XNPV and XIRR as Excel has them, and every other internal rate.

    rate      for NPV and XNPV; also MIRR's `finance` and `reinvest` where these are null; above -1
    days      one per amount, the first one first, for XNPV and XIRR
    returns   npv as Excel's =NPV(), which puts the first amount at the end of year 1; npv_t0 with the first amount now
    raises    RateImpossible, FewFlows, ManyFlows, DatesDiffer, DayBeforeFirst, MoneyTooLarge
    """
    _check(amounts, [one for one in (rate, finance, reinvest) if one is not None], days)
    series = yearly(amounts)
    by_day = dated(amounts, days) if days else None
    found = internal_rates(series)
    found_by_day = internal_rates(by_day) if by_day else None
    return {
        "rate": rate,
        "npv": present_value([(years + 1, amount) for years, amount in series], rate),
        "npv_t0": present_value(series, rate),
        **_rates(found),
        "mirr": modified_rate(series, rate if finance is None else finance, rate if reinvest is None else reinvest),
        "payback_years": payback_years(series),
        "xnpv": present_value(by_day, rate) if by_day else None,
        "xirr": found_by_day.shown if found_by_day else None,
        "xirrs": list(found_by_day.rates) if found_by_day else [],
        "problems": rate_problems(found_by_day or found),
    }


def _check(amounts: Sequence[float], rates: Sequence[float], days: Sequence[date]) -> None:
    for one in rates:
        if not -1 < one < float("inf"):
            raise RateImpossible(said=f"{one:g}")
    if len(amounts) < 2:
        raise FewFlows(flows=len(amounts))
    if len(amounts) > MOST_FLOWS:
        raise ManyFlows(flows=len(amounts), most=MOST_FLOWS)
    if days and len(days) != len(amounts):
        raise DatesDiffer(dates=len(days), flows=len(amounts))
    if days and min(days) < days[0]:
        raise DayBeforeFirst(day=min(days).isoformat(), first=days[0].isoformat())
