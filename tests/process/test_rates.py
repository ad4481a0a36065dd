"""Internal rates: all of them, and none that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.errors import MoneyTooLarge
from tradewind.process.money import modified_rate, payback_years, present_value, yearly
from tradewind.process.rates import internal_rates


def flows_with_rates(rates: list[float]) -> list[float]:
    """Amounts whose polynomial in 1 / (1 + rate) has exactly these roots."""
    amounts = [-100.0]
    for rate in rates:
        amounts = [a - (1 + rate) * b for a, b in zip([*amounts, 0.0], [0.0, *amounts], strict=True)]
    return amounts


def test_a_double_rate_stands_once() -> None:
    found = internal_rates(yearly([-100, 220, -121]))
    assert found.rates == pytest.approx((0.1,), abs=1e-7) and found.sign_changes == 2


def test_flows_that_never_change_sign_have_no_rate() -> None:
    for amounts in ([100, 100], [-5, -5, 0], [0, 0]):
        found = internal_rates(yearly(amounts))
        assert (found.rates, found.shown, found.sign_changes) == ((), None, 0)


def test_two_changes_of_sign_may_still_give_no_rate() -> None:
    found = internal_rates(yearly([100, -150, 100]))
    assert found.rates == () and found.sign_changes == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([-0.5, -0.2, 0.0, 0.05, 0.1, 0.3, 0.8, 2.0]), min_size=1, max_size=4, unique=True))
def test_every_rate_that_was_put_in_comes_out(rates: list[float]) -> None:
    assert internal_rates(yearly(flows_with_rates(rates))).rates == pytest.approx(sorted(rates), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=12))
def test_at_each_rate_the_flows_are_worth_nothing(amounts: list[int]) -> None:
    found = internal_rates(yearly(list(map(float, amounts))))
    assert len(found.rates) <= found.sign_changes
    for rate in found.rates:
        if -0.99 < rate < 100:
            parts = [abs(amount) / (1 + rate) ** year for year, amount in enumerate(amounts)]
            assert abs(present_value(yearly(list(map(float, amounts))), rate)) <= 1e-9 * sum(parts)


def test_a_rate_close_to_minus_one_hundred_percent_is_found() -> None:
    assert internal_rates(yearly([-1e6, 0, 0, 1])).shown == pytest.approx(-0.99)


def test_payback_lies_between_two_flows_or_nowhere() -> None:
    assert payback_years(yearly([-100, 40, 40, 40])) == 2.5
    assert payback_years(yearly([-100, 40])) is None
    assert payback_years(yearly([100, 40])) is None


def test_a_modified_rate_needs_something_paid_and_something_received() -> None:
    assert modified_rate(yearly([-100, -50]), 0.1, 0.1) is None
    assert modified_rate(yearly([100, 50]), 0.1, 0.1) is None


def test_a_value_beyond_numbers_is_refused() -> None:
    with pytest.raises(MoneyTooLarge):
        present_value(yearly([1.0] * 40), -1 + 1e-12)
