"""What a roll-out gained: worked by hand, by laws, and on panels whose truth is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given

from tests.adoption.panels import made_up, panels, rows_of
from tradewind.adoption import certainty
from tradewind.adoption.aggregates import AGGREGATES, aggregate
from tradewind.adoption.interrupted import interrupted
from tradewind.adoption.panel import Panel, panel
from tradewind.adoption.staggered import group_time, standard_errors
from tradewind.adoption.synthetic import synthetic
from tradewind.adoption.two_way import bacon, two_way
from tradewind.errors import (
    FewControls,
    NoControl,
    NoTreated,
    PanelCellMissing,
    PanelDoubled,
    PanelMoves,
    PanelTooThin,
    SeveralStarts,
    ShortBefore,
)

HAND = np.array([[1.0, 2.0, 6.0], [3.0, 4.0, 8.0], [5.0, 6.0, 7.0], [1.0, 2.0, 3.0]])


def test_two_who_rose_by_four_against_two_who_rose_by_one_gained_three() -> None:
    seen = panel(rows_of(HAND, [3, 3, 0, 0]))
    found = group_time(seen)
    assert list(found.att) == [0.0, 3.0]  # period 2 tests the trend, period 3 has the tool
    assert aggregate(found, "simple").att == 3.0
    assert two_way(seen).att == pytest.approx(3.0)
    assert synthetic(seen)["did"].att == pytest.approx(3.0)


@given(panels())
def test_the_naive_number_is_the_weighted_mean_of_its_comparisons(seen: Panel) -> None:
    parts = bacon(seen)
    assert sum(one.weight for one in parts) == pytest.approx(1)
    assert sum(one.weight * one.estimate for one in parts) == pytest.approx(two_way(seen).att, abs=1e-9)


@given(panels())
def test_neither_the_order_of_units_nor_a_level_or_season_common_to_all_changes_a_gain(seen: Panel) -> None:
    turned = seen.only(np.arange(len(seen.units))[::-1])
    season = np.linspace(0, 7, seen.times.size) ** 2
    moved = Panel(seen.units, seen.times, seen.outcome + season + np.arange(len(seen.units))[:, None], seen.start)
    for control in ("never", "notyet"):
        told = aggregate(group_time(seen, control), "simple").att
        for other in (turned, moved):
            assert aggregate(group_time(other, control), "simple").att == pytest.approx(told, abs=1e-9)


@pytest.mark.parametrize("control", ["never", "notyet"])
@pytest.mark.parametrize("kind", AGGREGATES)
def test_a_gain_that_is_there_is_found_within_its_interval(control: str, kind: str) -> None:
    seen = made_up(3)
    df = certainty.degrees(seen)
    half = certainty.student_half(certainty.errors(seen, control)[kind], df)
    assert abs(aggregate(group_time(seen, control), kind).att - 1.0) < half < 0.2
    assert df == 30 - 2 - 1


def test_of_tools_that_gain_nothing_few_are_said_to_gain() -> None:
    """19 of 20 intervals at 24 units should hold 0; here 40 roll-outs are tried, and 5 misses would be odd."""
    missed = 0
    for seed in range(40):
        seen = made_up(seed, units=24, periods=6, starts=(3, 5), gain=0.0, noise=1.0)
        half = certainty.student_half(certainty.errors(seen, "notyet")["simple"], certainty.degrees(seen))
        missed += abs(aggregate(group_time(seen, "notyet"), "simple").att) > half
    assert missed < 5


def test_the_error_of_few_units_is_wider_than_the_analytic_one() -> None:
    seen = made_up(1, units=12, noise=1.0)
    influence = aggregate(group_time(seen), "simple").influence
    assert certainty.errors(seen, "never")["simple"] > standard_errors(influence[:, None])[0]


def test_units_that_had_the_tool_from_the_beginning_change_neither_a_gain_nor_its_error() -> None:
    seen = made_up(2, units=12)
    always = Panel((*seen.units, "old"), seen.times, np.vstack([seen.outcome, seen.times**2]), np.append(seen.start, 0))
    assert certainty.errors(always, "notyet") == certainty.errors(seen, "notyet")
    assert certainty.degrees(always) == certainty.degrees(seen)
    assert aggregate(group_time(always), "simple").att == aggregate(group_time(seen), "simple").att


def test_a_trend_before_the_start_fails_the_pretest() -> None:
    chance = np.random.default_rng(5)
    outcome = chance.normal(0, 0.2, (30, 8))
    outcome[:15] += np.arange(8) * 0.5
    found = group_time(panel(rows_of(outcome, [6.0] * 15 + [0.0] * 15)))
    told = certainty.pretest(found)
    assert told.df == 4 and told.p is not None and told.p < 0.001


def test_no_test_of_trends_is_claimed_where_there_is_one_period_before() -> None:
    told = certainty.pretest(group_time(panel(rows_of(HAND[:, 1:], [2, 2, 0, 0]))))
    assert (told.w, told.df, told.p) == (None, 0, None)


def test_late_starters_serve_as_controls_until_they_start() -> None:
    seen = panel(rows_of(np.array([[0.0, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 1]]), [2, 2, 3, 3]))
    with pytest.raises(NoControl):
        group_time(seen, "never")
    found = group_time(seen, "notyet")
    assert found.att[(found.group == 1) & (found.time == 1)] == 1.0
    assert not ((found.group == 1) & (found.time == 2)).any()  # nobody is left to compare with


def test_synthetic_weights_sum_to_one_and_copy_the_twin() -> None:
    chance = np.random.default_rng(2)
    outcome = np.cumsum(chance.normal(0, 1, (12, 20)), axis=1)
    outcome[0] = outcome[7] + 3.0
    outcome[0, 15:] += 2.0
    found = synthetic(panel(rows_of(outcome, [16.0] + [0.0] * 11)))
    for design in ("sc", "sdid"):
        assert found[design].unit_weights.sum() == pytest.approx(1) and (found[design].unit_weights >= 0).all()
    assert found["sdid"].unit_weights.argmax() == 6  # the twin, the seventh of those without the tool
    assert found["sdid"].att == pytest.approx(2.0, abs=0.7)
    assert found["sdid"].se is not None and found["sdid"].se > 0


def test_a_jump_in_one_series_is_found_and_its_slope_told() -> None:
    at = np.arange(24.0)
    series = 10 + 0.5 * at + np.where(at >= 12, 4.0, 0.0) + np.random.default_rng(1).normal(0, 0.1, 24)
    found = interrupted(panel(rows_of(np.vstack([series, series]), [13.0, 13.0])))
    assert found.level == pytest.approx(4.0, abs=0.3)
    assert found.slope == pytest.approx(0.0, abs=0.05)
    assert found.p < 0.001 and found.df == 20


def test_the_smallest_gain_that_would_show_is_2_8_errors() -> None:
    assert certainty.detectable(1.0) == pytest.approx(1.959964 + 0.841621, abs=1e-5)


def test_units_that_are_not_always_there_are_left_out_and_told() -> None:
    rows = rows_of(HAND, [3, 3, 0, 0])
    assert panel(rows.head(11)).left_out == ("u003",)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda rows: pl.concat([rows, rows.head(1)]), PanelDoubled),
        (lambda rows: rows.with_columns(first_treated=pl.col("time")), PanelMoves),
        (lambda rows: rows.with_columns(outcome=pl.lit(None, dtype=pl.Float64)), PanelCellMissing),
        (lambda rows: rows.head(2), PanelTooThin),
    ],
)
def test_a_panel_that_is_none_is_refused_by_its_fault(change, error) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error):
        panel(change(rows_of(HAND, [3, 3, 0, 0])))


def test_designs_refuse_what_they_cannot_judge() -> None:
    with pytest.raises(NoTreated):
        group_time(panel(rows_of(HAND, [0, 0, 0, 0])))
    with pytest.raises(NoTreated):
        two_way(panel(rows_of(HAND, [0, 0, 0, 0])))
    with pytest.raises(SeveralStarts):
        synthetic(panel(rows_of(np.tile(HAND, 3), [5, 6, 0, 0])))
    with pytest.raises(ShortBefore):
        synthetic(panel(rows_of(HAND, [2, 0, 0, 0])))
    with pytest.raises(FewControls):
        synthetic(panel(rows_of(HAND, [3, 3, 3, 0])))
    with pytest.raises(ShortBefore):
        interrupted(panel(rows_of(HAND, [3, 3, 3, 3])))
