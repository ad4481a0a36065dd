from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from random import Random

import polars as pl
import pytest

from tests.retention.histories import TODAY, Order, orders_of
from tradewind.ledger.schema import MESSAGES, RATINGS
from tradewind.retention.diary import day_number
from tradewind.retention.outlook import past_of
from tradewind.retention.signals import own_signals, slice_days, what_signals_add
from tradewind.retention.slices import Past
from tradewind.retention.talk import inbound, talk_signals


@pytest.fixture(scope="module")
def team() -> tuple[pl.DataFrame, dict[str, date]]:
    """150 buyers of two years, who stop at random; and the day of each one's last order."""
    chance, rows, stopped = Random(5), list[Order](), {}
    for n in range(150):
        cycle, day = chance.randint(15, 40), TODAY - timedelta(days=730 - chance.randint(0, 60))
        leaves = TODAY - timedelta(days=chance.randint(0, 700)) if n % 2 else TODAY
        while day <= leaves:
            rows.append(Order(f"c{n:03}", day, 100.0, 100.0))
            stopped[f"c{n:03}"] = day
            day += timedelta(days=max(1, round(chance.gauss(cycle, cycle / 4))))
    return orders_of(rows), stopped


@pytest.fixture(scope="module")
def past(team: tuple[pl.DataFrame, dict[str, date]]) -> Past:
    return past_of(team[0], 90)


def test_a_signal_that_knows_who_has_gone_is_proven_and_noise_is_not(
    team: tuple[pl.DataFrame, dict[str, date]], past: Past
) -> None:
    chance = Random(7)
    rows = [
        (buyer, day, float(last <= day) + chance.gauss(0, 0.3), chance.gauss(0, 1))
        for day in slice_days(past, day_number(TODAY))
        for buyer, last in team[1].items()
    ]
    kinds = {"customer_id": pl.String, "day": pl.Date, "tells": pl.Float64, "noise": pl.Float64}
    found = {
        one.signal: one for one in what_signals_add(past, day_number(TODAY), pl.DataFrame(rows, kinds, orient="row"))
    }
    assert found["tells"].proven and found["tells"].low > 0.02
    assert not found["noise"].proven and found["noise"].low < 0 < found["noise"].cases
    for one in found.values():
        assert one.low <= one.gain <= one.high and one.known == 1.0


def test_a_signal_that_nobody_has_is_not_told_of(past: Past) -> None:
    empty = pl.DataFrame(schema={"customer_id": pl.String, "day": pl.Date, "rating": pl.Float64})
    assert what_signals_add(past, day_number(TODAY), empty) == []


def test_too_short_a_history_proves_nothing(team: tuple[pl.DataFrame, dict[str, date]]) -> None:
    short = past_of(team[0].filter(pl.col.ordered_on > TODAY - timedelta(days=60)), 90)
    assert (
        what_signals_add(short, day_number(TODAY), pl.DataFrame({"customer_id": ["a"], "day": [TODAY], "x": [1.0]}))
        == []
    )


def test_own_signals_know_only_what_had_happened_by_the_evening() -> None:
    shipped = {"shipped_on": [date(2026, 5, 20)], "promised_on": [date(2026, 5, 10)]}
    orders = orders_of([Order("a", date(2026, 5, 1), 100.0, 100.0)]).with_columns(
        **{k: pl.Series(v) for k, v in shipped.items()}
    )
    at = pl.Series([TODAY - timedelta(days=9)]).cast(pl.Datetime("us"))
    said = (
        MESSAGES.to_frame(eager=True).clear(1).with_columns(customer_id=pl.lit("a"), direction=pl.lit("in"), sent_at=at)
    )
    rated = RATINGS.to_frame(eager=True).clear(1).with_columns(customer_id=pl.lit("a"), score=pl.lit(2.0), rated_at=at)
    before, after = own_signals([date(2026, 5, 15), TODAY], orders, said, rated).to_dicts()
    assert (before["inbound_silent"], before["rating"], before["late_days"]) == (None, None, None)
    assert after["inbound_silent"] == pytest.approx(2.302585)
    assert (after["rating"], after["late_days"], after["cancelled_share"]) == (2.0, 10.0, 0.0)
    bare = own_signals([TODAY], orders.drop("shipped_on"), MESSAGES.to_frame(), RATINGS.to_frame()).to_dicts()
    assert bare[0]["late_days"] is None


def test_a_buyers_own_habit_and_words_of_complaint_are_told_by_the_evening() -> None:
    day = date(2026, 11, 10)
    at = [datetime(2026, 1, 5) + timedelta(days=9 * n) for n in range(20)]
    rows = [("a", one, "price?") for one in at]
    rows += [("b", datetime(2026, 11, 1), "两箱破损，要求赔偿"), ("b", datetime(2026, 11, 2), "ok")]
    rows += [("b", datetime(2026, 11, 11), "refund!"), ("c", datetime(2024, 1, 1), "hi")]
    messages = pl.DataFrame(rows, schema=["customer_id", "sent_at", "text"], orient="row").with_columns(
        direction=pl.lit("in")
    )
    told = {row["customer_id"]: row for row in talk_signals(inbound(messages), day).iter_rows(named=True)}
    assert told["a"]["inbound_change"] < -2 and told["a"]["complaints"] is None
    assert told["b"]["inbound_change"] == pytest.approx(math.log(2.5 / 0.5)) and told["b"]["complaints"] == 0.5
    assert told["c"]["inbound_change"] is None and told["c"]["complaints"] is None
