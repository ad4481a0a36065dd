"""Order histories for tests: written out, drawn at random, or real."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import polars as pl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# A shared machine may be slow for a moment; speed is shown by benchmarks/, never by a timed test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

TODAY = date(2026, 6, 30)


class Order(NamedTuple):
    customer_id: str
    ordered_on: date
    amount: float
    amount_base: float | None


def orders_of(rows: list[Order]) -> pl.DataFrame:
    schema = {"customer_id": pl.String, "ordered_on": pl.Date, "amount": pl.Float64, "amount_base": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def orders_on(customer: str, *days: str, amount: float = 100.0) -> pl.DataFrame:
    return orders_of([Order(customer, date.fromisoformat(day), amount, amount) for day in days])


def every(customer: str, gap_days: int, times: int, until: date, amount: float = 100.0) -> pl.DataFrame:
    """`times` orders, `gap_days` apart, the last of them on `until`."""
    days = [until - timedelta(days=gap_days * n) for n in range(times)]
    return orders_of([Order(customer, day, amount, amount) for day in days])


def histories(fewest: int = 0) -> st.SearchStrategy[list[Order]]:
    """Orders of a few buyers within two years before TODAY and a few days after it, returns among them."""
    day = st.integers(-20, 730).map(lambda n: TODAY - timedelta(days=n))
    amount = st.integers(-50, 500).map(float)
    order = st.builds(
        lambda customer, on, amount, known: Order(customer, on, amount, amount if known else None),
        st.sampled_from([f"c{n}" for n in range(14)]), day, amount, st.sampled_from([True, True, True, False]),
    )  # fmt: skip
    return st.lists(order, min_size=fewest, max_size=60)


def real_orders(shared: Path, name: str) -> pl.DataFrame:
    raw = pl.read_parquet(shared / "orders" / f"{name}.parquet")
    return raw.with_columns(ordered_on=pl.col.ordered_at.dt.date(), amount_base=pl.col.amount)
