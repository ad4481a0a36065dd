"""Amounts, their decimal signs and their currencies."""

from __future__ import annotations

import pytest

from tests.collect.tables import by_id, collected, paid, written
from tradewind.errors import AmbiguousAmounts, BadAmount, BadCurrency, BadQuantity, NoAmount, UnknownChoice


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("1,200.50", 1200.5, None), ("US$1,200.50", 1200.5, "USD"), ("USD 1,200.50", 1200.5, "USD"), ("€ 7", 7.0, "EUR"),
     ("£7.25", 7.25, "GBP"), ("7.25 EUR", 7.25, "EUR"), ("HK$ 10", 10.0, "HKD"), ("300元", 300.0, "CNY"), ("RMB 300", 300.0, "CNY"),
     ("$5", 5.0, None), ("￥５００", 500.0, None), ("１，２００．５０", 1200.5, None), ("(123.45)", -123.45, None),
     ("123.45-", -123.45, None), ("−5", -5.0, None), ("-US$ 5", -5.0, "USD"), ("US$-5", -5.0, "USD"), ("3.5万", 35000.0, None),
     ("1'234.50", 1234.5, None), ("1 234.50", 1234.5, None), ("1.2E+3", 1200.0, None), ("1,00,000.00", 100000.0, None), (".5", 0.5, None)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text: str, amount: float, currency: str | None) -> None:
    assert paid(text).orders.select("amount", "currency").row(0) == (amount, currency)


def test_the_decimal_comma_is_told_by_the_column() -> None:
    assert by_id(paid("1.234,56", "1.234", "1 234,56", "12"), "amount") == [1234.56, 1234.0, 1234.56, 12.0]


def test_other_columns_tell_the_decimal_sign_of_a_silent_one() -> None:
    heading = ["Customer", "Date", "Quantity", "Price"]
    found = collected(written([["a", "2026-03-05", "1.000", "2,50"]], heading))
    assert found.orders["amount"].to_list() == [2500.0]


def test_a_comma_before_three_digits_is_thousands_and_a_point_is_not_guessed() -> None:
    assert paid("1,200", "300").orders["amount"].sum() == 1500.0
    with pytest.raises(AmbiguousAmounts) as refusal:
        paid("1.200", "300")
    assert "--decimal comma or --decimal point" in str(refusal.value)
    assert paid("1.200", decimal="comma").orders["amount"].to_list() == [1200.0]
    assert paid("1.200", decimal="point").orders["amount"].to_list() == [1.2]


def test_the_heading_may_name_the_currency() -> None:
    for heading in ("总金额（USD）", "Amount (US$)", "amount_usd", "Total in USD", "金额(美元)"):
        found = collected(written([["1", "a", "2026-03-05", "5"]], ["Order", "Customer", "Date", heading]))
        assert found.orders["currency"].to_list() == ["USD"], heading


def test_a_currency_for_rows_that_name_none_is_a_persons_choice() -> None:
    assert by_id(paid("5", "€5", currency="usd"), "currency") == ["USD", "EUR"]
    with pytest.raises(UnknownChoice):
        paid("5", currency="gold")


def test_a_currency_column_wins_and_a_contradiction_fails() -> None:
    heading = ["Order", "Customer", "Date", "Amount", "Currency"]
    rows = [
        ["1", "a", "2026-03-05", "5", "人民币"],
        ["2", "a", "2026-03-05", "€5", "USD"],
        ["3", "a", "2026-03-05", "5", "beads"],
    ]
    found = collected(written(rows, heading), skip_bad_rows=True)
    assert found.orders["currency"].to_list() == ["CNY"]
    assert found.problems["reason"].to_list() == ["bad_currency", "bad_currency"]
    with pytest.raises(BadCurrency):
        collected(written(rows, heading))


@pytest.mark.parametrize("text", ["abc", "5 apples", "1,2.3,4", "12:30", "1e400", "99999999999999999999", "=1+1", "5%"])
def test_what_is_no_amount_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        paid("1.00", text)
    assert refusal.value.facts["value"] == text
    assert refusal.value.facts["row"] == 3


def test_a_missing_amount_and_a_bad_quantity_have_their_own_refusals() -> None:
    with pytest.raises(NoAmount):
        paid("1.00", "")
    with pytest.raises(BadQuantity):
        collected(written([["a", "2026-03-05", "many", "2"]], ["Customer", "Date", "Quantity", "Price"]))


def test_a_unit_beside_the_quantity_does_no_harm() -> None:
    found = collected(written([["a", "2026-03-05", "100 pcs", "$2"]], ["Customer", "Date", "Quantity", "Price"]))
    assert found.orders["amount"].to_list() == [200.0]
