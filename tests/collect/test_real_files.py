"""Files as they came out of real businesses, beside the checkout."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.collect.tables import accounted
from tradewind.collect import collect

WHOLESALER = "raw/online_retail_II_2010-2011_raw.csv.gz"
EXPORTS = "raw/online_retail_II_export_raw.xlsx"


def test_a_wholesalers_381_433_invoice_lines_are_all_accounted_for(shared: Path) -> None:
    found = collect(shared / WHOLESALER)
    assert (found.read, found.skipped, found.failed) == (381_433, 135_080, 0)
    assert accounted(found) == found.read
    assert (found.orders.height, found.order_lines.height) == (13_465, 246_353)
    assert (found.form.encoding, found.form.compression, found.date_order) == ("cp1252", "gz", "dmy")
    assert found.problems["reason"].unique().to_list() == ["no_customer"]


def test_a_wholesalers_orders_are_those_of_the_published_totals(shared: Path) -> None:
    found = collect(shared / WHOLESALER).orders
    totals = pl.read_parquet(shared / "orders/online_retail_ii_dev.parquet")
    both = found.join(totals, on=["order_id", "customer_id"], suffix="_published")
    assert both.height > 13_000
    assert (both["amount"] - both["amount_published"]).abs().max() < 0.01  # type: ignore[operator]
    assert (both["ordered_at"] == both["ordered_at_published"]).mean() > 0.99  # type: ignore[operator]


def test_two_sheets_of_exports_are_one_table(shared: Path) -> None:
    found = collect(shared / EXPORTS)
    assert found.form.sheet == "Year 2009-2010 + Year 2010-2011"
    assert (found.read, accounted(found)) == (45_628, 45_628)
    assert found.orders["ordered_at"].min() == datetime(2009, 12, 1, 10, 10)


@pytest.mark.parametrize(
    ("file", "orders", "customers"),
    [("cdnow", 6_696, 2_357), ("classicmodels_export_b2b", 307, 92), ("online_retail_ii_dev", 26_976, 3_554)],
)
def test_histories_in_parquet_are_taken_as_they_are(shared: Path, file: str, orders: int, customers: int) -> None:
    found = collect(shared / f"orders/{file}.parquet")
    assert (found.orders.height, found.customers.height, found.skipped + found.failed) == (orders, customers, 0)
    history = pl.read_parquet(shared / f"orders/{file}.parquet")
    assert found.orders["amount"].sum() == pytest.approx(history["amount"].sum())
