"""Made-up order histories that follow the equations of the ripple, with ship dates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from tradewind.retention.ripple import RippleParameters

FIRST = date(2021, 1, 1)


def order_history(
    seed: int, truth: RippleParameters, countries: int = 6, buyers: int = 400, months: int = 36, a_month: float = 4.0
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Orders and customers: in each country as many new buyers as leave in an average month."""
    dice = np.random.default_rng(seed)
    orders: list[tuple[str, date, date]] = []
    owners: list[tuple[str, str]] = []
    for country in range(countries):
        before, shock, response = 0.5, 0.0, 1.0
        alive = [f"{country}-{n}" for n in range(buyers)]
        owners += [(one, f"C{country}") for one in alive]
        for month in range(months):
            start = FIRST.replace(year=FIRST.year + month // 12, month=month % 12 + 1)
            shock = 0.85 * shock + dice.normal(0, 0.15)
            churn = min(before * np.exp(shock) * response**truth.phi, 0.9)
            leaves = dice.random(len(alive)) < 1 - np.exp(-churn / 12)
            until = np.where(leaves, dice.random(len(alive)), 1.0)
            rate = a_month * np.exp(-truth.psi * (churn - before))
            each = dice.poisson(rate * until)
            response = (1 - truth.sf) + truth.sf * a_month * buyers / max(each.sum(), 1)
            for buyer, count, end in zip(alive, each, until, strict=True):
                for part in dice.random(count) * end:
                    ordered = start + timedelta(days=int(part * 28))
                    took = max(1, round(30 * response + dice.normal(0, 4)))
                    orders.append((buyer, ordered, ordered + timedelta(days=took)))
            new = [f"{country}-{month}-{n}" for n in range(dice.poisson(before * buyers / 12))]
            owners += [(one, f"C{country}") for one in new]
            alive = [one for one, gone in zip(alive, leaves, strict=True) if not gone] + new
    frame = pl.DataFrame(orders, schema=["customer_id", "ordered_on", "shipped_on"], orient="row")
    customers = pl.DataFrame(owners, schema=["customer_id", "country"], orient="row")
    return frame.with_columns(amount=100.0, amount_base=100.0), customers
