"""Made-up order files: no company in them exists, every number is drawn from a seeded generator."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tradewind.ledger.sample import sample_company

HEADINGS = ("订单号", "客户名称", "下单日期", "金额", "币种", "国家", "客户等级")
MARKUP = "Zephyr <b>&</b> Sons"
BUYERS = 140


def order_file(path: Path, today: date) -> Path:
    """A CSV of the orders in dollars of a small sample company, one of whose buyers has markup in its name."""
    rows = sample_orders(today)
    marked = rows[5][1]
    return write(path, [(row[0], MARKUP if row[1] == marked else row[1], *row[2:]) for row in rows])


def sample_orders(today: date) -> list[tuple[object, ...]]:
    """Orders of HEADINGS, up to the day before `today`."""
    tables = sample_company(today, buyers=BUYERS).tables
    orders = tables["orders"].join(tables["customers"], on="customer_id", maintain_order="left")
    columns = ("order_id", "name", "ordered_on", "amount", "currency", "country", "tier")
    return orders.filter(orders["currency"] == "USD").select(columns).rows()


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


def write(path: Path, rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path
