"""Contacts per buyer and month: whole months, none of buyers whom nobody knows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from tradewind.attention.contacts import TOO_FEW, buyer_months, contacts

MAIL: dict[str, Any] = {"customer_id": pl.String, "sent_at": pl.Datetime("us"), "mine": pl.Boolean}
ORDERS: dict[str, Any] = {"customer_id": pl.String, "ordered_on": pl.Date, "amount": pl.Float64}


def test_months_count_what_was_written_and_what_was_ordered_the_month_after() -> None:
    mail = pl.DataFrame(
        [
            ("a", datetime(2026, 1, 5), True), ("a", datetime(2026, 1, 6), True), ("a", datetime(2026, 1, 7), False),
            ("a", datetime(2026, 3, 1), True), (None, datetime(2026, 1, 9), False),
        ],
        schema=MAIL, orient="row",
    )  # fmt: skip
    orders = pl.DataFrame([("a", date(2026, 2, 3), 50.0), ("a", date(2026, 2, 9), -50.0)], schema=ORDERS, orient="row")
    found = buyer_months(mail, orders).select("month", "contacts", "got", "orders").rows()
    assert found == [(date(2026, 1, 1), 2, 1, 1), (date(2026, 2, 1), 0, 0, 0)]
    assert contacts(buyer_months(mail, orders)).verdict == TOO_FEW


def test_messages_of_unknown_senders_alone_make_no_months() -> None:
    mail = pl.DataFrame([(None, datetime(2026, 1, 5), True)], schema=MAIL, orient="row")
    assert buyer_months(mail, pl.DataFrame([], schema=ORDERS)).is_empty()
