"""Monthly sales ahead: what a steady season says, bands, sums that agree, and months that cannot be."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.errors import InputError, SalesBelowZero, SalesCellMissing, SalesDoubled, SalesGap, SalesTooShort
from tradewind.forecast.demand import demand, predictions
from tradewind.forecast.hierarchy import reconciled
from tradewind.forecast.kinds import demand_class
from tradewind.forecast.series import Sales, sales

JANUARY = 2020 * 12
SEASON = np.array([80, 90, 100, 110, 120, 130, 130, 120, 110, 100, 90, 80], dtype=np.float64)


def rows(*said: tuple[str, int, float | None]) -> pl.DataFrame:
    return pl.DataFrame(said, schema=["unique_id", "month", "y"], orient="row")


def test_a_season_that_repeats_is_said_again_with_bands_around_it() -> None:
    """Five equal years: the sixth is the same, and the bands are as narrow as the errors of the past."""
    told = predictions(demand(Sales(("a",), (np.tile(SEASON, 5),), (JANUARY + 59,)), 12))
    assert told["ds"].dt.strftime("%Y-%m").to_list() == [f"2025-{month:02}" for month in range(1, 13)]
    assert np.allclose(told["mean"], SEASON, rtol=0.02)
    for name in ("80", "95"):
        assert ((told[f"lo{name}"] <= told["mean"]) & (told["mean"] <= told[f"hi{name}"])).all()
    assert ((told["hi95"] - told["lo95"]) >= (told["hi80"] - told["lo80"])).all()


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), times=st.sampled_from([0.01, 7.0, 1000.0]))
def test_sales_in_another_unit_are_forecast_in_that_unit_and_order_changes_nothing(seed: int, times: float) -> None:
    chance = np.random.default_rng(seed)
    months = tuple(np.round(chance.gamma(3, 30, 30)) * (chance.random(30) < share) for share in (1.0, 1.0, 0.4))
    months = tuple(np.where(one.any(), one, 1.0) for one in months)
    ends = (JANUARY + 29,) * 3
    here = demand(Sales(("a", "b", "c"), months, ends), 3)
    there = demand(Sales(("c", "b", "a"), tuple(one * times for one in months[::-1]), ends), 3)
    for one, other in zip(here.mean, there.mean[::-1], strict=True):
        assert one is not None and other is not None
        assert np.allclose(one * times, other, rtol=1e-4)
        assert np.isfinite(one).all() and (one >= 0).all()


@given(st.integers(0, 10_000))
def test_what_is_reconciled_adds_up_and_stays_where_it_added_up_already(seed: int) -> None:
    chance = np.random.default_rng(seed)
    groups = [np.arange(5), np.array([0, 1]), np.array([2, 3, 4])]
    parts = chance.gamma(2, 50, (5, 3))
    exact = np.stack([parts[places].sum(axis=0) for places in groups])
    variance = chance.gamma(2, 10, 8) + 1
    assert np.allclose(reconciled(exact, parts, groups, variance), parts)
    off = reconciled(exact * 1.2, parts, groups, variance)
    assert (off >= 0).all() and (off.sum(axis=0) >= parts.sum(axis=0) - 1e-9).all()


def test_kinds_of_demand_are_told_apart_as_syntetos_and_boylan_do() -> None:
    """Boundaries 1.32 between months with sales, and .49 of squared variation: Syntetos & Boylan (2005)."""
    assert demand_class(np.full(24, 10.0)) == "smooth"
    assert demand_class(np.array([1.0, 40.0] * 12)) == "erratic"
    assert demand_class(np.array([10.0, 0, 0] * 8)) == "intermittent"
    assert demand_class(np.array([1.0, 0, 0, 60.0, 0, 0] * 4)) == "lumpy"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (rows(*(("a", JANUARY + place, 1.0) for place in range(5))), SalesTooShort),
        (rows(("a", JANUARY, None)), SalesCellMissing),
        (rows(*(("a", JANUARY, 1.0) for _ in range(2))), SalesDoubled),
        (rows(("a", JANUARY, 1.0), ("a", JANUARY + 2, 1.0)), SalesGap),
        (rows(("a", JANUARY, -1.0), ("a", JANUARY + 1, 1.0)), SalesBelowZero),
    ],
)
def test_months_that_cannot_be_are_refused(said: pl.DataFrame, error: type[InputError]) -> None:
    with pytest.raises(error):
        sales(said, "sales.csv")
