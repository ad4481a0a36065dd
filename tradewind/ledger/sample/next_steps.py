"""What the made-up reps plan to do next for their buyers, what they have done, and what they noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tradewind.ledger.sample.buyers import Buyer
from tradewind.ledger.sample.hours import rep_writes_at
from tradewind.ledger.sample.orders import SampleOrder

PLANS = (
    "寄新款样品 Send new samples",
    "跟进报价 Follow up on the quotation",
    "催尾款 Ask for the balance",
    "问返单计划 Ask for the next order",
)
RESULTS = (
    "已联系，等回复 Reached, will answer",
    "客户要再考虑 Wants to think",
    "确认下月下单 Will order next month",
    "没接电话 No answer",
)
NOTED = (
    "老板换人了，现在由采购经理决定。",
    "Prefers calls in the morning, mails are read on Mondays.",
    "客户在看越南的价格。",
    "Has a new warehouse, can take full containers.",
)
KEPT_DAYS = 120  # what was done in the last four months is kept


@dataclass(frozen=True)
class NextStep:
    """A step for a buyer; a done one has the moment it was closed, naive UTC, and its result."""

    customer_id: str
    rep: str
    what: str
    made_at: datetime
    first_due_on: date
    due_on: date
    closed_at: datetime | None = None
    result: str = ""


@dataclass(frozen=True)
class Noted:
    """What a rep wrote down about a buyer, naive UTC."""

    customer_id: str
    rep: str
    text: str
    at: datetime


def sample_steps(
    buyers: Sequence[Buyer], orders: Sequence[SampleOrder], today: date, seed: int
) -> tuple[list[NextStep], list[Noted]]:
    """Of buyers who ordered within the year: an open step each for under half, done ones, and notes on a third."""
    last = {order.buyer.number: order.on for order in orders if order.way}
    steps, notes = [], []
    for buyer in buyers:
        random, on = Random(f"{seed}/steps/{buyer.number}"), last.get(buyer.number)  # noqa: S311
        if on is None or (today - on).days > 365:
            continue
        rep = buyer.rep_on(today, today).username
        steps += [_done(buyer, rep, today, random) for _ in range(random.randint(0, 2))]
        if random.random() < 0.42:
            steps.append(_open(buyer, rep, today, random))
        if random.random() < 0.33:
            at = rep_writes_at(today - timedelta(days=random.randint(12, 300)), random)
            notes.append(Noted(buyer.customer_id, rep, random.choice(NOTED), at))
    return steps, notes


def _open(buyer: Buyer, rep: str, today: date, random: Random) -> NextStep:
    """One in five is overdue, and some were put off."""
    due = today + timedelta(days=random.choice((-9, -4, -2, 0, 1, 2, 4, 7, 12, 18)))
    made = rep_writes_at(min(due, today) - timedelta(days=random.randint(12, 25)), random)
    first = due - timedelta(days=random.choice((0, 0, 0, 3)))
    return NextStep(buyer.customer_id, rep, random.choice(PLANS), made, first, due)


def _done(buyer: Buyer, rep: str, today: date, random: Random) -> NextStep:
    due = today - timedelta(days=random.randint(14, KEPT_DAYS))
    closed = rep_writes_at(due + timedelta(days=random.choice((0, 0, 0, 1, 3))), random)
    made = rep_writes_at(due - timedelta(days=random.randint(12, 25)), random)
    return NextStep(buyer.customer_id, rep, random.choice(PLANS), made, due, due, closed, random.choice(RESULTS))
