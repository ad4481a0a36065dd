"""One order on its way: how long each step takes, and when the goods are promised and shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tradewind.ledger.sample.holidays import factory_rests, spring_festival
from tradewind.ledger.sample.truth import GATHER_DAYS, INSPECTION_DAYS, INSPECTION_SHORTER, REWORK_SHARE
from tradewind.ledger.sample.wares import ProductLine


@dataclass(frozen=True)
class Fulfilment:
    """The days of an order's steps. What lies after the sample's last day has not happened yet.

    sample_on   the day a sample went out, before the order; None without one
    reworked    the first inspection failed, and the goods went back to production
    late_days   shipped after the promised day, negative: before it
    """

    sample_on: date | None
    paid_on: date
    production_on: date
    produced_on: date
    inspected_on: date
    reworked: bool
    shipped_on: date
    requested_on: date
    promised_on: date
    balance_on: date

    @property
    def late_days(self) -> int:
        return (self.shipped_on - self.promised_on).days


def fulfilment(
    random: Random, ordered_on: date, line: ProductLine, orders: float, changed_on: date, first: bool
) -> Fulfilment:
    """Draw an order's way.

    orders      the line's orders of late against its usual ones: with fewer, the order waits longer for a full batch
    changed_on  the day from which inspections come sooner
    first       the buyer's first order of this line: then a sample goes before it
    """
    paid = ordered_on + timedelta(days=1 + int(random.gammavariate(2.0, 1.6)))
    gathered = _working(paid, GATHER_DAYS / orders * random.gammavariate(9.0, 1 / 9))
    produced = _working(gathered, line.production_days * random.gammavariate(16.0, 1 / 16))
    shorter = 1 - INSPECTION_SHORTER if produced >= changed_on else 1.0
    inspected = produced + timedelta(days=round(INSPECTION_DAYS * shorter * random.gammavariate(3.0, 1 / 3)))
    reworked = random.random() < REWORK_SHARE
    if reworked:
        inspected = _working(inspected, 4 + random.expovariate(1 / 3))
    shipped = inspected + timedelta(days=1 + int(random.gammavariate(2.0, 1.2)))
    requested = ordered_on + timedelta(days=random.choice((35, 40, 45, 45, 50, 60)))
    promised = max(requested, ordered_on + timedelta(days=_usual_days(line, ordered_on)))
    balance = shipped + timedelta(days=2 + int(random.gammavariate(2.0, 4.0)))
    sampled = first or random.random() < 0.12
    return Fulfilment(
        sample_on=ordered_on - timedelta(days=random.randint(8, 20)) if sampled else None,
        paid_on=paid, production_on=gathered, produced_on=produced, inspected_on=inspected, reworked=reworked,
        shipped_on=shipped, requested_on=requested, promised_on=promised, balance_on=balance,
    )  # fmt: skip


def _usual_days(line: ProductLine, ordered_on: date) -> int:
    """What a rep promises: the usual time and a few days; more where the Spring Festival lies between."""
    usual = round(GATHER_DAYS + line.production_days + INSPECTION_DAYS) + 11
    ready = ordered_on + timedelta(days=usual)
    festival = spring_festival(ready.year)
    return usual + 18 * (ordered_on < festival < ready + timedelta(days=12))


def _working(since: date, days: float) -> date:
    """The day after so many days on which the factory does not stand still."""
    left, on = max(1, round(days)), since
    while left:
        on += timedelta(days=1)
        left -= not factory_rests(on)
    return on
