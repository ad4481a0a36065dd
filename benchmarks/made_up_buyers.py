"""Made-up buyers as BG/NBD thinks of them, by the million: their histories for a fit, or their orders in files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
THETA = (0.7, 60.0, 0.4, 2.5)  # r, alpha in days, a, b
DAYS = 730
LAST = date(2026, 6, 30)


def histories(buyers: int, seed: int = 1) -> tuple[Floats, Floats, Floats]:
    """x, t_x and T in whole days of buyers who came at some time in two years; each order may be the last."""
    r, alpha, a, b = THETA
    draw = np.random.default_rng(seed)
    rate, stop = draw.gamma(r, 1 / alpha, buyers), draw.beta(a, b, buyers)
    age = draw.integers(1, DAYS + 1, buyers)
    time, last, x = np.zeros(buyers), np.zeros(buyers, np.int64), np.zeros(buyers, np.int64)
    on = np.arange(buyers)
    while on.size:
        time[on] += draw.exponential(1 / rate[on])
        on = on[time[on] < age[on]]
        day = np.ceil(time[on]).astype(np.int64)
        x[on] += day > last[on]
        last[on] = day
        on = on[draw.random(on.size) >= stop[on]]
    return x.astype(float), last.astype(float), age.astype(float)


def order_files(folder: Path, orders: int, files: int = 20, seed: int = 1) -> None:
    """About `orders` orders of a tenth as many buyers, dealt out to Parquet files by the row, as they come in."""
    draw = np.random.default_rng(seed)
    buyers = orders // 10
    often = 0.3 + 9 * draw.gamma(0.7, 1 / 0.7, buyers)
    began, stays = draw.integers(0, 700, buyers), draw.exponential(500, buyers) + 1
    for n in range(files):
        who = draw.choice(buyers, size=orders // files, p=often / often.sum())
        day = began[who] + draw.random(who.size) * np.minimum(stays[who], 1095 - began[who])
        amount = np.round(np.exp(draw.normal(6, 1, who.size)), 2) * np.where(draw.random(who.size) < 0.03, -1, 1)
        rows = pl.DataFrame({"who": who, "ago": 1094 - np.minimum(day, 1094).astype(int), "amount": amount})
        rows.select(
            customer_id=pl.format("C{}", pl.col("who").cast(pl.String).str.zfill(8)),
            ordered_on=(pl.lit(LAST) - pl.duration(days="ago")).cast(pl.Date),
            amount="amount",
            amount_base="amount",
        ).write_parquet(folder / f"part-{n:05}.parquet")
