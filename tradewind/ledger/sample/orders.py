"""Three years of orders, told in the order of time: who orders, who is served late, who leaves and who comes back.

All buyers share the factories. When a line gets fewer orders, each of them waits longer for a full batch; whoever is
served late or slowly leaves more often, and so there are fewer orders still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from math import exp
from random import Random

from tradewind.ledger.sample import truth
from tradewind.ledger.sample.buyers import Buyer, first_day
from tradewind.ledger.sample.fulfilment import Fulfilment, fulfilment
from tradewind.ledger.sample.holidays import next_working_day
from tradewind.ledger.sample.pace import Pace
from tradewind.ledger.sample.rates import per_dollar
from tradewind.ledger.sample.wares import LINES

SEASON = (6, 7, 8, 9)  # the months in which a seasonal buyer orders
Line = tuple[str, float, str, int]  # product, quantity, unit, amount in cents


@dataclass(frozen=True)
class SampleOrder:
    """One order in cents of `currency`, and its way to the buyer; a return is negative and has none."""

    order_id: str
    buyer: Buyer
    on: date
    rep: str
    line: int
    lines: tuple[Line, ...]
    currency: str
    way: Fulfilment | None
    complaint: bool = False
    first: bool = False

    @property
    def cents(self) -> int:
        return sum(amount for *_, amount in self.lines)


@dataclass
class Standing:
    """How one buyer stands while time goes on."""

    random: Random
    lines: list[int]
    orders: int = 0
    fading: int = 0  # orders left before it is gone
    known: set[int] = field(default_factory=set)


def sample_orders(buyers: Sequence[Buyer], today: date, seed: int) -> list[SampleOrder]:
    """All orders and returns up to yesterday, by day."""
    standings = [Standing(Random(f"{seed}/orders/{one.number}"), list(one.lines)) for one in buyers]  # noqa: S311
    coming = [(_first_order(one, its, today), at) for at, (one, its) in enumerate(zip(buyers, standings, strict=True))]
    heap = [(on, at) for on, at in coming if on]
    heapify(heap)
    pace, found = Pace(len(LINES), first_day(today)), []
    while heap and heap[0][0] < today:
        on, at = heappop(heap)
        buyer, its = buyers[at], standings[at]
        order = _order(buyer, its, on, today, pace)
        found += [order, *_returned(order, its.random, today)]
        if (following := _next_order(buyer, its, order, today, pace)) is not None:
            heappush(heap, (following, at))
    return _numbered(found)


def _first_order(buyer: Buyer, its: Standing, today: date) -> date | None:
    if buyer.habit == "never":
        return None
    if buyer.bought_before:
        on = first_day(today) + timedelta(days=int(its.random.random() * buyer.cycle_days))
    else:
        on = buyer.known_on + timedelta(days=3 + int(its.random.gammavariate(2.0, 9.0)))
    return _open_day(buyer, _in_season(buyer, on, its.random))


def _order(buyer: Buyer, its: Standing, on: date, today: date, pace: Pace) -> SampleOrder:
    random, line = its.random, its.lines[0] if its.random.random() < 0.65 else its.random.choice(its.lines)
    first = line not in its.known and not (buyer.bought_before and its.orders == 0)
    its.known.add(line)
    its.orders += 1
    way = fulfilment(random, on, LINES[line], pace.orders(line, on), truth.process_changed_on(today), first)
    pace.note(line, on)
    complains = random.random() < (0.5 if way.late_days > truth.LATE_DAYS else 0.02)
    size = buyer.size * (0.55 if its.fading else 1.0) * random.lognormvariate(0.0, 0.28)
    rep = buyer.rep_on(on, today).username
    return SampleOrder(
        "", buyer, on, rep, line, _basket(line, size, buyer.currency, on, random), buyer.currency, way, complains, first
    )


def _basket(line: int, size: float, currency: str, on: date, random: Random) -> tuple[Line, ...]:
    """One to four products that come to about `size` US dollars."""
    wares = LINES[line].products
    chosen = random.sample(wares, random.choices((1, 2, 3, 4), (35, 35, 20, 10))[0])
    shares = [random.uniform(0.5, 1.5) for _ in chosen]
    lines = []
    for (product, unit, price), share in zip(chosen, shares, strict=True):
        each = round(price * float(per_dollar(currency, on)) * random.uniform(0.95, 1.06) * 100)
        quantity = max(10, round(size * share / sum(shares) / price / 10) * 10)
        lines.append((product, float(quantity), unit, each * quantity))
    return tuple(lines)


def _returned(order: SampleOrder, random: Random, today: date) -> list[SampleOrder]:
    """Now and then an order is cancelled within days, or part of it comes back after a complaint."""
    assert order.way is not None
    cancelled, back = random.random() < 0.008, random.random() < (0.12 if order.complaint else 0.006)
    on = order.on + timedelta(days=random.randint(1, 9)) if cancelled else order.way.shipped_on + timedelta(days=45)
    if not (cancelled or back) or on >= today:
        return []
    product, quantity, unit, cents = order.lines[0]
    part = 1.0 if cancelled else 0.1
    lines = [(product, -quantity * part, unit, -round(cents * part))]
    lines += [(p, -q, u, -c) for p, q, u, c in order.lines[1:]] if cancelled else []
    return [SampleOrder("", order.buyer, on, order.rep, order.line, tuple(lines), order.currency, None)]


def _next_order(buyer: Buyer, its: Standing, order: SampleOrder, today: date, pace: Pace) -> date | None:
    """The day of the next order; None when there is none any more."""
    assert order.way is not None
    random = its.random
    rep = buyer.rep_on(order.on, today)
    gap = random.gammavariate(buyer.shape, buyer.cycle_days / buyer.shape)
    gap *= 1 - truth.TOOL_REORDERS * truth.used_to(rep.tool_since(today), order.on)
    gap /= LINES[order.line].months[order.on.month - 1]
    gap *= 1.35 if order.complaint else 1.0
    if buyer.habit == "once":
        return None
    if its.fading == 1:
        its.fading = 0
        return _comes_back(buyer, its, order.on)
    if its.fading:
        its.fading -= 1
        gap *= 1.5
    elif random.random() < leaving(buyer, order, today, pace, max(gap, 7.0)):
        if random.random() < 0.55:
            return _comes_back(buyer, its, order.on)
        its.fading = random.randint(1, 3)
    elif len(its.lines) > 1 and random.random() < 0.012:
        its.lines.remove(random.choice(its.lines))
        gap *= 1.2
    on = order.on + timedelta(days=max(2, round(gap)))
    return _open_day(buyer, _in_season(buyer, on, random))


def leaving(buyer: Buyer, order: SampleOrder, today: date, pace: Pace, gap_days: float) -> float:
    """The chance that an order is the last one, or the first of the last few."""
    assert order.way is not None
    orders = pace.orders(order.line, order.on)
    response = (1 - truth.BATCHING_SHARE) + truth.BATCHING_SHARE / orders
    hazard = truth.LEAVING_A_YEAR * buyer.rep_on(order.on, today).leaving * response**truth.FEEDBACK
    shocked = LINES[order.line].shock and 0 <= (order.on - today).days + LINES[order.line].shock < 60
    chance = 1 - exp(-hazard * (truth.SHOCK_LEAVING if shocked else 1.0) * gap_days / 365)
    chance += truth.LATE_LEAVING if order.way.late_days > truth.LATE_DAYS else 0.0
    return min(1.0, chance + (truth.COMPLAINT_LEAVING if order.complaint else 0.0))


def _comes_back(buyer: Buyer, its: Standing, on: date) -> date | None:
    if its.random.random() >= truth.WINNING_BACK:
        return None
    return _open_day(buyer, on + timedelta(days=its.random.randint(210, 480)))


def _in_season(buyer: Buyer, on: date, random: Random) -> date:
    if buyer.habit != "seasonal" or on.month in SEASON:
        return on
    return date(on.year + (on.month > SEASON[-1]), SEASON[0], 1) + timedelta(days=random.randint(0, 40))


def _open_day(buyer: Buyer, on: date) -> date:
    return next_working_day(on, buyer.market.rests, buyer.market.country)


def _numbered(orders: list[SampleOrder]) -> list[SampleOrder]:
    """By day, each with its number: PI, the year, and a count."""
    ordered = sorted(orders, key=lambda one: (one.on, one.buyer.number, one.way is None))
    return [replace(one, order_id=f"PI{one.on:%y}-{at:05}") for at, one in enumerate(ordered, 1)]
