from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings

from tests.retention.histories import TODAY, Order, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.churn_rate import churn_rate


def one(rates: pl.DataFrame, month: date, form: str) -> tuple[int, int, float] | None:
    found = rates.filter(pl.col.month == month, pl.col.form == form)
    return found.select("active", "lost", "rate").row(0) if found.height else None


def test_one_of_four_active_buyers_without_an_order_for_a_year_is_a_rate_of_a_quarter() -> None:
    stay = [orders_on(name, "2024-03-05", "2025-02-10") for name in ("a", "b", "c")]
    rates = churn_rate(pl.concat([*stay, orders_on("d", "2024-02-20")]), date(2026, 1, 31))
    assert one(rates, date(2025, 2, 1), "final") == (4, 1, 0.25)
    assert one(rates, date(2025, 2, 1), "early_90") == (4, 1, 0.25)


def test_a_month_is_final_on_the_last_day_of_the_year_after_it_and_not_before() -> None:
    orders = orders_on("a", "2024-01-15", "2025-01-31")
    assert one(churn_rate(orders, date(2026, 1, 31)), date(2025, 2, 1), "final") == (1, 1, 1.0)
    assert one(churn_rate(orders, date(2026, 1, 30)), date(2025, 2, 1), "final") is None


def test_the_early_form_is_out_after_90_days() -> None:
    orders = orders_on("a", "2024-01-15")
    first = date(2025, 1, 1)
    assert one(churn_rate(orders, first + timedelta(days=89)), first, "early_90") == (1, 1, 1.0)
    assert one(churn_rate(orders, first + timedelta(days=88)), first, "early_90") is None


def test_months_without_a_full_year_of_data_before_them_are_left_out() -> None:
    assert churn_rate(orders_on("a", "2024-03-05", "2024-09-01"), TODAY)["month"].min() == date(2025, 3, 1)


def test_some_buyers_are_measured_over_the_months_that_the_team_covers() -> None:
    own = orders_on("a", "2024-06-10")
    rates = churn_rate(own, TODAY, data_from=date(2024, 1, 3))
    assert one(rates, date(2025, 1, 1), "final") == (1, 1, 1.0)


def test_no_orders_give_no_months() -> None:
    assert churn_rate(orders_of([]), TODAY).is_empty()


@settings(max_examples=60)
@given(histories(fewest=1))
def test_the_rate_is_what_counting_by_hand_gives(rows: list[Order]) -> None:
    rates = churn_rate(orders_of(rows), TODAY)
    days = {(r.customer_id, r.ordered_on) for r in rows if r.amount > 0 and r.ordered_on <= TODAY}
    by_hand = [row for month in months() for row in counted(days, month)]
    assert rates.rows() == by_hand


def months() -> list[date]:
    return [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)]


def counted(days: set[tuple[str, date]], d: date) -> list[tuple[object, ...]]:
    before, after = d.replace(year=d.year - 1), d.replace(year=d.year + 1)
    if not days or min(on for _, on in days).replace(day=1) > before:
        return []
    active = {who for who, on in days if before <= on < d}
    forms = {"early_90": d + timedelta(days=90), "final": after}
    found: list[tuple[object, ...]] = []
    for form, until in forms.items():
        if active and until <= TODAY + timedelta(days=1):
            lost = len(active - {who for who, on in days if d <= on < until})
            found.append((d, form, len(active), lost, lost / len(active)))
    return found


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column customer_id"):
        churn_rate(orders_on("a", "2026-01-01").drop("customer_id"), TODAY)
