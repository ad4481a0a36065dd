"""Train the prior that Tradewind ships for short histories: `python -m benchmarks.retention_prior ../shared/data`.

It writes tradewind/retention/prior.json. Taught by: Online Retail II (Chen, UCI 502, CC BY 4.0; the 60 % of customers
in ../shared), only slices whose horizon was over before 2011-03-01, and the made-up worlds of benchmarks/worlds.py.
CDNOW and ClassicModels are left out: their licences do not clearly allow it. Every history weighs the same, the real
one four times.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from polars import col

from benchmarks.worlds import WORLDS, order_history
from tradewind.retention.diary import Diary, day_number
from tradewind.retention.logistic import fit_logistic
from tradewind.retention.slices import COLUMNS, Past, Slice

KNOWN_UNTIL = date(2011, 3, 1)
REAL_WEIGHT, WEIGHT, PENALTY = 4_000.0, 1_000.0, 60.0
HORIZONS = (30, 60, 90, 180)
TO = Path(__file__).parents[1] / "tradewind" / "retention" / "prior.json"


def teachers(data: Path) -> Iterator[tuple[list[Slice], float]]:
    """The slices of each history, and what they weigh together."""
    real = pl.read_parquet(data / "orders" / "online_retail_ii_dev.parquet").select(
        "customer_id", "amount", ordered_on=col.ordered_at.dt.date()
    )
    for horizon in HORIZONS:
        past = Past(Diary.of(real.filter(col.ordered_on < KNOWN_UNTIL)), horizon)
        yield past.before(day_number(KNOWN_UNTIL - timedelta(days=1)), most=10), REAL_WEIGHT / len(HORIZONS)
    for seed, (world, horizons) in enumerate(WORLDS.values()):
        diary = Diary.of(order_history(world, 1000 + seed))
        for horizon in horizons:
            past = Past(diary, horizon)
            yield past.before(diary.span[1] if diary.span else 0, most=10), WEIGHT / len(horizons)


def main(data: Path) -> None:
    columns, silent, weight = [], [], []
    for slices, together in teachers(data):
        rows = sum(len(one.columns) for one in slices)
        columns += [one.columns for one in slices]
        silent += [one.silent_after for one in slices]
        weight += [np.full(len(one.columns), together / rows) for one in slices]
    told = fit_logistic(np.vstack(columns), np.concatenate(silent), np.concatenate(weight), PENALTY)
    document = {
        "what": "Log-odds of no order day within a horizon, from the columns of retention.slices.COLUMNS.",
        "taught_by": "Online Retail II (Chen, D., UCI Machine Learning Repository 502, CC BY 4.0), 60 % of customers, "
        "slices over before 2011-03-01; and made-up histories (benchmarks/worlds.py)",
        "made_by": "python -m benchmarks.retention_prior ../shared/data",
        "columns": COLUMNS,
        "mean": rounded(told.mean),
        "spread": rounded(told.spread),
        "coefficients": rounded(told.coefficients),
        "intercept": round(told.intercept, 6),
    }
    TO.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    print(f"{sum(map(len, columns)):,} rows of {len(columns)} slices; written to {TO}")


def rounded(values: tuple[float, ...]) -> list[float]:
    return [round(value, 6) for value in values]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
