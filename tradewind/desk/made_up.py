"""A made-up export team's orders: no company in them exists, every number is drawn from a seeded generator."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from random import Random

HEADINGS = ("订单号", "客户名称", "下单日期", "金额", "币种", "国家", "客户等级")
FORMS = {
    "Brazil": "Ltda", "Germany": "GmbH", "Canada": "Inc.", "Portugal": "Lda", "Australia": "Pty Ltd",
    "India": "Pvt Ltd", "Japan": "KK", "France": "SARL", "United Arab Emirates": "LLC", "Norway": "AS",
    "Chile": "SpA", "Poland": "Sp. z o.o.", "United Kingdom": "Ltd", "Mexico": "SA de CV", "Vietnam": "JSC",
    "Kenya": "Ltd",
}  # fmt: skip
NAMES = (
    "Almerida", "Nordglanz", "Peakfield", "Harbourlight", "Kiranya", "Sakumori", "Atlantiva", "Zephyria", "Fjordvika",
    "Lagoverda", "Marisola", "Tamarinda", "Ostaria", "Brightmere", "Cedarhollow", "Solvanta", "Vistulia", "Orchidea",
    "Quillon", "Windermoor",
)  # fmt: skip
TRADES = ("Trading", "Home", "Outdoor", "Living", "Garden", "Lighting", "Kitchen", "Tools")
BUYERS = 140
DAYS = 3 * 365

Row = tuple[str, str, date, int, str, str, str]


def sample_file(today: date, seed: int = 20) -> str:
    """The orders as a CSV file with Chinese headings, up to `today`; the same for the same day and seed."""
    text = StringIO()
    csv.writer(text).writerows([HEADINGS, *sample_orders(today, seed)])
    return text.getvalue()


def sample_orders(today: date, seed: int = 20) -> list[Row]:
    """The orders of 140 buyers over three years, as HEADINGS: each orders at its own rhythm until it stops; some never
    do."""
    random = Random(seed)  # noqa: S311 -- a made-up company, not a secret
    rows: list[Row] = []
    for number in range(BUYERS):
        country = list(FORMS)[number % len(FORMS)]
        name = f"{NAMES[number % len(NAMES)]} {TRADES[number * 7 // len(NAMES) % len(TRADES)]} {FORMS[country]}"
        size, tier = random.lognormvariate(8.6, 0.7), random.choice("AABBBCCC")
        for order, ago in enumerate(order_days(random)):
            amount, day = round(size * random.uniform(0.7, 1.4)), today - timedelta(days=ago)
            rows.append((f"PI{number:03}-{order:03}", name, day, amount, "USD", country, tier))
    return rows


def order_days(random: Random) -> list[int]:
    """How many days ago one buyer ordered: gaps around its own cycle, until its time as a customer ends."""
    cycle, stays = random.uniform(20, 75), random.expovariate(1 / 1800)
    ago = float(random.randint(300, DAYS))
    until, days = max(0.0, ago - stays), []
    while ago > until:
        days.append(int(ago))
        ago -= cycle * random.uniform(0.6, 1.4)
    return days or [int(ago)]
