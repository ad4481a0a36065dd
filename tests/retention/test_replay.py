from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars import col

from benchmarks.rhythms import RHYTHMS, orders_of
from tests.retention.histories import every, orders_on, real_orders
from tradewind.errors import BudgetOutOfRange, HorizonOutOfRange, MissingColumn, ReplayOutOfRange
from tradewind.retention.alarm import Watch
from tradewind.retention.budget import Spent, set_bar, threshold
from tradewind.retention.early_warning import caught, false_alarm_rate, judged_silences
from tradewind.retention.replay import flags, replay
from tradewind.retention.silences import Calendar, Spells, silences
from tradewind.retention.suspicion import fit_suspicion

END = date(2026, 6, 30)
FROM = END - timedelta(days=150)


def wholesale(seed: int = 3, buyers: int = 150, days: int = 700) -> pl.DataFrame:
    """Buyers of own rhythms, weekly to bimonthly, some of whom stop for good with every order."""
    chance, rows = np.random.default_rng(seed), []
    for buyer in range(buyers):
        gap, on = 20 * np.exp(0.7 * chance.normal()), -chance.uniform(0, 300) + chance.uniform(0, 500)
        money = round(float(np.exp(6 + chance.normal())), 2)
        while on < days:
            if on >= 0:
                rows.append((f"c{buyer:03}", END - timedelta(days=days - int(on)), money))
            if chance.uniform() < 0.05:
                break
            on += max(1.0, chance.gamma(2.5, gap / 2.5))
    frame = pl.DataFrame(rows, schema=["customer_id", "ordered_on", "amount"], orient="row")
    return frame.with_columns(amount_base=col.amount)


@pytest.fixture(scope="module")
def orders() -> pl.DataFrame:
    return wholesale()


@pytest.fixture(scope="module")
def found(orders: pl.DataFrame) -> pl.DataFrame:
    return replay(orders, FROM, END, 60).silences


def test_a_silence_is_named_by_its_first_day_and_knows_only_what_came_before() -> None:
    orders = pl.concat(
        [orders_on("a", "2024-01-01", "2025-02-01", "2025-02-20"), orders_on("a", "2025-03-01", amount=-30.0)]
    )
    rows = silences(orders, END).select("last_ordered_on", "ended_on", "order_days", "money").rows()
    assert rows == [
        (date(2024, 1, 1), date(2025, 2, 1), 1, 100.0),
        (date(2025, 2, 1), date(2025, 2, 20), 2, 100.0),  # a year and a month later: only its own
        (date(2025, 2, 20), None, 3, 200.0),
    ]


def test_days_of_a_pause_do_not_count() -> None:
    festival = Calendar.without([(date(2026, 2, 14), date(2026, 2, 23))])
    days = [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24), date(2026, 2, 25)]
    counted = festival.counted(np.array([day.toordinal() for day in days]))
    assert np.diff(counted).tolist() == [1, 0, 1]
    assert festival.day(counted[3]) == date(2026, 2, 25)


def test_a_buyer_is_flagged_later_by_as_many_days_as_the_pause_was_long(orders: pl.DataFrame) -> None:
    pause = (date(2026, 2, 10), date(2026, 2, 24))
    with_pause = flags(replay(orders, FROM, END, 60, pauses=[pause]).silences)
    assert with_pause.filter(col.flagged_on.is_between(date(2026, 2, 11), pause[1])).is_empty()


def test_the_rate_is_a_mean_over_buyers_and_one_wolf_among_four_silences_is_a_quarter() -> None:
    a = every("a", 30, 5, END)
    told = silences(pl.concat([a, every("b", 50, 2, END)]), END)
    once = told.with_columns(
        flagged_on=pl.when(col.customer_id == "a", col.order_days == 2).then(col.last_ordered_on + pl.duration(days=20)),
        channel=pl.lit("chance"),
    )  # fmt: skip
    judged = judged_silences(once, END - timedelta(days=400), END, 60)
    assert false_alarm_rate(judged) == pytest.approx((1 / 4 + 0) / 2)


def test_who_left_is_counted_with_money_and_delay() -> None:
    told = silences(pl.concat([every("a", 30, 3, END - timedelta(days=100)), orders_on("b", "2026-06-29")]), END)
    flagged = told.with_columns(flagged_on=col.last_ordered_on + pl.duration(days=40), channel=pl.lit("chance"))
    left = caught(judged_silences(flagged, date(2026, 1, 1), END, 60))
    assert (left["buyers"], left["money"]) == (1, 300.0)  # b has not been silent for the horizon
    assert left["flagged"] == {"30": 0.0, "60": 1.0, "90": 1.0}
    assert (left["median_delay_days"], left["median_lead_days"]) == (40.0, 325.0)


def test_the_bar_is_the_lowest_that_keeps_to_the_budget() -> None:
    loud, cost = np.array([3.0, 2.0, 1.0, 0.0]), np.array([0.0, 0.06, 0.04, 0.02])
    assert threshold(loud, cost, 0.10) == pytest.approx(0.0, abs=1e-6)
    assert threshold(loud, cost, 0.09) == pytest.approx(1.0, abs=1e-6)


def test_what_was_spent_so_far_moves_the_bar_and_a_handful_of_buyers_does_not(orders: pl.DataFrame) -> None:
    spells, watch = Spells.of(silences(orders, END), Calendar.without(())), Watch(60, 0.10)
    today = float(END.toordinal())
    parameters = fit_suspicion(spells, today, 60)

    def level(days: float, rate: float, coming: float, buyers: int = 100) -> float:
        return set_bar(spells, today, parameters, watch, Spent(days, rate, buyers, coming)).target

    usual = level(0, 0.0, 0.0, 0)
    assert level(100, 0.01, 0.05) > usual > level(100, 0.30, 0.05)
    assert level(100, 0.30, 0.05, buyers=19) == usual
    late = watch.window + 30
    assert level(late, 0.10, 0.20) < level(late, 0.10, 0.08)
    assert level(late, 0.0, 0.0) <= 1.6 * usual
    assert level(late, 1.0, 1.0) >= 0.29 * usual


@pytest.mark.parametrize("name", ["invoices", "grocery, cohort"])
def test_on_other_rhythms_false_alarms_keep_within_a_few_points_of_the_budget(name: str) -> None:
    rhythm = replace(RHYTHMS[name], buyers=300)
    orders, horizon = orders_of(rhythm, 3), rhythm.horizons[0]
    end = orders["ordered_on"].max()
    assert isinstance(end, date)
    found = replay(orders, end - timedelta(days=4 * horizon), end, horizon).silences
    rate = false_alarm_rate(judged_silences(found, end - timedelta(days=4 * horizon), end, horizon))
    assert rate == pytest.approx(0.10, abs=0.04)  # 300 buyers: chance alone moves it by 1.5 points


def test_each_silence_is_flagged_once_at_most_while_it_lasts_and_not_before_the_replay(found: pl.DataFrame) -> None:
    told = flags(found)
    assert told.columns == ["customer_id", "last_ordered_on", "flagged_on", "channel", "money"]
    assert told.height > 20
    assert told.select("customer_id", "last_ordered_on").is_unique().all()
    named = found.drop_nulls("flagged_on")
    assert (named["flagged_on"] >= FROM).all()
    assert named.filter(col.ended_on.is_not_null(), col.flagged_on >= col.ended_on).is_empty()
    assert set(told["channel"]) == {"rhythm", "chance"}


def test_most_who_left_are_flagged_in_time_and_false_alarms_keep_to_the_budget(found: pl.DataFrame) -> None:
    judged = judged_silences(found, FROM, END, 60).filter(col.order_days >= 2)
    rate, left = false_alarm_rate(judged), caught(judged)
    assert rate is not None
    assert rate <= 0.12
    assert isinstance(left["flagged"], dict)
    assert left["flagged"]["60"] >= 0.45


@pytest.mark.parametrize("day", [END - timedelta(days=100), END - timedelta(days=37)])
def test_what_is_dated_after_a_day_changes_no_flag_up_to_it(
    orders: pl.DataFrame, found: pl.DataFrame, day: date
) -> None:
    known = replay(orders.filter(col.ordered_on <= day), FROM, day, 60).silences
    assert flags(known).equals(flags(found).filter(col.flagged_on <= day))


def test_the_order_of_the_rows_changes_nothing(orders: pl.DataFrame, found: pl.DataFrame) -> None:
    assert replay(orders.sample(fraction=1.0, shuffle=True, seed=1), FROM, END, 60).silences.equals(found)


def test_other_names_give_the_same_flags(orders: pl.DataFrame, found: pl.DataFrame) -> None:
    names = {f"c{n:03}": f"x{(n * 7) % 150:03}" for n in range(150)}
    other = flags(replay(orders.with_columns(col.customer_id.replace(names)), FROM, END, 60).silences)
    mine = flags(found).with_columns(col.customer_id.replace(names)).sort("flagged_on", "customer_id")
    assert mine.drop("money").equals(other.drop("money"))


def test_a_larger_budget_names_no_fewer(orders: pl.DataFrame, found: pl.DataFrame) -> None:
    assert flags(replay(orders, FROM, END, 60, 0.3).silences).height > flags(found).height


def test_a_handful_of_buyers_gives_finite_numbers() -> None:
    told = replay(pl.concat([every("a", 20, 9, END), orders_on("b", "2026-01-02")]), FROM, END, 60)
    assert all(np.isfinite(stage.parameters.weights).all() for stage in told.stages)
    spells = Spells.of(told.silences, Calendar.without(()))
    assert spells.buyers == 2


def test_what_cannot_be_replayed_is_refused(orders: pl.DataFrame) -> None:
    with pytest.raises(BudgetOutOfRange, match="above 0 and below 1"):
        replay(orders, FROM, END, 60, 1.0)
    with pytest.raises(HorizonOutOfRange):
        replay(orders, FROM, END, 0)
    with pytest.raises(ReplayOutOfRange, match="begin after"):
        replay(orders, date(2020, 1, 1), END, 60)
    with pytest.raises(MissingColumn, match="no column amount_base"):
        replay(orders.drop("amount_base"), FROM, END, 60)


def test_the_real_wholesaler_is_warned_as_measured(shared: Path) -> None:
    """Out of sample; 90 days, from 2011-04-28: 33 % of 413 buyers and 23 % of their money by day 60, at 8.9 %."""
    orders, end = real_orders(shared, "online_retail_ii_dev"), date(2011, 12, 9)
    told = replay(orders, date(2011, 4, 28), end).silences
    judged = judged_silences(told, date(2011, 4, 28), end, 90).filter(col.order_days >= 2)
    left = caught(judged)
    assert left["buyers"] == 413
    assert isinstance(left["flagged"], dict)
    assert isinstance(left["money_flagged"], dict)
    assert left["flagged"]["60"] == pytest.approx(0.334, abs=0.015)
    assert left["money_flagged"]["60"] == pytest.approx(0.226, abs=0.03)
    assert false_alarm_rate(judged) == pytest.approx(0.089, abs=0.01)
    assert false_alarm_rate(judged.filter("mature")) == pytest.approx(0.114, abs=0.01)
