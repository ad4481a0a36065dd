"""Folders of Parquet with orders, for the tests of what reads them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl

LAST = date(2026, 6, 30)


def made_up_orders(buyers: int, seed: int = 1) -> pl.DataFrame:
    """Two years of orders: buyers of many rhythms, some of whom have left; a return here and there."""
    chance, rows = Random(seed), []
    for n in range(buyers):
        day, gap, left = chance.uniform(0, 500), chance.uniform(5, 150), chance.uniform(200, 1500)
        while day < min(730, left):
            amount = round(chance.lognormvariate(6, 1), 2) * (-1 if chance.random() < 0.03 else 1)
            rows.append((f"买家{n:04}", LAST - timedelta(days=729 - int(day)), amount, amount * 7.1))
            day += chance.expovariate(1 / gap)
    schema = {"customer_id": pl.String, "ordered_on": pl.Date, "amount": pl.Float64, "amount_base": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sample(fraction=1, shuffle=True, seed=seed)


def in_files(folder: Path, orders: pl.DataFrame, files: int = 3) -> Path:
    """The folder, with the orders dealt out to files as Spark names them."""
    folder.mkdir(parents=True)
    for n in range(files):
        orders.gather_every(files, n).write_parquet(folder / f"part-{n:05}-c000.snappy.parquet")
    (folder / "_SUCCESS").touch()
    return folder
