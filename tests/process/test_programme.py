"""A programme's money: its laws, its gate, its pilot, its draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.process.chances import chances
from tradewind.process.gate import Standing, gate
from tradewind.process.money import present_value
from tradewind.process.pilot import Pilot, pilot_worth
from tradewind.process.programme import (
    Programme,
    annuity,
    base_needed,
    cash_flows,
    cost_value,
    gain_needed,
    net_present_value,
    used_to,
)
from tradewind.process.ranges import Range
from tradewind.process.tornado import tornado

BASE = 3179280.4922660277
CASE = Programme(
    1e6, BASE, 0.15, 0.1, 5, training=8e4, maintenance=0.18, interruption=0.1, loss=5e5,
)  # fmt: skip

programmes = st.builds(
    Programme,
    investment=st.floats(1e4, 1e7),
    base=st.floats(1e5, 1e8),
    gain=st.floats(-0.2, 0.5),
    rate=st.floats(-0.3, 0.6),
    years=st.integers(1, 15),
    training=st.floats(0, 1e6),
    maintenance=st.floats(0, 0.4),
    interruption=st.floats(0, 1),
    loss=st.floats(0, 1e6),
    realised=st.floats(0.2, 1),
    ramp_months=st.floats(0, 36),
    overlap_months=st.floats(0, 24),
    overlap_cost=st.floats(0, 1e5),
    instalments=st.sampled_from([((0.0, 1.0),), ((0.0, 0.4), (0.5, 0.6)), ((0.0, 0.5), (1.0, 0.5))]),
)


@settings(max_examples=100, deadline=None)
@given(programmes)
def test_npv_is_pvc_times_the_gain_over_the_needed_one_less_one(programme: Programme) -> None:
    cost = cost_value(programme)
    needed = gain_needed(cost, programme)
    assert needed is not None
    assert net_present_value(programme) == pytest.approx(
        cost * (programme.gain / needed - 1), rel=1e-9, abs=1e-6 * cost
    )
    assert net_present_value(replace(programme, gain=needed)) == pytest.approx(0, abs=1e-9 * cost)


@settings(max_examples=100, deadline=None)
@given(programmes, st.floats(0, 1), st.floats(0, 1e6))
def test_what_is_spent_never_decides(programme: Programme, share: float, more: float) -> None:
    spent = share * (programme.investment + programme.training)
    remaining = programme.investment + programme.training - spent
    one = gate(programme, Standing(spent, remaining))
    other = gate(programme, Standing(spent + more, remaining))
    assert (one.npv, one.decision, one.required_gain) == (other.npv, other.decision, other.required_gain)
    assert one.npv - one.whole_npv == pytest.approx(one.sunk, rel=1e-9, abs=1e-3)
    assert one.decision == ("continue" if one.npv > 0 else "stop")


def test_salvage_above_what_is_still_to_come_stops() -> None:
    assert gate(CASE, Standing(680_000)).npv == pytest.approx(680_000)
    assert gate(CASE, Standing(680_000, salvage=680_001)).decision == "stop"


def test_with_instalments_the_last_ones_are_still_to_be_paid() -> None:
    half = replace(CASE, instalments=((0.0, 0.5), (1.0, 0.5)))
    assert gate(half, Standing(580_000)).remaining == pytest.approx(500_000 / 1.1)
    assert gate(half, Standing(2_000_000)).remaining == 0


def test_getting_used_to_it_takes_half_of_the_ramp_from_the_gain() -> None:
    assert [used_to(18, year) for year in (1, 2, 3)] == pytest.approx([1 / 3, 0.9166667, 1])
    assert sum(used_to(18, year) for year in (1, 2, 3)) == pytest.approx(3 - 18 / 12 / 2)
    assert net_present_value(replace(CASE, ramp_months=12)) < net_present_value(CASE)


def test_old_and_new_side_by_side_cost_their_months() -> None:
    beside = replace(CASE, overlap_months=14, overlap_cost=1000)
    added = [a - b for (_, a), (_, b) in zip(cash_flows(CASE), cash_flows(beside), strict=True)]
    assert added == pytest.approx([0, 12_000, 2_000, 0, 0, 0])


def test_nothing_to_gain_on_has_no_needed_gain() -> None:
    assert gain_needed(1.0, replace(CASE, realised=0.0)) is None
    assert base_needed(replace(CASE, realised=0.0), 0.15) is None
    assert annuity(0, 4) == 4


def test_the_longest_bar_of_the_tornado_stands_first_and_own_ranges_are_told() -> None:
    bars = tornado(CASE, {"gain": Range(0.1, 0.15, 0.18)})
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    gain = next(bar for bar in bars if bar.field == "gain")
    assert gain.own_range and (gain.low, gain.high) == (0.1, 0.18) and gain.npv_high == pytest.approx(361559.23, abs=1)
    realised = next(bar for bar in bars if bar.field == "realised")
    assert (realised.low, realised.high) == (0.8, 1.0) and not realised.own_range


@settings(max_examples=25, deadline=None)
@given(st.floats(0.02, 0.12), st.floats(0, 0.1), st.floats(0.005, 0.1), st.floats(0, 1))
def test_a_pilot_is_worth_nothing_at_least_and_full_knowledge_at_most(
    low: float, to_likely: float, noise: float, share: float
) -> None:
    gains = Range(low, low + to_likely, low + to_likely + 0.05)
    found = pilot_worth(CASE, gains, Pilot(share, share, noise))
    assert -200 <= found.option <= found.informed - found.all_in + 200
    assert 0 <= found.stop_share <= 1


def test_draws_know_the_mean_of_their_ranges() -> None:
    ranges = {"gain": Range(0.05, 0.14, 0.25), "investment": Range(7e5, 8e5, 11e5)}
    found = chances(CASE, ranges, 200_000, seed=7)
    mean = replace(CASE, gain=ranges["gain"].mean, investment=ranges["investment"].mean)
    assert found.mean == pytest.approx(net_present_value(mean), abs=4000)
    assert found.p5 < found.p50 < found.p95 and 0 < found.p_negative < 1
    assert found == chances(CASE, ranges, 200_000, seed=7) != chances(CASE, ranges, 200_000, seed=8)


def test_a_draw_is_worth_what_the_programme_is() -> None:
    known = replace(CASE, ramp_months=9, overlap_months=5, overlap_cost=7000, instalments=((0.0, 0.5), (0.4, 0.5)))
    found = chances(known, {}, 10)
    assert (found.mean, found.p5, found.p95) == pytest.approx((net_present_value(known),) * 3)
    assert net_present_value(known) == pytest.approx(present_value(cash_flows(known), 0.1))
    for field, one in {
        "years": Range(4, 4, 4.001), "rate": Range(0.07, 0.07, 0.0700001), "ramp_months": Range(9, 9, 9.0001)
    }.items():  # fmt: skip
        near = chances(known, {field: one}, 1000)
        changed: dict[str, Any] = {field: round(one.low) if field == "years" else one.low}
        exact = replace(known, **changed)
        assert near.p50 == pytest.approx(net_present_value(exact), rel=1e-3)
