"""Made-up order files: no company in them exists, every number is drawn from a seeded generator."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

HEADINGS = ("订单号", "客户名称", "下单日期", "金额", "币种", "国家", "客户等级")
FORMS = {
    "Brazil": "Ltda", "Germany": "GmbH", "Canada": "Inc.", "Portugal": "Lda", "Australia": "Pty Ltd", "India": "Pvt Ltd",
    "Japan": "KK", "France": "SARL", "United Arab Emirates": "LLC", "Norway": "AS", "Chile": "SpA", "Poland": "Sp. z o.o.",
    "United Kingdom": "Ltd", "Mexico": "SA de CV", "Vietnam": "JSC", "Kenya": "Ltd",
}  # fmt: skip
NAMES = (
    "Almerida", "Nordglanz", "Peakfield", "Harbourlight", "Kiranya", "Sakumori", "Atlantiva", "Zephyria", "Fjordvika",
    "Lagoverda", "Marisola", "Tamarinda", "Ostaria", "Brightmere", "Cedarhollow", "Solvanta", "Vistulia", "Orchidea",
    "Quillon", "Windermoor",
)  # fmt: skip
TRADES = ("Trading", "Home", "Outdoor", "Living", "Garden", "Lighting", "Kitchen", "Tools")
BUYERS = 140
DAYS = 3 * 365
MARKUP = "Zephyr <b>&</b> Sons"


def order_file(path: Path, today: date) -> Path:
    """A CSV of 140 buyers over three years: each orders at its own rhythm until it stops; some never stop."""
    random = Random(20)
    rows: list[tuple[object, ...]] = []
    for number in range(BUYERS):
        country = list(FORMS)[number % len(FORMS)]
        name = f"{NAMES[number % len(NAMES)]} {TRADES[number * 7 // len(NAMES) % len(TRADES)]} {FORMS[country]}"
        size, tier = random.lognormvariate(8.6, 0.7), random.choice("AABBBCCC")
        for order, ago in enumerate(order_days(random)):
            amount = round(size * random.uniform(0.7, 1.4))
            day = today - timedelta(days=ago)
            rows.append(
                (f"PI{number:03}-{order:03}", MARKUP if number == 5 else name, day, amount, "USD", country, tier)
            )
    return write(path, rows)


def order_days(random: Random) -> list[int]:
    """How many days ago one buyer ordered: gaps around its own cycle, until its time as a customer ends."""
    cycle, stays = random.uniform(20, 75), random.expovariate(1 / 1800)
    ago = float(random.randint(300, DAYS))
    until, days = max(0.0, ago - stays), []
    while ago > until:
        days.append(int(ago))
        ago -= cycle * random.uniform(0.6, 1.4)
    return days or [int(ago)]


def ambiguous_file(path: Path) -> Path:
    """A CSV whose dates can be read in two orders."""
    return write(
        path, [(f"A{n}", "Ambigua Ltda", f"0{n}/0{n + 1}/2026", 100 + n, "USD", "Brazil", "") for n in range(1, 6)]
    )


def file_with_wrong_rows(path: Path) -> Path:
    """A CSV with one date that does not exist and one amount that is none."""
    days = [("2026-03-02", 100), ("2026-03-03", 101), ("2026-03-04", 102), ("2026-03-05", 103), ("2026-03-06", 104)]
    wrong = [("2026-02-31", 100), ("2026-03-09", "soon")]
    rows = [
        (f"W{n}", "Wrong Rows Ltd", day, amount, "USD", "Malta", "") for n, (day, amount) in enumerate([*days, *wrong])
    ]
    return write(path, [tuple(row) for row in rows])


def write(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path
