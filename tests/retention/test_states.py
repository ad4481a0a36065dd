from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.retention.histories import TODAY, every
from tradewind.retention.states import COOLING_FROM, HEALTHY_BELOW, STATES, WHYS, state_changes
from tradewind.retention.warning import buyers_at_risk, fit_warning

BEFORE = pl.Schema({"customer_id": pl.String, "state": pl.String, "last_ordered_on": pl.Date})
NOBODY = BEFORE.to_frame()


def buyer(
    silent: int = 10, cycle: float | None = 30.0, flagged: bool = False, name: str = "a", lost: bool = False
) -> pl.DataFrame:
    """One buyer as `buyers_at_risk` tells it, as far as states look at it."""
    ordered = TODAY - timedelta(days=silent)
    row = {
        "customer_id": name, "last_ordered_on": ordered, "silent_days": silent, "cycle_days": cycle,
        "p_no_order": 0.6, "money_at_risk": 100.0, "flagged_on": TODAY if flagged else None,
        "channel": "rhythm" if flagged else None, "on_list": flagged,
        "why_not": "lost_already" if lost else None if flagged else "not_yet",
    }  # fmt: skip
    kinds = {"flagged_on": pl.Date, "channel": pl.String, "cycle_days": pl.Float64, "why_not": pl.String}
    return pl.DataFrame([row], schema_overrides=kinds)


def was(state: str, silent: int, name: str = "a") -> pl.DataFrame:
    return pl.DataFrame([(name, state, TODAY - timedelta(days=silent))], schema=BEFORE, orient="row")


def change(now: pl.DataFrame, before: pl.DataFrame) -> tuple[str, str] | None:
    found = state_changes(now, before, TODAY, 30.0)
    return (found["state"][0], found["why"][0]) if found.height else None


def test_a_buyer_goes_from_healthy_to_cooling_to_at_risk_to_lost_and_is_won_back() -> None:
    assert change(buyer(10), NOBODY) == ("healthy", "first_look")
    assert change(buyer(38), was("healthy", 38)) == ("cooling", "late_by_rhythm")
    assert change(buyer(60, flagged=True), was("cooling", 60)) == ("at_risk", "flagged")
    assert change(buyer(366, lost=True), was("at_risk", 366)) == ("lost", "silent_for_a_year")
    assert change(buyer(2), was("lost", 366)) == ("won_back", "ordered_again")
    assert change(buyer(2), was("won_back", 40)) == ("healthy", "ordered")


@pytest.mark.parametrize("state", ["healthy", "cooling"])
@given(silent=st.integers(30, 37))
def test_between_the_two_thresholds_nothing_changes(state: str, silent: int) -> None:
    assert HEALTHY_BELOW <= silent / 30 <= COOLING_FROM
    assert change(buyer(silent), was(state, silent)) is None


def test_a_warning_stays_until_the_buyer_orders_or_is_lost_and_goes_when_it_is_no_longer_flagged() -> None:
    assert change(buyer(90, flagged=True), was("at_risk", 90)) is None
    assert change(buyer(90), was("at_risk", 90)) == ("cooling", "warning_withdrawn")
    assert change(buyer(5), was("at_risk", 90)) == ("won_back", "ordered_again")


def test_a_new_silence_that_is_flagged_is_a_new_warning() -> None:
    assert change(buyer(60, flagged=True), was("at_risk", 200)) == ("at_risk", "flagged")


def test_a_festival_makes_nobody_late() -> None:
    festival = [(TODAY - timedelta(days=20), TODAY - timedelta(days=5))]
    assert state_changes(buyer(40), was("healthy", 40), TODAY, 30.0, festival).is_empty()
    assert state_changes(buyer(40), was("healthy", 40), TODAY, 30.0)["late"].to_list() == [pytest.approx(4 / 3)]


def test_a_buyer_of_one_order_day_is_held_to_the_cycle_of_the_team_and_without_one_is_healthy() -> None:
    assert change(buyer(45, cycle=None), was("healthy", 45)) == ("cooling", "late_by_rhythm")
    assert state_changes(buyer(45, cycle=None), NOBODY, TODAY)["state"].to_list() == ["healthy"]


@given(
    st.integers(0, 500), st.one_of(st.none(), st.floats(1, 200)), st.booleans(), st.sampled_from(STATES),
    st.integers(0, 500),
)  # fmt: skip
def test_a_second_look_on_the_same_day_changes_nothing(
    silent: int, cycle: float | None, flagged: bool, state: str, then: int
) -> None:
    now = buyer(silent, cycle, flagged and silent <= 365, lost=silent > 365)
    first = state_changes(now, was(state, then), TODAY, 30.0)
    assert first.height <= 1
    assert set(first["state"]) <= set(STATES) and set(first["why"]) <= set(WHYS)
    after = first.select("customer_id", "state", "last_ordered_on") if first.height else was(state, then)
    if after["last_ordered_on"][0] == now["last_ordered_on"][0]:
        assert state_changes(now, after, TODAY, 30.0).is_empty()


def test_the_states_of_a_real_list_are_told_with_their_numbers() -> None:
    orders = pl.concat([every("a", 30, 12, TODAY - timedelta(days=200)), every("b", 30, 12, TODAY)])
    buyers = buyers_at_risk(orders, TODAY, 90, fit_warning(orders, TODAY))
    found = state_changes(buyers, NOBODY, TODAY, 30.0)
    assert found["state"].to_list() == ["at_risk", "healthy"]
    assert found["flagged_on"].to_list() == [TODAY, None]
    assert found["channel"].to_list() == ["rule", None]
    assert found["last_ordered_on"].to_list() == [date(2025, 12, 12), TODAY]
