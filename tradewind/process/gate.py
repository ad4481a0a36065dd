"""Go on or stop? What is spent is spent: only what is still to be paid and what is still to come are weighed."""

from __future__ import annotations

from dataclasses import dataclass

from tradewind.process.money import present_value
from tradewind.process.programme import (
    Programme,
    benefits,
    cost_value,
    finite,
    gain_needed,
    outlays,
    running_cost_value,
)

CONTINUE, STOP = "continue", "stop"


@dataclass(frozen=True)
class Standing:
    """Where a programme stands.

    spent      what was paid by now and cannot come back, 0 or more
    remaining  what of investment and training is still to be paid; null: the rest, I + T - spent
    salvage    what stopping today brings in
    """

    spent: float = 0.0
    remaining: float | None = None
    salvage: float = 0.0


@dataclass(frozen=True)
class Gate:
    """The two views and what parts them.

    npv            of what is still to be paid and to come; the only figure that decides
    whole_npv      of the programme with all that was spent: npv - sunk
    sunk           npv - whole_npv: what is spent, at face value
    required_gain  from which on it pays to go on (null: there is nothing to gain on)
    begin_gain     from which on it would have paid to begin
    decision       continue if npv > salvage, else stop
    """

    npv: float
    whole_npv: float
    sunk: float
    remaining: float
    salvage: float
    required_gain: float | None
    begin_gain: float | None
    decision: str


def gate(programme: Programme, standing: Standing) -> Gate:
    """Whether to go on today. Raises MoneyTooLarge.

    >>> base = 3179280.4922660277
    >>> case = Programme(1e6, base, 0.12, 0.1, 5, training=8e4, maintenance=0.18, interruption=0.1, loss=5e5)
    >>> found = gate(case, Standing(spent=680_000))
    >>> round(found.npv), round(found.whole_npv), round(found.required_gain, 5), found.decision
    (318441, -361559, 0.09358, 'continue')
    """
    remaining = _remaining(programme, standing)
    ahead = remaining + running_cost_value(programme)
    npv = finite(present_value(benefits(programme), programme.rate) - ahead)
    return Gate(
        npv=npv,
        whole_npv=npv - standing.spent,
        sunk=standing.spent,
        remaining=remaining,
        salvage=standing.salvage,
        required_gain=gain_needed(ahead + standing.salvage, programme),
        begin_gain=gain_needed(cost_value(programme), programme),
        decision=CONTINUE if npv > standing.salvage else STOP,
    )


def _remaining(programme: Programme, standing: Standing) -> float:
    """The present value of what is still to be paid: the plan's last payments, once the first are spent."""
    if standing.remaining is not None:
        return standing.remaining
    spent, due = standing.spent, []
    for years, amount in sorted(outlays(programme)):
        paid = min(spent, amount)
        spent -= paid
        due.append((years, amount - paid))
    return present_value(due, programme.rate)
