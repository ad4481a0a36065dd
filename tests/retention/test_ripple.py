"""The loop of churn, orders and response."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.retention.ripple import (
    CASE,
    Change,
    Month,
    RippleParameters,
    average_change,
    elasticities,
    fit_ripple,
    levels,
    loop_gain,
    ripple,
    shock_of,
)
from tradewind.retention.ripple_bands import BASELINE, DRAWS, article_bands, bands, draws, quantiles

RATES = st.floats(0.02, 0.9)
FEEDBACKS = st.floats(0, 1.5)


def lasting(phi: float, before: float = 0.18, after: float = 0.23, months: int = 12) -> list[Month]:
    parameters = fit_ripple(CASE, phi)
    return ripple(parameters, before, [shock_of(parameters, before, after)] * months)


def test_without_feedback_the_case_is_checked_by_hand() -> None:
    parameters = fit_ripple(CASE, 0)
    assert parameters.psi == pytest.approx(1.642769469977, abs=1e-12)  # ln(.955333 / .88) / .05
    assert parameters.sf == pytest.approx(0.08 / (1 / 0.88 - 1), abs=1e-15)
    assert lasting(0)[-1].customers == pytest.approx(0.9553333918, abs=1e-10)


@given(phi=st.floats(0, 3))
def test_month_12_hits_the_case_whatever_the_feedback(phi: float) -> None:
    last = lasting(phi)[-1]
    assert (last.orders, last.response, last.churn) == pytest.approx((0.88, 1.08, 0.23), abs=1e-12)


@given(phi=FEEDBACKS)
def test_month_12_hits_the_published_averages_with_the_cases_pull_on_orders(phi: float) -> None:
    change = average_change(phi)
    parameters = fit_ripple(change, phi)
    last = ripple(parameters, change.before, [shock_of(parameters, change.before, change.after)] * 12)[-1]
    assert (last.orders, last.response, last.churn) == pytest.approx((0.9, 1.05, 0.175), abs=1e-12)
    assert parameters.psi == pytest.approx(fit_ripple(CASE, phi).psi, abs=1e-9)
    assert parameters.sf == pytest.approx(0.45)
    assert 0.13 < change.before < 0.15


@given(before=RATES, after=RATES, phi=FEEDBACKS)
def test_a_year_later_churn_is_what_was_asked_about(before: float, after: float, phi: float) -> None:
    assert lasting(phi, before, after)[-1].churn == pytest.approx(after, abs=1e-9)


@given(before=RATES, after=RATES, phi=st.floats(0, 3), months=st.integers(1, 300))
def test_every_number_is_finite_even_in_a_runaway(before: float, after: float, phi: float, months: int) -> None:
    found = lasting(phi, before, after, months)
    assert len(found) == months
    assert all(isfinite(value) for month in found for value in month)


@given(rate=RATES, phi=FEEDBACKS)
def test_nothing_changes_while_churn_does_not(rate: float, phi: float) -> None:
    assert all(month == pytest.approx((1, 1, 1, rate)) for month in lasting(phi, rate, rate))


@given(phi=FEEDBACKS, low=st.floats(0.19, 0.5), more=st.floats(0.01, 0.3))
def test_more_churn_means_fewer_orders_and_slower_response(phi: float, low: float, more: float) -> None:
    mild, severe = lasting(phi, 0.18, low)[-1], lasting(phi, 0.18, low + more)[-1]
    assert severe.orders < mild.orders
    assert severe.response > mild.response


def test_the_loop_gain_says_whether_a_small_rise_dies_out() -> None:
    weak, strong = fit_ripple(CASE, 0.6), fit_ripple(CASE, 1.5)
    assert loop_gain(weak, 0.18) == pytest.approx(0.460050, abs=1e-6)
    assert loop_gain(strong, 0.18) > 1
    small = [levels(one, 0.18, [1e-4] * 3000) for one in (weak, strong)]
    assert small[0][-1][3] == pytest.approx(0.18, abs=1e-3)
    assert small[1][-1][3] > 1


def test_elasticities_are_those_of_the_case_per_point_of_churn() -> None:
    assert elasticities(fit_ripple(CASE, 0.3), 0.18, 0.23) == pytest.approx((-2.556667, 1.539221), abs=1e-6)
    same = elasticities(fit_ripple(CASE, 0.3), 0.18, 0.18)
    assert same == pytest.approx(elasticities(fit_ripple(CASE, 0.3), 0.18, 0.1801), rel=1e-2)


@pytest.mark.parametrize(("phi", "psi"), [(0.0, -0.3), (0.5, 0.2)])
def test_a_change_that_moves_orders_less_than_customers_is_fitted_too(phi: float, psi: float) -> None:
    truth = RippleParameters(psi, 0.4, phi)
    last = ripple(truth, 0.15, [0.08] * 12)[-1]
    found = fit_ripple(Change(0.15, last.churn, last.orders, last.response), phi)
    assert (found.psi, found.sf) == pytest.approx((psi, 0.4), abs=1e-9)


def test_the_draws_are_the_same_each_time_and_within_the_published_ranges() -> None:
    draws.cache_clear()
    first = draws()
    draws.cache_clear()
    assert first == draws()
    assert len(first) == DRAWS
    for change, parameters in first:
        assert 0.15 <= change.after <= 0.25 and 0.85 <= change.orders <= 0.92 and 1.03 <= change.response <= 1.09
        assert change.before == BASELINE and 0 <= parameters.phi <= 1
        last = levels(parameters, BASELINE, [shock_of(parameters, BASELINE, change.after)] * 12)[-1]
        assert last[1:] == pytest.approx((change.orders, change.response, change.after), abs=1e-9)


def test_the_three_published_figures_move_together_in_the_draws() -> None:
    changes = [change for change, _ in draws()]
    columns = [[c.after for c in changes], [-c.orders for c in changes], [c.response for c in changes]]
    ranks = [[sorted(column).index(value) for value in column] for column in columns]
    middle = (DRAWS - 1) / 2
    spread = sum((rank - middle) ** 2 for rank in ranks[0])
    for one, other in ((0, 1), (0, 2), (1, 2)):
        found = sum((a - middle) * (b - middle) for a, b in zip(ranks[one], ranks[other], strict=True)) / spread
        assert found == pytest.approx(0.6, abs=0.05)


def test_bands_hold_the_change_asked_about_and_widen_with_time() -> None:
    drawn = [parameters for _, parameters in draws()[::20]]
    found = bands(drawn, 0.18, 0.23, 36)
    assert all(one.orders[0] < one.orders[1] < one.orders[2] for one in found)
    assert found[35].orders[2] - found[35].orders[0] > found[5].orders[2] - found[5].orders[0]
    assert article_bands(12)[-1].orders == pytest.approx(quantiles([c.orders for c, _ in draws()]), abs=1e-9)


def test_quantiles_lie_between_neighbours() -> None:
    assert quantiles([float(n) for n in range(101)]) == pytest.approx((5, 50, 95))
    assert quantiles([3.0, 1.0]) == pytest.approx((1.1, 2.0, 2.9))
