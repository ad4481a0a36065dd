"""Do the intervals of the re-fitted ripple hold what they promise? Simulated panels with a known truth.

python -m benchmarks.ripple [PANELS]     prints, for each strength, mean, spread and how often the 90 % interval holds

Each panel has 30 segments of 48 months that follow the equations of the ripple, with shocks to churn that last, and
noise in orders and response.
"""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tradewind.retention.ripple import CASE, RippleParameters, fit_ripple
from tradewind.retention.ripple_fit import Estimate, fit_own_ripple

SEGMENTS, MONTHS, BURN_IN = 30, 48, 24
TRUTH = fit_ripple(CASE, 0.3)
LASTS = 0.8
NOISE = {"churn": 0.12, "orders": 0.03, "response": 0.02}


def panel(seed: int, truth: RippleParameters = TRUTH, segments: int = SEGMENTS, months: int = MONTHS) -> pl.DataFrame:
    """One simulated panel, in the columns of `ripple_history.ripple_panel`; churn is known exactly."""
    dice = np.random.default_rng(seed)
    starts = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(months)]
    parts = [segment(dice, truth, f"s{n:02}", starts) for n in range(segments)]
    return pl.concat(parts)


def segment(dice: np.random.Generator, truth: RippleParameters, name: str, starts: list[date]) -> pl.DataFrame:
    """The months of one segment, in the order in which its parts follow one another."""
    before = dice.uniform(0.12, 0.24)
    customers, response, shock = 1.0, 1.0, 0.0
    rows: list[tuple[float, float, float, float]] = []
    for _ in range(BURN_IN + len(starts)):
        shock = LASTS * shock + dice.normal(0, NOISE["churn"])
        churn = before * np.exp(shock) * response**truth.phi
        balance = before / churn
        customers = balance + (customers - balance) * np.exp(-churn / 12)
        per_buyer = np.exp(-truth.psi * (churn - before) + dice.normal(0, NOISE["orders"]))
        orders = customers * per_buyer
        response = (1 - truth.sf) + truth.sf / orders + dice.normal(0, NOISE["response"])
        rows.append((churn, orders, per_buyer, response))
    found: NDArray[np.float64] = np.array(rows[BURN_IN:])
    columns = dict(zip(("churn", "orders", "orders_per_buyer", "response"), found.T, strict=True))
    return pl.DataFrame({"segment": name, "month": starts, "stayed": 500, "churn_variance": 0.0, **columns})


def holds(found: Estimate | None, truth: float) -> bool:
    """Whether the interval holds the truth."""
    return found is not None and found.low <= truth <= found.high


def main(panels: int) -> None:
    """Print the table."""
    fits = [fit_own_ripple(panel(seed)) for seed in range(panels)]
    print(f"{panels} panels of {SEGMENTS} segments x {MONTHS} months")
    for name in ("psi", "sf", "phi"):
        truth = getattr(TRUTH, name)
        values = np.array([getattr(fit, name).value for fit in fits])
        held = np.mean([holds(getattr(fit, name), truth) for fit in fits])
        print(f"{name:4} truth {truth:.3f}  mean {values.mean():.3f}  sd {values.std():.3f}  held {held:.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
