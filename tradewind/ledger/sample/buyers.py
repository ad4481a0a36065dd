"""The made-up buyers: where they are, how large, how often they order, and who looks after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tradewind.ledger.sample.markets import MARKETS, Market
from tradewind.ledger.sample.names import company_name, mail_domain, mail_name, person_name
from tradewind.ledger.sample.people import HANDS_OVER, REPS, SOUTH, TAKES_OVER, WEST, SamplePerson, handed_over_on
from tradewind.ledger.sample.wares import LINES

YEARS = 3
# How buyers order, and how many of a hundred do so: never (inquiries only), once, in one season, and regularly or not.
HABITS = {"never": 9, "once": 8, "seasonal": 7, "steady": 46, "loose": 30}
SHAPES = {"seasonal": (4.0, 9.0), "steady": (5.0, 14.0), "loose": (1.2, 2.6), "once": (2.0, 2.0), "never": (2.0, 2.0)}
REP_OF = {one.username: one for one in REPS}


@dataclass(frozen=True)
class Buyer:
    """One buyer.

    cycle_days   mean days between two orders
    shape        of the Gamma distribution of those gaps: 1 is pure chance, 10 nearly a clock
    size         usual amount of an order in US dollars
    lines        which product lines it buys, its main one first
    known_on     the first inquiry; before the sample begins for those who bought already
    """

    number: int
    customer_id: str
    name: str
    market: Market
    tier: str
    habit: str
    cycle_days: float
    shape: float
    size: float
    lines: tuple[int, ...]
    known_on: date
    bought_before: bool
    rep: str
    handed_over: bool
    contact: str
    email: str
    phone: str
    currency: str

    def rep_on(self, on: date, today: date) -> SamplePerson:
        """The rep who looks after this buyer on a day."""
        return REP_OF[TAKES_OVER if self.handed_over and on >= handed_over_on(today) else self.rep]


def first_day(today: date) -> date:
    """The day on which the sample begins."""
    return today - timedelta(days=365 * YEARS)


def sample_buyers(today: date, seed: int, count: int) -> list[Buyer]:
    """So many buyers, the same ones for the same arguments."""
    return [_buyer(number, today, Random(f"{seed}/buyer/{number}")) for number in range(count)]  # noqa: S311


def _buyer(number: int, today: date, random: Random) -> Buyer:
    market = random.choices(MARKETS, [one.weight for one in MARKETS])[0]
    habit = random.choices(list(HABITS), list(HABITS.values()))[0]
    before = habit in ("steady", "loose", "seasonal") and random.random() < 0.62
    rep = _rep(market, random)
    name, size = company_name(number, market.form, random), random.lognormvariate(8.75, 0.75)
    contact, domain = person_name(market.language, random), mail_domain(name)
    pays = market.currency if random.random() < 0.45 else "USD"
    return Buyer(
        number=number, customer_id=f"S{number + 1:04}", name=name, market=market,
        tier="A" if size > 9_500 else "B" if size > 4_500 else "C", habit=habit,
        cycle_days=min(150.0, max(14.0, random.lognormvariate(3.62, 0.5))), shape=random.uniform(*SHAPES[habit]),
        size=size, lines=tuple(random.sample(range(len(LINES)), random.choices((1, 2, 3), (50, 35, 15))[0])),
        known_on=_known_on(before, today, random), bought_before=before, rep=rep,
        handed_over=rep == HANDS_OVER and random.random() < 1 / 3, contact=contact,
        email=f"{mail_name(contact)}@{domain}", phone=_phone(market.phone, random), currency=pays,
    )  # fmt: skip


def _rep(market: Market, random: Random) -> str:
    team = WEST if market.west else SOUTH
    return random.choice([one.username for one in REPS if one.team == team])


def _known_on(before: bool, today: date, random: Random) -> date:
    """Old buyers are known since long; of the new ones four in ten come after a spring or autumn fair."""
    begins = first_day(today)
    if before:
        return begins - timedelta(days=random.randint(30, 900))
    on = begins + timedelta(days=random.randint(0, 365 * YEARS - 25))
    if random.random() < 0.4:
        month = 4 if on.month < 7 else 10
        on = date(on.year, month, 15) + timedelta(days=random.randint(0, 35))
    return min(max(on, begins), today - timedelta(days=3))


def _phone(pattern: str, random: Random) -> str:
    return "".join(str(random.randint(0, 9)) if sign == "x" else sign for sign in pattern)
