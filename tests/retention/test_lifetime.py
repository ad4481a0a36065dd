from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from tests.retention.histories import TODAY, Order, every, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.bgnbd import Histories, Theta, expected_orders, log_likelihood, no_order, stopped_share
from tradewind.retention.histogram import Histogram
from tradewind.retention.lifetime import LifetimeParameters, fit_lifetime, lifetime
from tradewind.retention.order_days import purchase_history

CDNOW = LifetimeParameters(r=0.243, alpha_days=4.414 * 7, a=0.793, b=2.426, log_likelihood=0, buyers=0, repeat_buyers=0)


def buyer(x: int, recency: int, age: int) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": ["a"], "frequency": [x], "recency_days": [recency], "age_days": [age]})


def arrays(x: float, recency: float, age: float) -> Histories:
    return Histories.of(np.array([x]), np.array([recency]), np.array([age]))


def closed_form(theta: Theta, x: float, recency: float, age: float, horizon: float) -> float:
    """Fader, Hardie & Lee (2005), equation 10."""
    r, alpha, a, b = theta
    reach = hyp2f1(r + x, b + x, a + b + x - 1, horizon / (alpha + age + horizon))
    still = 1 - ((alpha + age) / (alpha + age + horizon)) ** (r + x) * reach
    stopped = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x) if x else 0.0
    return float((a + b + x - 1) / (a - 1) * still / (1 + stopped))


def test_a_silent_frequent_buyer_is_less_likely_alive_than_a_silent_rare_one() -> None:
    often = lifetime(buyer(20, 200, 400), CDNOW, 90)["p_alive"].item()
    rarely = lifetime(buyer(2, 200, 400), CDNOW, 90)["p_alive"].item()
    assert often < 0.01 < 0.5 < rarely


def test_the_chance_of_no_order_is_not_the_chance_of_having_stopped() -> None:
    fresh = lifetime(buyer(0, 0, 300), CDNOW, 90).row(0, named=True)
    alive = CDNOW.alpha_days + 300
    assert fresh["p_alive"] == 1.0
    assert fresh["p_no_order"] == pytest.approx((alive / (alive + 90)) ** CDNOW.r)


def test_on_the_day_of_the_last_order_both_chances_agree() -> None:
    row = lifetime(buyer(3, 120, 120), CDNOW, 90).row(0, named=True)
    assert row["p_no_order"] == row["p_no_order_at_last"]


@pytest.mark.parametrize("history", [(0, 0, 39), (1, 20, 39), (7, 35.7, 38.9), (2, 30.43, 38.86)])
def test_expected_orders_agree_with_the_published_closed_form(history: tuple[float, float, float]) -> None:
    theta = (0.243, 4.414, 0.793, 2.426)
    assert expected_orders(theta, arrays(*history), 39)[0] == pytest.approx(closed_form(theta, *history, 39), rel=1e-9)


def test_expected_orders_have_no_pole_where_the_closed_form_has_one() -> None:
    near = [expected_orders((0.5, 60, a, 2.0), arrays(5, 200, 260), 90)[0] for a in (0.999, 1.0, 1.001)]
    assert near[0] > near[1] > near[2] > 0
    assert near[0] == pytest.approx(near[2], rel=1e-2)


@given(
    st.tuples(*[st.floats(0.01, 50)] * 4), st.integers(0, 5000), st.integers(0, 3000), st.integers(0, 3000),
    st.integers(1, 730), st.integers(0, 400),
)  # fmt: skip
def test_more_silence_never_lowers_the_chance_of_no_order(
    theta: Theta, x: int, recency: int, silence: int, horizon: int, more: int
) -> None:
    recency = max(recency, x)  # an order day is a day
    now, later = (arrays(x, recency if x else 0, (recency if x else 0) + days) for days in (silence, silence + more))
    for value in (stopped_share(theta, now), no_order(theta, now, horizon)):
        assert 0 <= value[0] <= 1
    assert no_order(theta, later, horizon)[0] >= no_order(theta, now, horizon)[0] - 1e-12
    expected = expected_orders(theta, now, horizon)[0]
    assert math.isfinite(expected) and expected >= 0
    assert expected >= (1 - no_order(theta, now, horizon)[0]) - 1e-9  # at least one order wherever there is any


@given(st.tuples(*[st.floats(0.05, 20)] * 4), st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=1, max_size=8))
def test_the_gradient_is_that_of_the_likelihood(theta: Theta, rows: list[tuple[int, int, int]]) -> None:
    x, recency, silence = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    recency = np.where(x > 0, recency + x, 0.0)
    buyers = Histogram.of(x, recency, recency + silence)
    for at, slope in enumerate(log_likelihood(theta, buyers)[1]):
        step = 1e-5 * theta[at]
        up, down = (tuple(v + sign * step * (i == at) for i, v in enumerate(theta)) for sign in (1, -1))
        rise = log_likelihood(up, buyers)[0] - log_likelihood(down, buyers)[0]  # type: ignore[arg-type]
        assert slope == pytest.approx(rise / (2 * step), rel=1e-4, abs=1e-4)


@settings(max_examples=40)
@given(histories())
def test_any_history_gives_finite_parameters_and_chances(rows: list[Order]) -> None:
    history = purchase_history(orders_of(rows), TODAY)
    parameters = fit_lifetime(history)
    assert all(0 < value < math.inf for value in parameters.theta)
    found = lifetime(history, parameters, 90)
    for name in ("p_alive", "p_no_order", "p_no_order_at_last"):
        assert found[name].is_between(0, 1).all()
    assert found["expected_orders"].is_finite().all() and (found["expected_orders"] >= 0).all()


def test_few_buyers_are_fitted_near_the_prior_and_the_parameters_say_so() -> None:
    assert fit_lifetime(purchase_history(every("a", 30, 5, TODAY), TODAY)).degenerate == "few_buyers"


def test_a_team_without_repeat_buyers_says_so() -> None:
    orders = pl.concat([orders_on(f"c{n}", f"2026-01-{n + 1:02}") for n in range(20)])
    assert fit_lifetime(purchase_history(orders, TODAY)).degenerate == "no_repeat_buyers"


def test_buyers_who_all_order_like_clockwork_have_no_maximum_and_say_so() -> None:
    orders = pl.concat([every(f"c{n}", 30, 8, TODAY) for n in range(20)])
    parameters = fit_lifetime(purchase_history(orders, TODAY))
    assert parameters.degenerate == "no_maximum"
    assert lifetime(purchase_history(orders, TODAY), parameters, 90)["p_no_order"].max() < 0.25  # type: ignore[operator]


def test_no_buyers_at_all_are_no_error() -> None:
    nobody = purchase_history(orders_of([]), TODAY)
    assert lifetime(nobody, fit_lifetime(nobody), 90).is_empty()


def test_parameters_are_recovered_from_a_simulated_team() -> None:
    rng, r, alpha, a, b = np.random.default_rng(1), 0.7, 60.0, 0.4, 2.5
    rows = []
    for _ in range(6000):
        rate, stop, age = rng.gamma(r, 1 / alpha), rng.beta(a, b), float(rng.integers(100, 700))
        time, x, last = rng.exponential(1 / rate), 0, 0.0
        while time < age:
            x, last = x + 1, time
            if rng.random() < stop:
                break
            time += rng.exponential(1 / rate)
        rows.append((x, last, age))
    history = pl.DataFrame(rows, schema=["frequency", "recency_days", "age_days"], orient="row")
    found = fit_lifetime(history)
    assert found.degenerate is None
    assert found.r == pytest.approx(r, rel=0.1) and found.alpha_days == pytest.approx(alpha, rel=0.1)
    assert found.a / (found.a + found.b) == pytest.approx(a / (a + b), rel=0.15)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column age_days"):
        fit_lifetime(buyer(1, 2, 3).drop("age_days"))
