"""NBD, Pareto/NBD and MBG/CNBD-k: laws that hold for any history, and what they do where data cannot carry them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from tests.retention.histories import TODAY, Order, every, histories, orders_of, orders_on
from tradewind.retention import fitted, nbd, pareto, regular
from tradewind.retention.bgnbd import Histories
from tradewind.retention.diary import Diary, Known, day_number
from tradewind.retention.fitted import MODELS
from tradewind.retention.slices import Models, fit_models

THETA = st.tuples(*[st.floats(0.05, 20)] * 4)
ROWS = st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=1, max_size=8)
RISES: dict[str, fitted.Rise] = {
    "pareto": pareto.log_likelihood,
    "regular": fitted.of_regularity(3),
    "random": fitted.of_regularity(1),
    "nbd": nbd.log_likelihood,
}


def buyers_of(rows: list[tuple[int, int, int]]) -> Histories:
    x, recency, silence = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    recency = np.where(x > 0, recency + x, 0.0)
    return Histories.of(x, recency, recency + silence)


def one(x: float, recency: float, age: float) -> Histories:
    return Histories.of(np.array([x]), np.array([recency]), np.array([age]))


def models_of(orders: list[Order]) -> tuple[Known, Models]:
    known = Known.of(Diary.of(orders_of(orders)), day_number(TODAY))
    return known, fit_models(known)


def test_the_integral_over_the_time_of_stopping_is_the_published_closed_form() -> None:
    """Fader & Hardie (2005), A0 for alpha >= beta."""
    (r, alpha, s, beta), (x, recency, age) = (0.553, 10.578, 0.606, 10.0), (2.0, 30.43, 38.86)
    parts = [
        hyp2f1(r + s + x, s + 1, r + s + x + 1, (alpha - beta) / (alpha + t)) / (alpha + t) ** (r + s + x)
        for t in (recency, age)
    ]
    expected = np.log(s / (r + s + x) * (parts[0] - parts[1]))
    assert pareto.stopped_log((r, alpha, s, beta), one(x, recency, age))[0][0] == pytest.approx(expected, rel=1e-10)


def test_nbd_is_the_negative_binomial_of_the_books() -> None:
    r, alpha, x, age = 2.0, 100.0, 3.0, 50.0
    share = alpha / (alpha + age)
    silent = (alpha + age) / (alpha + age + 30)
    assert nbd.no_order((r, alpha), one(x, 40, age), 30)[0] == pytest.approx(silent ** (r + x))
    assert nbd.expected_orders((r, alpha), one(x, 40, age), 30)[0] == pytest.approx(5 / 150 * 30)
    assert nbd.log_likelihood((r, alpha), one(0, 0, age))[0] == pytest.approx(r * np.log(share))


def test_a_regular_buyer_who_is_late_is_more_alarming_the_more_regular_the_team() -> None:
    theta, late = (2.0, 30.0, 0.2, 4.0), one(10, 300, 390)
    alive = [float(regular.p_alive(theta, late, k)[0]) for k in (1, 2, 4, 8)]
    assert alive == sorted(alive, reverse=True)
    assert alive[0] > 2 * alive[-1] > 0


@pytest.mark.parametrize("name", RISES)
@given(theta=THETA, rows=ROWS)
@settings(max_examples=25, derandomize=True)
def test_each_gradient_is_that_of_its_likelihood(
    name: str, theta: tuple[float, ...], rows: list[tuple[int, int, int]]
) -> None:
    # Pareto's integral is one of 24 points: where the rates differ little from buyer to buyer it is a few percent off
    buyers, rise = buyers_of(rows), RISES[name]
    theta = theta[:2] if name == "nbd" else theta
    for at, slope in enumerate(rise(theta, buyers)[1]):
        step = 1e-5 * theta[at]
        up, down = (tuple(v + sign * step * (i == at) for i, v in enumerate(theta)) for sign in (1, -1))
        risen = (rise(up, buyers)[0] - rise(down, buyers)[0]) / (2 * step)
        assert slope == pytest.approx(risen, rel=5e-2, abs=5e-3)


@settings(max_examples=25)
@given(histories())
def test_every_model_gives_finite_chances_for_any_history(rows: list[Order]) -> None:
    known, models = models_of(rows)
    for name in MODELS:
        chance = fitted.no_order(name, getattr(models, name), known.histories(), 90)
        assert np.all((chance >= 0) & (chance <= 1))
        if name != "regular":
            expected = fitted.expected_orders(name, getattr(models, name), known.histories(), 90)
            assert np.all(np.isfinite(expected) & (expected >= 0))


def test_a_buyer_of_thousands_of_order_days_overflows_nothing() -> None:
    often = one(3000, 3000, 3005)
    for model, theta in (("bgnbd", (0.5, 10.0, 0.5, 3.0)), ("pareto", (0.5, 10.0, 0.6, 30.0)), ("nbd", (0.5, 10.0))):
        chance = fitted.no_order(model, fitted.ModelParameters(theta, 0.0, 1), often, 30)
        assert 0 <= chance[0] < 1
    chance = fitted.no_order("regular", fitted.ModelParameters((0.5, 10.0, 0.5, 3.0), 0.0, 1, k=8), often, 30)
    assert 0 <= chance[0] <= 1


@pytest.mark.parametrize(
    ("orders", "why"),
    [
        ([every("a", 30, 5, TODAY), every("b", 20, 5, TODAY)], "few_buyers"),
        ([orders_on(f"c{n}", "2026-01-05") for n in range(30)], "no_repeat_buyers"),
    ],
    ids=["two buyers", "one order each, all on one day"],
)
def test_too_little_to_fit_is_said_by_every_model(orders: list, why: str) -> None:  # type: ignore[type-arg]
    known, models = models_of([Order(*row) for part in orders for row in part.rows()])
    assert {getattr(models, name).degenerate for name in MODELS} == {why}
    assert np.all(fitted.no_order("pareto", models.pareto, known.histories(), 90) < 1)


def test_clockwork_is_seen_as_regular_and_chance_as_chance() -> None:
    draw = np.random.default_rng(3)
    clock = [Order(*row) for n in range(40) for row in every(f"c{n}", 20 + n % 9, 12, TODAY).rows()]
    assert models_of(clock)[1].regular.k >= 8
    days = [
        (n, int(day)) for n in range(60) for day in set(np.cumsum(draw.exponential(30, 20)).astype(int)) if day < 600
    ]
    chance = [Order(f"c{n}", TODAY.fromordinal(TODAY.toordinal() - 600 + day), 1.0, 1.0) for n, day in days]
    assert models_of(chance)[1].regular.k == 1
