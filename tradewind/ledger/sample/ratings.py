"""How content buyers say they are, asked after a shipment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from tradewind.ledger.sample.hours import buyer_writes_at, here_on
from tradewind.ledger.sample.orders import SampleOrder

ANSWERED_SHARE = 0.3
Row = tuple[Any, ...]  # as ledger.schema.RATINGS


def sample_ratings(orders: Sequence[SampleOrder], today: date, seed: int) -> Iterator[Row]:
    """Answers from 1 to 5 as rows of ledger.schema.RATINGS: lower the later the goods came, lowest with a complaint."""
    for order in orders:
        random = Random(f"{seed}/rating/{order.order_id}")  # noqa: S311
        if order.way is None or random.random() >= ANSWERED_SHARE:
            continue
        at = buyer_writes_at(order.buyer, order.way.shipped_on + timedelta(days=random.randint(20, 45)), random)
        if here_on(at) >= today:
            continue
        score = random.gauss(4.5, 0.5) - 0.06 * max(0, order.way.late_days) - (1.3 if order.complaint else 0.0)
        yield order.buyer.customer_id, at, float(min(5, max(1, round(score)))), "survey"
