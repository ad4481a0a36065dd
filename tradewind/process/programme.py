"""Does a change of process pay? A programme's flows, the gain that it needs, and its worth; plain floats.

a    = Σ 1 / (1 + r)^t, t = 1 … H                      of the upkeep
b    = Σ share_t / (1 + r)^t                           of the gain; share_t is what people have got used to
PVC  = PV(I) + T + m·I·a + PV(side by side) + p·L / (1 + r)
g*   = PVC / (u·B·b)
NPV  = PVC · (g / g* - 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite

from tradewind.errors import MoneyTooLarge
from tradewind.process.money import Flow, present_value

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Programme:
    """A programme of change; money in one currency, rates and shares as fractions of one.

    investment      I, 0 or more
    training        T, at the start
    maintenance     m, share of I a year
    rate            r, discount rate a year, above -1
    years           H, 1 or more: as long as the gain lasts
    interruption    p, chance that work is interrupted in year 1
    loss            L, what an interruption costs
    base            B, yearly cost that the gain acts on
    gain            g, share of B saved
    realised        u, share of the gain that is realised
    ramp_months     until people are used to it; the gain grows evenly from nothing
    overlap_months  old and new system side by side, from the start on
    overlap_cost    what that costs a month
    instalments     when I is paid: years from the start, share of I; the shares sum to one
    """

    investment: float
    base: float
    gain: float
    rate: float
    years: int
    training: float = 0.0
    maintenance: float = 0.0
    interruption: float = 0.0
    loss: float = 0.0
    realised: float = 1.0
    ramp_months: float = 0.0
    overlap_months: float = 0.0
    overlap_cost: float = 0.0
    instalments: tuple[tuple[float, float], ...] = ((0.0, 1.0),)


def annuity(rate: float, years: int) -> float:
    """a(r, H): what 1 a year for `years` years is worth today.

    >>> round(annuity(0.1, 5), 6), annuity(0, 3)
    (3.790787, 3.0)
    """
    return present_value([(year, 1.0) for year in range(1, years + 1)], rate)


def used_to(months: float, year: int) -> float:
    """Mean share of the gain in a year when it grows evenly over `months`.

    >>> used_to(12, 1), used_to(12, 2), used_to(0, 1)
    (0.5, 1.0, 1.0)
    """
    if months <= 0:
        return 1.0
    return _grown(months, year * MONTHS_A_YEAR) - _grown(months, (year - 1) * MONTHS_A_YEAR)


def _grown(months: float, until: float) -> float:
    """The integral of the growing share over months 0 to `until`, in years."""
    growing = min(until, months)
    return (growing * growing / (2 * months) + until - growing) / MONTHS_A_YEAR


def gain_annuity(programme: Programme) -> float:
    """b: what a gain of 1 a year is worth today, once people are used to it."""
    shares = ((year, used_to(programme.ramp_months, year)) for year in range(1, programme.years + 1))
    return present_value(shares, programme.rate)


def outlays(programme: Programme) -> list[Flow]:
    """What is paid at the start and by instalment, training included; amounts above 0."""
    parts = [(years, share * programme.investment) for years, share in programme.instalments]
    return [(0.0, programme.training), *parts]


def running_costs(programme: Programme) -> list[Flow]:
    """What the years 1 to H cost: upkeep, old and new side by side, the interruption to be expected."""
    upkeep = programme.maintenance * programme.investment
    costs = []
    for year in range(1, programme.years + 1):
        beside = min(max(programme.overlap_months - (year - 1) * MONTHS_A_YEAR, 0), MONTHS_A_YEAR)
        interrupted = programme.interruption * programme.loss if year == 1 else 0.0
        costs.append((float(year), upkeep + beside * programme.overlap_cost + interrupted))
    return costs


def benefits(programme: Programme) -> list[Flow]:
    """What the years 1 to H bring."""
    full = programme.realised * programme.gain * programme.base
    return [(float(year), full * used_to(programme.ramp_months, year)) for year in range(1, programme.years + 1)]


def cash_flows(programme: Programme) -> list[Flow]:
    """Every flow, by time: paid below 0. With one payment at the start a row per year 0 to H."""
    sums: dict[float, float] = {}
    for years, amount in outlays(programme):
        sums[years] = sums.get(years, 0.0) - amount
    costs = running_costs(programme)
    for (years, gained), (_, cost) in zip(benefits(programme), costs, strict=True):
        sums[years] = sums.get(years, 0.0) + gained - cost
    return [(years, sums[years]) for years in sorted(sums)]


def running_cost_value(programme: Programme) -> float:
    """The present value of `running_costs`."""
    return present_value(running_costs(programme), programme.rate)


def cost_value(programme: Programme) -> float:
    """PVC: the present value of all that the programme costs."""
    return present_value(outlays(programme), programme.rate) + running_cost_value(programme)


def gain_needed(cost: float, programme: Programme) -> float | None:
    """g*: the gain at which a present cost comes back, cost / (u·B·b); null where there is nothing to gain on."""
    worth = programme.realised * programme.base * gain_annuity(programme)
    return finite(cost / worth) if worth > 0 else None


def base_needed(programme: Programme, gain: float) -> float | None:
    """B at which `gain` is just enough; null where nothing is realised."""
    worth = gain * programme.realised * gain_annuity(programme)
    return finite(cost_value(programme) / worth) if worth > 0 else None


def net_present_value(programme: Programme) -> float:
    """NPV of `cash_flows`."""
    return present_value(cash_flows(programme), programme.rate)


def return_on_investment(programme: Programme) -> float | None:
    """All flows, undiscounted, over I + T; null where neither is paid."""
    paid = programme.investment + programme.training
    return finite(fsum(amount for _, amount in cash_flows(programme)) / paid) if paid > 0 else None


def finite(value: float) -> float:
    """The value; raises MoneyTooLarge when it is too large for a number."""
    if not isfinite(value):
        raise MoneyTooLarge
    return value
