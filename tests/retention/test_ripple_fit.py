"""The ripple in a team's own history: what simulated truths come back as, and what is too thin."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from benchmarks.ripple import TRUTH, holds, panel
from tests.retention.ripple_orders import order_history
from tradewind.retention.ripple import CASE, RippleParameters, fit_ripple
from tradewind.retention.ripple_fit import fit_own_ripple
from tradewind.retention.ripple_history import ripple_panel
from tradewind.retention.ripple_mixed import Own, drawn_towards, mixed, spread, weights

NAMES = ("psi", "sf", "phi")


def test_simulated_truths_come_back_within_their_intervals() -> None:
    fits = [fit_own_ripple(panel(seed)) for seed in range(30)]
    for name in NAMES:
        found = [getattr(fit, name) for fit in fits]
        truth = getattr(TRUTH, name)
        mean, error = sum(one.value for one in found) / 30, found[0].se / 30**0.5
        assert mean == pytest.approx(truth, abs=4 * error)
        assert 22 <= sum(holds(one, truth) for one in found) <= 30


def test_no_feedback_is_found_where_there_is_none() -> None:
    fit = fit_own_ripple(panel(7, fit_ripple(CASE, 0)))
    assert holds(fit.phi, 0)


@pytest.mark.parametrize(("segments", "months", "missing"), [(30, 20, "few_months"), (5, 48, "few_segments")])
def test_a_short_or_small_history_is_too_thin_and_says_so(segments: int, months: int, missing: str) -> None:
    fit = fit_own_ripple(panel(1, segments=segments, months=months))
    assert missing in fit.missing and fit.psi is None and fit.sf is None and fit.phi is None
    assert (fit.segments, fit.months) == (segments, months)


def test_without_ship_dates_only_orders_can_be_learnt_from() -> None:
    fit = fit_own_ripple(panel(2).with_columns(response=pl.lit(None, dtype=pl.Float64)))
    assert fit.missing == ("no_ship_dates",)
    assert holds(fit.psi, TRUTH.psi) and fit.sf is None and fit.phi is None


def test_churn_that_is_mostly_chance_says_nothing() -> None:
    fit = fit_own_ripple(panel(1).with_columns(churn_variance=pl.lit(1.0)))
    assert "churn_too_noisy" in fit.missing and fit.psi is None and fit.phi is None and fit.sf is not None


def test_no_history_at_all_is_too_thin() -> None:
    empty = pl.DataFrame(schema={"customer_id": pl.String, "ordered_on": pl.Date, "amount": pl.Float64})
    customers = pl.DataFrame(schema={"customer_id": pl.String, "country": pl.String})
    fit = fit_own_ripple(ripple_panel(empty, customers, date(2026, 1, 1)))
    assert fit.months == fit.segments == 0 and fit.missing == ("few_segments",)


def test_a_panel_from_orders_counts_who_left_and_who_stayed() -> None:
    first = date(2024, 1, 1)
    weekly = [("s", n, first + timedelta(days=7 * k)) for n in range(40) for k in range(100)]
    left = [("s", 100 + n, first + timedelta(days=7 * k)) for n in range(10) for k in range(36)]
    rows = [(f"{country}{n}", day, day + timedelta(days=20)) for country, n, day in weekly + left]
    orders = pl.DataFrame(rows, schema=["customer_id", "ordered_on", "shipped_on"], orient="row").with_columns(
        amount=1.0
    )
    customers = orders.select("customer_id", country=pl.lit("BR")).unique()
    found = ripple_panel(orders, customers, max(day for _, _, day in weekly))
    months = {row["month"]: row for row in found.to_dicts()}
    september = months[date(2024, 9, 1)]
    assert september["churn"] == pytest.approx(12 * 10 / 50) and september["stayed"] == 40
    assert september["orders_per_buyer"] == pytest.approx(5, abs=0.01)
    assert months[date(2024, 8, 1)]["churn"] == 0 and months[date(2024, 8, 1)]["stayed"] == 50
    assert september["response"] == pytest.approx(1)
    assert max(months) < date(2025, 9, 1)


def test_a_simulated_order_file_gives_its_truth_back_about() -> None:
    truth = fit_ripple(CASE, 0.3)
    orders, customers = order_history(0, truth)
    last = orders["ordered_on"].max()
    assert isinstance(last, date)
    fit = fit_own_ripple(ripple_panel(orders, customers, last))
    assert fit.shipped_share == 1 and fit.segments == 6
    assert fit.psi is not None and 0.6 * truth.psi < fit.psi.value < 1.2 * truth.psi
    assert fit.sf is not None and fit.sf.value == pytest.approx(truth.sf, abs=0.1)


def test_own_history_counts_by_its_precision() -> None:
    prior = spread()
    alone, nothing = mixed(Own(), 0.3)
    assert alone == fit_ripple(CASE, 0.3) and nothing.psi == nothing.sf == nothing.phi == 0
    half = weights(Own(psi=(1.0, prior.psi)))
    assert half.psi == pytest.approx(0.5)
    sure, _ = mixed(Own(psi=(1.0, 1e-9), sf=(0.3, 1e-9), phi=(0.8, 1e-9)), 0.3)
    assert (sure.psi, sure.sf, sure.phi) == pytest.approx((1.0, 0.3, 0.8))
    chosen, counted = mixed(Own(phi=(0.8, 1e-9)), 0.3, 0.1)
    assert chosen.phi == 0.1 and counted.phi == 0


def test_a_pull_is_never_below_nothing() -> None:
    assert mixed(Own(psi=(-3.0, 0.01), phi=(-1.0, 0.01)), 0.3)[0] == RippleParameters(0.0, fit_ripple(CASE, 0).sf, 0.0)


def test_own_history_narrows_the_bands() -> None:
    def width(own: Own) -> float:
        found = sorted(one.psi for one in drawn_towards(own, 4))
        return found[-25] - found[25]

    assert width(Own(psi=(1.6, 0.2))) < 0.5 * width(Own())
