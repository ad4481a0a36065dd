from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.retention import likelihood
from tradewind.retention.bgnbd import Histories, log_likelihood
from tradewind.retention.histogram import Floats, Histogram

Rows = list[tuple[int, int, int]]
ROWS = st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=30)


def many(buyers: int) -> tuple[Floats, Floats, Floats]:
    """Buyers drawn at random, each order the last with its own chance."""
    rng = np.random.default_rng(5)
    rate, stop = rng.gamma(0.7, 1 / 60, buyers), rng.beta(0.4, 2.5, buyers)
    age = rng.integers(100, 700, buyers).astype(float)
    orders = np.minimum(rng.poisson(rate * age), rng.geometric(np.maximum(stop, 1e-6)))
    last = np.where(orders > 0, np.ceil(age * rng.beta(np.maximum(orders, 1), 1.0)), 0.0)
    return np.minimum(orders, last).astype(float), last, age


def columns(rows: Rows) -> tuple[Floats, Floats, Floats]:
    x, recency, age = np.array(rows, dtype=float).T
    return x, recency, age


def rows_of(found: Histogram) -> list[tuple[float, ...]]:
    axes = (found.x, found.recency, found.age)
    return list(zip(*(axis.values[axis.place].tolist() for axis in axes), found.count.tolist(), strict=True))


def test_very_many_buyers_get_the_parameters_that_a_search_over_all_of_them_finds() -> None:
    buyers, scale = Histogram.of(*many(25_000)), np.array([1.0, 400.0, 1.0, 1.0])
    short = likelihood.maximum(buyers, scale)
    assert short is not None
    long, height, at_rest = likelihood.climb(likelihood.rise_of(buyers, scale), short + 0.2)
    assert at_rest
    assert short == pytest.approx(long, abs=1e-4)
    r, alpha, a, b = np.exp(short) * scale
    assert log_likelihood((r, alpha, a, b), buyers)[0] / 25_000 == pytest.approx(height, rel=1e-12)


def test_the_parts_of_the_buyers_sum_to_the_whole() -> None:
    buyers, theta = many(20_000), (0.7, 60.0, 0.4, 2.5)
    whole, slope = log_likelihood(theta, Histogram.of(*buyers))
    halves = [Histogram.of(*(v[rows] for v in buyers)) for rows in (slice(0, 9_999), slice(9_999, None))]
    parts = [log_likelihood(theta, half) for half in halves]
    assert whole == pytest.approx(sum(value for value, _ in parts), rel=1e-12)
    assert slope == pytest.approx(sum(slope for _, slope in parts), rel=1e-9)


def test_each_history_is_counted_once_with_its_buyers() -> None:
    assert rows_of(Histogram.of(*columns([(1, 2, 3), (0, 0, 3), (1, 2, 3)]))) == [(0, 0, 3, 1), (1, 2, 3, 2)]


@given(ROWS, st.randoms())
def test_the_order_and_the_parts_in_which_buyers_are_counted_change_nothing(rows: Rows, chance: object) -> None:
    whole = rows_of(Histogram.of(*columns(rows)))
    shuffled = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert rows_of(Histogram.of(*columns(shuffled))) == whole
    parts = [rows_of(Histogram.of(*columns(part))) for part in (shuffled[::2], shuffled[1::2]) if part]
    x, recency, age, count = np.array([row for part in parts for row in part]).T
    assert rows_of(Histogram.of(x, recency, age, count)) == whole


@given(ROWS)
def test_times_that_are_no_whole_days_are_counted_as_well(rows: Rows) -> None:
    x, recency, age = columns(rows)
    halves = [(x, recency / 2, age / 2, n) for x, recency, age, n in rows_of(Histogram.of(x, recency, age))]
    assert rows_of(Histogram.of(x, recency / 2, age / 2)) == halves


def test_counts_that_are_no_whole_numbers_are_tallied_as_well() -> None:
    buyers = Histories.of(np.array([1.5, 0.0, 1.5]), np.ones(3), np.ones(3))
    assert buyers.distinct.tolist() == [0.0, 1.5]
    assert (buyers.place.tolist(), buyers.count.tolist()) == ([1, 0, 1], [1.0, 2.0])
