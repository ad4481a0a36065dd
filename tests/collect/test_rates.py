"""Amounts in the base currency."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.collect.tables import paid
from tradewind.collect import amounts_in_base, missing_rates
from tradewind.collect.rates import RATES, reference_rates
from tradewind.errors import BadRate, MissingColumn

FRIDAY = date(2014, 3, 28)


def ordered(*orders: tuple[float, str | None, date]) -> pl.DataFrame:
    schema = {"amount": pl.Float64, "currency": pl.String, "ordered_on": pl.Date}
    return pl.DataFrame(list(orders), schema=schema, orient="row")


def own(*rates: tuple[str, date, float | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rates), schema=RATES, orient="row")


def told(amount: float, currency: str | None, day: date, base: str, *rates: tuple[str, date, float]) -> tuple[Any, str]:
    found = amounts_in_base(ordered((amount, currency, day)), base, own(*rates) if rates else None)
    value, source = found.select("amount_base", "rate_source").row(0)
    return value, source


def converted(amount: float, currency: str | None, day: date, base: str) -> float | None:
    value: float | None = told(amount, currency, day, base)[0]
    return value


def test_the_rate_is_the_european_central_banks_of_the_day() -> None:
    assert told(100.0, "USD", FRIDAY, "EUR") == (pytest.approx(100 / 1.3759, abs=1e-4), "ecb")
    assert told(100.0, "EUR", FRIDAY, "USD") == (pytest.approx(137.59, abs=1e-4), "ecb")


def test_a_weekend_takes_the_last_rate_before_it_and_says_so() -> None:
    sunday = FRIDAY + timedelta(days=2)
    assert told(100.0, "GBP", sunday, "USD") == (converted(100.0, "GBP", FRIDAY, "USD"), "ecb_old")


def test_the_same_or_no_currency_leaves_the_amount_as_it_is() -> None:
    assert told(12.34, "CNY", date(1990, 1, 1), "CNY") == (12.34, "same")
    assert told(12.34, None, FRIDAY, "CNY") == (12.34, "same")


@pytest.mark.parametrize(
    ("currency", "day"),
    [("XYZ", FRIDAY), ("USD", date(1998, 12, 31)), ("HRK", date(2024, 1, 1)), ("ISK", date(2012, 1, 2))],
)
def test_without_a_rate_there_is_no_amount_in_base(currency: str, day: date) -> None:
    assert told(100.0, currency, day, "EUR") == (None, "none")
    assert told(100.0, "EUR", day, currency) == (None, "none")


def test_after_the_newest_rate_of_the_package_it_holds_for_seven_days() -> None:
    newest: date = reference_rates()["on"].max()  # type: ignore[assignment]
    last = converted(100.0, "USD", newest, "EUR")
    assert told(100.0, "USD", newest + timedelta(days=7), "EUR") == (last, "ecb_old")
    assert told(100.0, "USD", newest + timedelta(days=8), "EUR") == (None, "none")
    assert told(100.0, "EUR", newest + timedelta(days=8), "CNY") == (None, "none")


def test_a_persons_own_rate_wins_from_its_day_on_however_old() -> None:
    rates = ("USD", date(2014, 3, 1), 1.25), ("USD", date(2014, 4, 1), 2.0)
    assert told(100.0, "USD", FRIDAY, "EUR", *rates) == (80.0, "own")
    assert told(100.0, "USD", date(2030, 1, 1), "EUR", *rates) == (50.0, "own")
    assert told(100.0, "USD", date(2014, 2, 28), "EUR", *rates)[1] == "ecb"
    assert told(100.0, "GBP", FRIDAY, "EUR", *rates)[1] == "ecb"
    assert told(100.0, "EUR", FRIDAY, "EUR", ("EUR", date(2014, 1, 1), 3.0)) == (100.0, "same")
    assert told(700.0, "XAG", FRIDAY, "CNY", ("XAG", FRIDAY, 7.0)) == (100.0, "own")


def test_of_two_own_rates_of_a_day_the_last_one_counts() -> None:
    assert told(100.0, "USD", FRIDAY, "EUR", ("USD", FRIDAY, 4.0), ("USD", FRIDAY, 2.0)) == (50.0, "own")


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf"), None])
def test_an_own_rate_that_is_none_is_refused(rate: float | None) -> None:
    with pytest.raises(BadRate) as refusal:
        amounts_in_base(ordered((1.0, "USD", FRIDAY)), "EUR", own(("USD", FRIDAY, rate)))
    assert "The rate of USD from 2014-03-28 on is" in str(refusal.value)


def test_a_table_of_rates_without_a_column_is_refused_by_name() -> None:
    with pytest.raises(MissingColumn, match="per_base"):
        amounts_in_base(ordered((1.0, "USD", FRIDAY)), "EUR", pl.DataFrame({"currency": ["USD"], "on": [FRIDAY]}))


def test_the_currencies_without_a_rate_are_told_with_their_days() -> None:
    orders = ordered((1.0, "XYZ", FRIDAY), (2.0, "XYZ", date(2014, 1, 1)), (3.0, "USD", FRIDAY), (4.0, "AAA", FRIDAY))
    missing = missing_rates(amounts_in_base(orders, "EUR"))
    assert missing.columns == ["currency", "first_on", "last_on", "orders"]
    assert missing.rows() == [("AAA", FRIDAY, FRIDAY, 1), ("XYZ", date(2014, 1, 1), FRIDAY, 2)]
    assert missing_rates(amounts_in_base(orders[2:3], "EUR")).is_empty()


def test_there_and_back_is_the_same_amount() -> None:
    there = converted(1000.0, "USD", date(2020, 5, 5), "CNY")
    assert there is not None
    assert converted(there, "CNY", date(2020, 5, 5), "USD") == pytest.approx(1000.0, abs=1e-3)


def test_orders_keep_their_rows_and_columns() -> None:
    orders = paid("$5", "€7", "£8").orders
    filled = amounts_in_base(orders, "EUR")
    assert_frame_equal(filled.drop("amount_base", "rate_source"), orders.drop("amount_base"))
    assert filled.columns == [*orders.columns, "rate_source"]
    assert_frame_equal(amounts_in_base(filled, "EUR"), filled)


days = st.dates(date(1998, 1, 1), date(2030, 1, 1))
currencies = st.sampled_from(["USD", "EUR", "CNY", "HRK", "XYZ", None])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), currencies, days), max_size=20),
    st.lists(st.tuples(st.sampled_from(["USD", "XYZ"]), days, st.floats(0.01, 100)), max_size=5),
)
def test_an_amount_is_null_exactly_where_there_is_no_rate(
    orders: list[tuple[float, str | None, date]], rates: list[tuple[str, date, float]]
) -> None:
    found = amounts_in_base(ordered(*orders), "EUR", own(*rates))
    assert found.select("amount", "currency", "ordered_on").rows() == orders
    assert (found["amount_base"].is_null() == (found["rate_source"] == "none")).all()
    for currency, day, source in found.select("currency", "ordered_on", "rate_source").rows():
        assert (source == "same") == (currency in (None, "EUR"))
        assert (source == "own") == any(name == currency and on <= day for name, on, _ in rates)
    assert missing_rates(found)["orders"].sum() == (found["rate_source"] == "none").sum()
