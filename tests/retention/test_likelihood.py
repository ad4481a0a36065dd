from __future__ import annotations

import numpy as np
import pytest

from tradewind.retention import likelihood
from tradewind.retention.bgnbd import Histories, log_likelihood


def many(buyers: int) -> Histories:
    """Buyers drawn at random, each order the last with its own chance."""
    rng = np.random.default_rng(5)
    rate, stop = rng.gamma(0.7, 1 / 60, buyers), rng.beta(0.4, 2.5, buyers)
    age = rng.integers(100, 700, buyers).astype(float)
    orders = np.minimum(rng.poisson(rate * age), rng.geometric(np.maximum(stop, 1e-6)))
    last = np.where(orders > 0, np.ceil(age * rng.beta(np.maximum(orders, 1), 1.0)), 0.0)
    return Histories.of(np.minimum(orders, last).astype(float), last, age)


def test_very_many_buyers_get_the_parameters_that_a_search_over_all_of_them_finds() -> None:
    buyers = many(25_000)
    short = likelihood.maximum(buyers)
    assert short is not None
    long, height, at_rest = likelihood.climb(buyers, short + 0.2)
    assert at_rest
    assert short == pytest.approx(long, abs=1e-4)
    assert log_likelihood(tuple(np.exp(short)), buyers)[0] / 25_000 == pytest.approx(height, rel=1e-12)


def test_the_parts_of_the_buyers_sum_to_the_whole() -> None:
    buyers = many(20_000)
    halves = [Histories.of(*(v[rows] for v in (buyers.x, buyers.recency, buyers.age)))
              for rows in (slice(0, 9_999), slice(9_999, None))]  # fmt: skip
    theta = (0.7, 60.0, 0.4, 2.5)
    whole, slope = log_likelihood(theta, buyers)
    parts = [log_likelihood(theta, half) for half in halves]
    assert whole == pytest.approx(sum(value for value, _ in parts), rel=1e-12)
    assert slope == pytest.approx(sum(slope for _, slope in parts), rel=1e-9)


def test_counts_that_are_no_whole_numbers_are_tallied_as_well() -> None:
    buyers = Histories.of(np.array([1.5, 0.0, 1.5]), np.ones(3), np.ones(3))
    assert buyers.distinct.tolist() == [0.0, 1.5]
    assert (buyers.place.tolist(), buyers.count.tolist()) == ([1, 0, 1], [1.0, 2.0])
