"""The ripple against worked values of its equations, and against a study of its uncertainty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradewind.retention.ripple import CASE, fit_ripple, levels, loop_gain, ripple, shock_of
from tradewind.retention.ripple_bands import BASELINE, article_bands, draws, quantiles


def test_the_paths_equal_the_worked_vectors(shared: Path) -> None:
    rows = json.loads((shared / "butterfly" / "vectors.json").read_text())["rows"]
    assert len(rows) == 4
    for row in rows:
        parameters = fit_ripple(CASE, row["phi"])
        assert (parameters.psi, parameters.sf) == pytest.approx((row["psi"], row["sf"]), abs=1e-9)
        assert loop_gain(parameters, 0.18) == pytest.approx(row["loop_gain"], abs=1e-9)
        shock = shock_of(parameters, 0.18, 0.23)
        assert shock == pytest.approx(row["shock"], abs=1e-9)
        found = ripple(parameters, 0.18, [shock] * 60)
        for month, told in row["path"].items():
            assert found[int(month) - 1] == pytest.approx((told["N"], told["O"], told["R"], told["churn"]), abs=1e-9)


@pytest.mark.parametrize(
    ("start", "less", "orders", "years_lost"),
    [(1, 0.05, 1.024, None), (6, 0.05, 1.008, 0.04), (12, 0.05, 0.988, 0.14), (37, 0, 0.814, 0.41), (6, 0.025, 0.907, 0.23)],
)  # fmt: skip
def test_breaking_the_circle_early_gives_the_published_study(
    start: int, less: float, orders: float, years_lost: float | None
) -> None:
    parameters = fit_ripple(CASE, 0.3)
    shock = shock_of(parameters, 0.18, 0.23)
    shocks = [shock - (less if month >= start else 0) for month in range(1, 37)]
    found = ripple(parameters, 0.18, shocks)
    assert found[-1].orders == pytest.approx(orders, abs=5e-4)
    if years_lost is not None:
        assert sum(1 - month.orders for month in found) / 12 == pytest.approx(years_lost, abs=5e-3)


def test_the_articles_ranges_give_the_bands_of_the_study_within_monte_carlo_noise() -> None:
    parameters = [one for _, one in draws()]
    assert quantiles([one.psi for one in parameters]) == pytest.approx((0.57, 1.43, 3.38), abs=0.12)
    assert quantiles([one.sf for one in parameters]) == pytest.approx((0.34, 0.45, 0.59), abs=0.015)
    assert quantiles([loop_gain(one, BASELINE) for one in parameters]) == pytest.approx((0.05, 0.19, 0.40), abs=0.015)
    two, three = article_bands(24)[-1], article_bands(36)[-1]
    assert two.orders == pytest.approx((0.818, 0.858, 0.891), abs=0.004)
    assert three.orders == pytest.approx((0.770, 0.827, 0.874), abs=0.005)
    assert two.response == pytest.approx((1.048, 1.075, 1.112), abs=0.004)


def test_the_equations_say_what_they_said() -> None:
    """Month by month, written out once more in the plainest way."""
    for phi in (0.0, 0.45, 1.1, 1.5):
        parameters = fit_ripple(CASE, phi)
        shock = shock_of(parameters, 0.18, 0.23)
        found = levels(parameters, 0.18, [shock] * 48)
        customers = response = 1.0
        for month in found:
            churn = (0.18 + shock) * response**phi
            customers += (0.18 / churn - customers) * (1 - 2.718281828459045 ** (-churn / 12))
            response = (
                1
                - parameters.sf
                + parameters.sf / (customers * 2.718281828459045 ** (-parameters.psi * (churn - 0.18)))
            )
            assert month[2] == pytest.approx(response, rel=1e-9)
