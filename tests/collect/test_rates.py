"""Amounts in the base currency."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.collect.tables import paid
from tradewind.collect import amounts_in_base


def converted(amount: float, currency: str | None, day: date, base: str) -> float | None:
    orders = pl.DataFrame(
        {"ordered_on": [day], "amount": [amount], "currency": [currency]}, schema_overrides={"currency": pl.String}
    )
    value: float | None = amounts_in_base(orders, base)["amount_base"].item()
    return value


def test_the_rate_is_the_european_central_banks_of_the_day() -> None:
    assert converted(100.0, "USD", date(2014, 3, 28), "EUR") == pytest.approx(100 / 1.3759, abs=1e-4)
    assert converted(100.0, "EUR", date(2014, 3, 28), "USD") == pytest.approx(137.59, abs=1e-4)


def test_a_weekend_takes_the_last_rate_before_it() -> None:
    friday, sunday = date(2014, 3, 28), date(2014, 3, 30)
    assert converted(100.0, "GBP", sunday, "USD") == converted(100.0, "GBP", friday, "USD")


def test_the_same_or_no_currency_leaves_the_amount_as_it_is() -> None:
    assert converted(12.34, "CNY", date(1990, 1, 1), "CNY") == 12.34
    assert converted(12.34, None, date(2014, 3, 28), "CNY") == 12.34


@pytest.mark.parametrize(
    ("currency", "day"), [("XYZ", date(2014, 3, 28)), ("USD", date(1998, 12, 31)), ("HRK", date(2024, 1, 1))]
)
def test_without_a_rate_there_is_no_amount_in_base(currency: str, day: date) -> None:
    assert converted(100.0, currency, day, "EUR") is None


def test_there_and_back_is_the_same_amount() -> None:
    there = converted(1000.0, "USD", date(2020, 5, 5), "CNY")
    assert there is not None
    assert converted(there, "CNY", date(2020, 5, 5), "USD") == pytest.approx(1000.0, abs=1e-3)


def test_orders_keep_their_rows_and_columns() -> None:
    orders = paid("$5", "€7", "£8").orders
    filled = amounts_in_base(orders, "EUR")
    assert_frame_equal(filled.drop("amount_base"), orders.drop("amount_base"))
    assert filled.columns == orders.columns
