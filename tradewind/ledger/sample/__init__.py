"""A made-up export team, drawn by a seeded simulator: nobody in it exists, and its truth is known (truth.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from tradewind.ledger.sample.buyers import Buyer, first_day, sample_buyers
from tradewind.ledger.sample.messages import sample_messages
from tradewind.ledger.sample.next_steps import NextStep, Noted, sample_steps
from tradewind.ledger.sample.orders import SampleOrder, sample_orders
from tradewind.ledger.sample.people import MANAGERS, REPS, SamplePerson, handed_over_on
from tradewind.ledger.sample.process_events import sample_events
from tradewind.ledger.sample.rates import BASE, PER_DOLLAR, in_base, per_dollar, quarters
from tradewind.ledger.sample.ratings import sample_ratings
from tradewind.ledger.sample.tool_use import sample_usage
from tradewind.ledger.sample.wares import LINES
from tradewind.ledger.schema import TABLES

SEED, BUYERS = 20, 400


@dataclass(frozen=True)
class SampleCompany:
    """The company's people, its fact tables as ledger.schema.TABLES has them, and its exchange rates.

    people   managers and reps
    rates    (currency, first day, units for one unit of `base`)
    steps    what the reps plan and have done;  notes  what they wrote down
    """

    people: tuple[SamplePerson, ...]
    tables: Mapping[str, pl.DataFrame]
    base: str
    rates: tuple[tuple[str, date, str], ...]
    steps: Sequence[NextStep]
    notes: Sequence[Noted]


def sample_company(today: date, seed: int = SEED, buyers: int = BUYERS) -> SampleCompany:
    """Three years of the made-up company, ending the day before `today`; the same for the same arguments.

    buyers   how many, 1 or more; everything grows with them, the tool's use up to 50 buyers a rep
    """
    known = sample_buyers(today, seed, buyers)
    orders = sample_orders(known, today, seed)
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        "customers": (_customer(one, today) for one in known),
        "contacts": map(_contact, known),
        "ownership": (row for one in known for row in _owners(one, today)),
        "orders": (_order(one, today) for one in orders),
        "order_lines": (row for one in orders for row in _lines(one)),
        "ratings": sample_ratings(orders, today, seed),
        "messages": sample_messages(known, orders, today, seed),
        "usage": sample_usage(today, seed, min(1.0, buyers / BUYERS)),
        "events": sample_events(known, orders, today, seed),
    }
    tables = {name: pl.DataFrame(list(rows[name]), schema=TABLES[name], orient="row") for name in TABLES}
    return SampleCompany((*MANAGERS, *REPS), tables, BASE, _rates(today), *sample_steps(known, orders, today, seed))


def _customer(buyer: Buyer, today: date) -> tuple[Any, ...]:
    rep = buyer.rep_on(today, today).username
    return buyer.customer_id, buyer.name, buyer.market.country, buyer.market.zone, buyer.tier, rep


def _contact(buyer: Buyer) -> tuple[Any, ...]:
    market = buyer.market
    return (
        buyer.customer_id, buyer.contact, "buyer", buyer.email, buyer.phone or None, market.channel, market.language,
    )  # fmt: skip


def _owners(buyer: Buyer, today: date) -> Sequence[tuple[Any, ...]]:
    """Whose the buyer is since when; handed over only if it was known by then."""
    since, over = buyer.known_on, handed_over_on(today)
    if not buyer.handed_over or since >= over:
        return [(buyer.customer_id, buyer.rep_on(today, today).username, since, None)]
    after = buyer.rep_on(over, today).username
    return [(buyer.customer_id, buyer.rep, since, over), (buyer.customer_id, after, over, None)]


def _order(order: SampleOrder, today: date) -> tuple[Any, ...]:
    way, amount = order.way, order.cents / 100
    shipped = way.shipped_on if way and way.shipped_on < today else None
    return (
        order.order_id, order.buyer.customer_id, order.on, None, amount, order.currency,
        in_base(order.cents, order.currency, order.on), way and way.requested_on, way and way.promised_on, shipped,
        order.rep,
    )  # fmt: skip


def _lines(order: SampleOrder) -> Iterable[tuple[Any, ...]]:
    name = LINES[order.line].name
    for number, (product, quantity, unit, cents) in enumerate(order.lines, 1):
        yield order.order_id, number, product, name, quantity, unit, cents / 100


def _rates(today: date) -> tuple[tuple[str, date, str], ...]:
    days = quarters(first_day(today), today - timedelta(days=1))
    return tuple((currency, on, str(per_dollar(currency, on))) for currency in PER_DOLLAR for on in days)
