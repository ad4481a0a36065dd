"""What holds for every order file."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.collect.tables import accounted, collected, written
from tests.collect.test_forms import same_facts

Rows = list[list[str]]
HEADING = ["Order ID", "Customer", "Order Date", "Amount", "Currency", "Country"]

days = st.dates(date(2025, 1, 1), date(2026, 12, 31))  # within two years no day is odd
cents = st.integers(-10_000_000, 10_000_000).map(lambda cents: f"{cents / 100:.2f}")
names = st.sampled_from(
    ["Acme Ltd", "ACME LTD.", "Müller GmbH", "宁波东方进出口有限公司", "O'Neil, Sons", 'The "Best"']
)
messy = st.one_of(names, st.just(""), st.text(max_size=12).map(lambda text: "".join(text.split())))


def rows(customer: st.SearchStrategy[str] = names) -> st.SearchStrategy[Rows]:
    number = st.integers(1, 8).map(str)
    currency, country = st.sampled_from(["USD", "EUR", ""]), st.sampled_from(["USA", "德国", ""])
    row = st.tuples(number, customer, days.map(str), cents, currency, country).map(list)
    return st.lists(row, min_size=1, max_size=25)


broken = st.tuples(
    st.text(max_size=4), messy, st.text(max_size=10), st.text(max_size=10), st.text(max_size=4), st.text(max_size=9)
)


@settings(deadline=None, max_examples=20)
@given(rows(), st.randoms(use_true_random=False))
def test_row_order_changes_nothing(table: Rows, chance: random.Random) -> None:
    shuffled = table.copy()
    chance.shuffle(shuffled)
    one, other = (collected(written(part, HEADING)) for part in (table, shuffled))
    for name in ("orders", "customers", "owners", "source_rows"):
        assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(deadline=None, max_examples=30)
@given(rows(messy), st.lists(broken.map(list), max_size=5))
def test_every_row_is_accounted_for(table: Rows, bad: Rows) -> None:
    good = [["1", "Acme", "2026-03-05", "1.00", "", ""]] * 10
    found = collected(written(good + table + bad, HEADING), skip_bad_rows=True)
    assert accounted(found) == found.read
    assert found.skipped + found.failed == found.problems.height
    assert found.source_rows["source_rows"].sum() == found.read - found.skipped - found.failed
    assert found.order_lines.height == found.orders["source_rows"].sum()


@settings(deadline=None, max_examples=15)
@given(rows(), st.sampled_from(["utf-8-sig", "utf-16", "gb18030", "utf-16-be"]), st.sampled_from(";,\t|"))
def test_any_encoding_and_separator_of_the_same_table_give_the_same_facts(
    table: Rows, encoding: str, separator: str
) -> None:
    anchor = [["9", "上海华贸国际贸易有限公司", "2026-03-05", "1.00", "USD", "美国"]]
    text = written(table + anchor, HEADING)
    other = written(table + anchor, HEADING, separator).encode(encoding)
    same_facts(collected(text), collected(other))


@settings(deadline=None, max_examples=20)
@given(rows())
def test_orders_sum_to_what_the_file_sums_to(table: Rows) -> None:
    found = collected(written(table, HEADING))
    expected = sum(Decimal(row[3]) for row in table)
    assert round(Decimal(found.orders["amount"].sum()), 2) == expected
    assert found.orders["order_id"].is_unique().all()


@settings(deadline=None, max_examples=15)
@given(rows())
def test_splitting_a_line_keeps_the_sums(table: Rows) -> None:
    halves = [[*row[:3], f"{Decimal(row[3]) / 2:.3f}", *row[4:]] for row in table for _ in range(2)]
    whole, split = (collected(written(part, HEADING), decimal="point").orders for part in (table, halves))
    assert_frame_equal(whole.drop("source_rows"), split.drop("source_rows"))


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_file_whatsoever_crashes(content: bytes) -> None:
    from tradewind.errors import InputError

    try:
        found = collected(content, skip_bad_rows=True)
    except InputError:
        return
    assert accounted(found) == found.read
