"""How the blend is chosen: where the past slices stand, which weights, which level, which way to expected orders."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from benchmarks.rhythms import BEGIN, Rhythm, orders_of
from benchmarks.worlds import World, order_history
from tradewind.retention.blend import Trial, best_weights
from tradewind.retention.chance import ChanceParameters, fit_chance
from tradewind.retention.diary import Diary, day_number
from tradewind.retention.expected import CHOICES, fit_orders
from tradewind.retention.level import DayLevel, fit_level
from tradewind.retention.slices import Past

DIARY = Diary.of(order_history(World(2, 200, 40), 1))
QUARTERS = Rhythm(70, 1095, (91,), 91, joined="cohort", hazard_days=900, quarter="first")


def told(orders: pl.DataFrame, horizon: int, today: date) -> ChanceParameters:
    return fit_chance(Past(Diary.of(orders), horizon), day_number(today))


@given(st.integers(1, 400), st.integers(0, 3000), st.integers(0, 900))
def test_slices_stand_whole_horizons_before_the_day_and_at_even_parts_between(
    horizon: int, today: int, ago: int
) -> None:
    past = Past(DIARY, horizon)
    days = past.days_before(today, today - ago)
    assert all(today - ago <= day <= today for day in days)
    assert all(today - whole * horizon in days for whole in range(ago // horizon + 1))
    assert past.days_before(today - horizon, today - ago) == [day for day in days if day <= today - horizon]
    gaps = -np.diff([*days])
    assert gaps.size == 0 or gaps.max() - gaps.min() <= 1


def test_a_past_slice_learns_only_from_slices_over_by_its_own_day() -> None:
    past = Past(Diary.of(order_history(World(60, 900, 40), 2)), 90)
    today = (past.diary.span or (0, 0))[1]
    for one in past.before(today):
        earlier = past.before(one.known.today, of=today)
        assert all(other.known.today + 90 <= one.known.today for other in earlier)
    assert past.before(today)[-1].known.today == today - 90


def trial(seed: int, present: tuple[bool, ...] = (True, True, True)) -> Trial:
    draw = np.random.default_rng(seed)
    truth = draw.normal(0, 2, 200)
    odds = np.column_stack([truth, truth + draw.normal(0, 2, 200), draw.normal(0, 1, 200)]) * present
    return Trial(odds, np.array(present), (draw.random(200) < expit(truth)).astype(np.float64))


@given(st.integers(0, 50), st.sampled_from([(True, True, True), (True, False, True)]))
def test_the_slope_of_a_trial_is_that_of_its_loss(seed: int, present: tuple[bool, ...]) -> None:
    one, weights = trial(seed, present), np.array([0.5, 0.3, 0.2])
    steps = [one.loss_and_slope(weights + away)[0] - one.loss_and_slope(weights - away)[0] for away in 1e-5 * np.eye(3)]
    assert np.array(steps) / 2e-5 == pytest.approx(one.loss_and_slope(weights)[1], abs=1e-3)


def test_weights_go_to_the_member_that_knows_also_where_another_was_absent() -> None:
    start = np.full(3, 1 / 3)
    for present in ((True, True, True), (True, False, True)):
        found = best_weights([trial(seed, present) for seed in range(3)], start, 1.0)
        assert found.sum() == pytest.approx(1) and (found >= 0).all()
        assert found[0] > 4 * found[2]


def level_days(anchor_spread: float, own_lack: float) -> list[DayLevel]:
    """Days on which BG/NBD and the blend know the truth with so much noise, and the blend lacks so much of its level."""
    draw, days = np.random.default_rng(4), []
    for n in range(9):
        truth = draw.normal(0, 3, 500)
        silent = (draw.random(500) < expit(truth)).astype(np.float64)
        anchor = truth + draw.normal(0, anchor_spread, 500)
        days.append(DayLevel.of(30 * n, anchor * 9 / (9 + anchor_spread**2), truth, truth - own_lack, silent))
    return days


def test_the_level_stays_the_blends_own_where_bgnbd_fits_badly() -> None:
    fits, misfits = (fit_level(level_days(spread, 0.0), 360, 90, 1 / 3) for spread in (0.1, 4.0))
    assert fits.misfit < 0.05 < 0.3 < misfits.misfit
    assert misfits.own_share > 0.9
    assert misfits.own_share > fits.own_share


def test_the_level_goes_to_bgnbd_where_the_blend_was_off_on_earlier_days() -> None:
    assert fit_level(level_days(0.1, 1.0), 360, 90, 1 / 3).own_share < 0.2


def test_what_the_blend_always_lacked_at_this_place_of_the_round_is_made_good_and_nothing_else() -> None:
    always, once, few = level_days(4.0, 0.6), level_days(4.0, 0.0), level_days(4.0, 0.6)[:3]
    once[0] = level_days(4.0, 2.0)[0]
    assert fit_level(always, 360, 90, 1 / 3).own_correction == pytest.approx(0.6, abs=0.25)
    assert fit_level(once, 360, 90, 1 / 3).own_correction == 0.0
    assert fit_level(few, 360, 90, 1 / 3).own_correction == 0.0


def test_buyers_by_the_calendars_quarter_are_told_from_the_same_place_in_their_round() -> None:
    orders = orders_of(QUARTERS, 1)
    told_of = told(orders, 91, BEGIN + timedelta(days=1003))
    assert told_of.level.own_share > 0.8
    assert told_of.blend.weights["bgnbd"] < 0.15
    assert told_of.models.regular.k >= 8


def test_expected_orders_take_another_way_only_where_it_errs_clearly_less() -> None:
    came = np.array([1.0, 2.0, 0.0, 3.0])

    def tried(error: dict[str, float], times: int) -> list[tuple[dict[str, np.ndarray], np.ndarray]]:
        return [({name: came + error.get(name, 1.0) for name in CHOICES}, came)] * times

    assert fit_orders([], 1.0).choice == CHOICES[0]
    assert fit_orders(tried({"kept": 0.5}, 1), 1.0).choice == "kept"
    assert fit_orders(tried({"kept": 0.99}, 1), 1.0).choice == CHOICES[0]
    assert fit_orders(tried({"kept": 0.99}, 9), 1.0).choice == "kept"
    assert fit_orders(tried({"kept": 0.5}, 1), 1.0).mean_error["kept"] == pytest.approx(0.5)
