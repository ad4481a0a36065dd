from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

import polars as pl
import pytest

from tests.retention.histories import TODAY, every, orders_of, orders_on
from tradewind.errors import BudgetOutOfRange
from tradewind.hours.spring_festival import spring_festivals
from tradewind.retention.chance import ChanceParameters
from tradewind.retention.outlook import fit_outlook, inputs_of, outlook, past_of
from tradewind.retention.restored import restored
from tradewind.retention.standing import EARLY, RULE, stand, with_given
from tradewind.retention.warning import buyers_at_risk, fit_warning


def team(until: date = TODAY) -> pl.DataFrame:
    """Forty buyers with cycles of 15 to 34 days over two years, every fifth of whom fell silent 40 to 120 days ago."""
    silent = {n: 40 + 10 * (n // 5) if n % 5 == 0 else n % 7 for n in range(40)}
    return pl.concat(
        [every(f"c{n:02}", 15 + n // 2, 700 // (15 + n // 2), until - timedelta(days=silent[n])) for n in range(40)]
    )


def test_the_flags_of_today_hold_silences_that_last_and_stay_as_the_days_go_by() -> None:
    orders = team()
    flags, how, _ = stand(orders, TODAY)
    assert (how.by, how.budget) == (EARLY, 0.10)
    last = orders.group_by("customer_id").agg(pl.col.ordered_on.max())
    silent = flags.join(last, left_on=["customer_id", "last_ordered_on"], right_on=["customer_id", "ordered_on"])
    assert silent.height == flags.height > 0
    assert (flags["flagged_on"] > flags["last_ordered_on"]).all()
    later, *_ = stand(orders, TODAY + timedelta(days=9))
    kept = flags.join(later, on=flags.columns)
    assert kept.height == flags.height


def test_a_larger_budget_flags_no_fewer_silences() -> None:
    few, many = (stand(team(), TODAY, budget=budget)[0].height for budget in (0.02, 0.4))
    assert few <= many
    with pytest.raises(BudgetOutOfRange):
        stand(team(), TODAY, budget=0.0)


def test_a_short_history_and_a_small_team_are_left_to_the_rule() -> None:
    short = team().filter(pl.col.ordered_on > TODAY - timedelta(days=120))
    few = team().filter(pl.col.customer_id < "c10")
    for orders in (short, few, orders_of([])):
        flags, how, _ = stand(orders, TODAY)
        assert (flags.is_empty(), how.by) == (True, RULE)


def test_the_list_is_the_flagged_with_money_and_says_why_others_are_not_on_it() -> None:
    orders = team()
    flags, *_ = stand(orders, TODAY)
    listed = buyers_at_risk(
        orders, TODAY, 90, fit_warning(orders, TODAY, past=past_of(orders, 90)), flags, by_rule=False
    )
    on = listed.filter("on_list")
    assert set(on["customer_id"]) == set(flags["customer_id"])
    assert on["flagged_on"].null_count() == 0 and set(on["channel"]) <= {"rhythm", "chance"}
    assert set(listed.filter(~pl.col.on_list)["why_not"]) <= {"within_rhythm", "not_yet", "lost_already", "no_money"}


def test_a_warning_that_was_given_stays_while_its_silence_lasts() -> None:
    given = pl.DataFrame({
        "customer_id": ["c01", "c02"], "last_ordered_on": [TODAY - timedelta(days=1), date(2025, 1, 1)],
        "flagged_on": [TODAY, date(2025, 3, 1)], "channel": ["rhythm", "chance"],
    })  # fmt: skip
    orders = team()
    flags = with_given(stand(orders, TODAY)[0], given)
    listed = buyers_at_risk(orders, TODAY, 90, fit_warning(orders, TODAY), flags, by_rule=False)
    rows = {row["customer_id"]: row for row in listed.to_dicts()}
    assert rows["c01"]["on_list"] and rows["c01"]["flagged_on"] == TODAY
    assert not rows["c02"]["on_list"], "that silence ended with an order"


def test_stored_parameters_give_the_same_chances_to_the_last_bit() -> None:
    orders = team()
    parameters = fit_outlook(past_of(orders, 90), TODAY)
    again = restored(ChanceParameters, json.loads(json.dumps(asdict(parameters))))
    assert again == parameters
    shuffled = dict(reversed(parameters.blend.weights.items()))  # as a database may keep an object
    again = replace(again, blend=replace(again.blend, weights=shuffled))
    assert outlook(orders, again).equals(outlook(orders, parameters))


def test_the_chances_are_shares_and_orders_after_today_change_none_of_them() -> None:
    orders = team()
    later = pl.concat([orders, orders_on("c00", "2026-07-01", "2026-07-09"), orders_on("new", "2026-07-02")])
    parameters = fit_outlook(past_of(orders, 90), TODAY)
    assert fit_outlook(past_of(later, 90), TODAY) == parameters
    said = outlook(later, parameters)
    assert said.sort("customer_id").equals(outlook(orders, parameters).sort("customer_id"))
    for name in ("p_no_order", "p_no_order_at_last"):
        assert said[name].is_between(0, 1).all()
    assert (said["expected_orders"] >= 0).all()


def test_the_digest_of_the_inputs_tells_another_amount_and_not_another_order_of_rows() -> None:
    orders = team()
    assert inputs_of(orders, TODAY) == inputs_of(orders.reverse(), TODAY)
    dearer = orders.with_columns(amount_base=pl.when(pl.col.customer_id == "c01").then(1.0).otherwise("amount_base"))
    assert inputs_of(dearer, TODAY).digest != inputs_of(orders, TODAY).digest
    assert inputs_of(orders_of([]), TODAY).order_days == 0


def test_the_spring_festival_lasts_from_the_eve_to_the_lanterns() -> None:
    assert spring_festivals(date(2024, 2, 24), date(2026, 2, 16)) == [
        (date(2024, 2, 9), date(2024, 2, 24)), (date(2025, 1, 28), date(2025, 2, 12)),
        (date(2026, 2, 16), date(2026, 3, 3)),
    ]  # fmt: skip
    assert spring_festivals(date(1980, 1, 1), date(1980, 12, 31)) == []
