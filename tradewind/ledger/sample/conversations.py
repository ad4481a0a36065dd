"""What is said about one order, or in a silence: the steps of a conversation, each on a day, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tradewind.ledger.sample.buyers import Buyer
from tradewind.ledger.sample.holidays import spring_festival
from tradewind.ledger.sample.orders import SampleOrder
from tradewind.ledger.sample.truth import LATE_DAYS

# A step of the buyer's, and what the rep answers to it.
ANSWERS = {
    "ask": "quote", "haggle": "hold", "accept": "pi", "paid": "received", "when": "soon", "urgent": "sorry",
    "complain": "settle",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing said: by the rep when `out`; with `answer` the rep's answer to it follows."""

    on: date
    step: str
    out: bool
    answer: str = ""
    order: SampleOrder | None = None


def about_order(order: SampleOrder, random: Random) -> list[Step]:
    """What is said from the inquiry to the thanks."""
    way, on = order.way, order.on
    if way is None:
        return []
    asked = on - timedelta(days=random.randint(2, 14))
    steps = [("ask", asked)] if order.first or random.random() < 0.6 else []
    if steps and random.random() < 0.55:
        steps.append(("haggle", asked + (on - asked) / 2))
    steps += [("accept", on), ("paid", way.paid_on)]
    if random.random() < 0.35 or way.late_days > 0:
        steps.append(("when", way.promised_on - timedelta(days=random.randint(3, 12))))
    if way.late_days > LATE_DAYS:
        steps.append(("urgent", way.promised_on + timedelta(days=random.randint(1, LATE_DAYS))))
    if order.complaint:
        steps.append(("complain", way.shipped_on + timedelta(days=random.randint(18, 40))))
    told = [Step(day, step, out=False, answer=ANSWERS[step], order=order) for step, day in steps]
    if random.random() < 0.4:
        told.append(Step(way.production_on + timedelta(days=4), "progress", out=True, order=order))
    told.append(Step(way.shipped_on, "shipped", out=True, order=order))
    if random.random() < 0.7:
        told.append(Step(way.shipped_on + timedelta(days=1), "thanks", out=False, order=order))
    return told


def inquiry_only(buyer: Buyer, today: date, random: Random) -> list[Step]:
    """Inquiries of one who never buys: asked, quoted, haggled, and in the end no."""
    on, told = buyer.known_on, []
    for _ in range(random.randint(1, 3)):
        told += [Step(on, "ask", out=False, answer="quote"), Step(on + timedelta(days=3), "haggle", False, "hold")]
        told.append(Step(on + timedelta(days=12), "ping", out=True))
        told.append(Step(on + timedelta(days=13), random.choice(("later", "no")), out=False))
        on += timedelta(days=random.randint(60, 240))
    return [one for one in told if one.on < today]


def in_silence(buyer: Buyer, order_days: list[date], today: date, random: Random) -> list[Step]:
    """The rep asks when a buyer is late by a third of its cycle, up to three times; few of those who left answer."""
    told = []
    for last, following in zip(order_days, [*order_days[1:], today], strict=True):
        on, wait = last + timedelta(days=round(buyer.cycle_days * 1.33) + 5), max(14, round(buyer.cycle_days * 0.6))
        for _ in range(3):
            if on >= following:
                break
            told.append(Step(on, "ping", out=True))
            if random.random() < (0.55 if following < today else 0.25):
                told.append(Step(on + timedelta(days=1), "later", out=False))
            on += timedelta(days=wait)
    return told


def greetings(first: date, last: date) -> list[Step]:
    """Once a year to everyone who buys: the notice of the Spring Festival, and Christmas."""
    told = []
    for year in range(first.year, last.year + 1):
        told.append(Step(spring_festival(year) - timedelta(days=32), "festival", out=True))
        told.append(Step(date(year, 12, 22), "greet", out=True))
    return [one for one in told if first <= one.on <= last]
