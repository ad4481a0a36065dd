"""Every order's way from inquiry to balance as an event log, and the inquiries that came to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from tradewind.ledger.sample.buyers import Buyer
from tradewind.ledger.sample.hours import CHINA_MIN, here_on
from tradewind.ledger.sample.orders import SampleOrder
from tradewind.ledger.sample.wares import LINES

Row = tuple[Any, ...]  # as ledger.schema.EVENTS
# Activities: 询盘 inquiry, 报价 quotation, 打样 sample, PI, 定金 deposit, 生产 production, 验货 inspection,
# 出运 shipment, 尾款 balance.
INSPECTOR, FORWARDER = "质检组", "货代"
REQUOTED_SHARE = 0.14
Planned = tuple[str, date, str, str, float | None]  # activity, day, resource, lifecycle, cost in US dollars


def sample_events(buyers: Sequence[Buyer], orders: Sequence[SampleOrder], today: date, seed: int) -> Iterator[Row]:
    """Events as rows of ledger.schema.EVENTS, up to yesterday, case after case."""
    for order in orders:
        if order.way is not None:
            random = Random(f"{seed}/events/{order.order_id}")  # noqa: S311
            yield from _rows(order.order_id, _of_order(order, random), today, random)
    for buyer in buyers:
        if buyer.habit == "never":
            random = Random(f"{seed}/events/{buyer.customer_id}")  # noqa: S311
            case = f"INQ-{buyer.customer_id}"
            yield from _rows(case, _of_inquiry(buyer, today, random), today, random)


def _of_order(order: SampleOrder, random: Random) -> Iterator[Planned]:
    way, rep, factory = order.way, order.rep, LINES[order.line].factory
    assert way is not None
    asked = min(order.on, way.sample_on or order.on) - timedelta(days=random.randint(2, 12))
    dollars = max(order.cents, 0) / 100
    yield "询盘", asked, rep, "complete", None
    yield "报价", asked + timedelta(days=random.choice((0, 0, 1, 1, 2))), rep, "complete", None
    if random.random() < REQUOTED_SHARE:
        yield "报价", asked + timedelta(days=2), rep, "complete", None
    if way.sample_on:
        yield "打样", way.sample_on, factory, "complete", round(random.uniform(25, 90), 2)
    yield "PI", order.on, rep, "complete", None
    yield "定金", way.paid_on, "财务", "complete", None
    yield "生产", way.production_on, factory, "start", None
    yield "生产", way.produced_on, factory, "complete", None
    if way.reworked:
        failed = way.produced_on + (way.inspected_on - way.produced_on) / 3
        yield "验货", failed, INSPECTOR, "complete", round(random.uniform(90, 160), 2)
        yield "生产", failed + timedelta(days=1), factory, "start", None
        yield "生产", way.inspected_on, factory, "complete", round(dollars * random.uniform(0.01, 0.03), 2)
    yield "验货", way.inspected_on, INSPECTOR, "complete", round(random.uniform(90, 160), 2)
    yield "出运", way.shipped_on, FORWARDER, "complete", round(120 + dollars * random.uniform(0.015, 0.03), 2)
    yield "尾款", way.balance_on, "财务", "complete", None


def _of_inquiry(buyer: Buyer, today: date, random: Random) -> Iterator[Planned]:
    rep, on = buyer.rep_on(buyer.known_on, today).username, buyer.known_on
    yield "询盘", on, rep, "complete", None
    yield "报价", on + timedelta(days=random.randint(0, 3)), rep, "complete", None
    if random.random() < 0.3:
        day = on + timedelta(days=9)
        yield "打样", day, LINES[buyer.lines[0]].factory, "complete", round(random.uniform(25, 90), 2)


def _rows(case: str, planned: Iterator[Planned], today: date, random: Random) -> Iterator[Row]:
    """The steps with a moment each, none before the one it follows; what lies ahead has not happened."""
    before: datetime | None = None
    for activity, on, resource, lifecycle, cost in planned:
        if on >= today:
            return
        here = datetime.combine(on, time()) + timedelta(seconds=random.randint(9 * 3600, 18 * 3600))
        at = here - timedelta(minutes=CHINA_MIN)
        at = before = at if before is None else max(at, before + timedelta(minutes=10))
        if here_on(at) >= today:
            return
        yield case, activity, at, resource, lifecycle, cost
