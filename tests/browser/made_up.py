"""Made-up order files: no company in them exists, every number is drawn from a seeded generator."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tradewind.desk.made_up import HEADINGS, sample_orders

MARKUP = "Zephyr <b>&</b> Sons"


def order_file(path: Path, today: date) -> Path:
    """A CSV of the sample company's orders, one of whose buyers has markup in its name."""
    marked = sample_orders(today)[5][1]
    rows = [(*row[:1], MARKUP if row[1] == marked else row[1], *row[2:]) for row in sample_orders(today)]
    return write(path, rows)


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
