"""A ledger gives the same facts wherever they are kept, and says what is missing."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tradewind.errors import MissingColumn, UnknownTable
from tradewind.ledger import Ledger
from tradewind.ledger.schema import OPTIONAL, SORTED_BY, TABLES, conform

ORDERS = pl.DataFrame(
    {
        "order_id": ["B", "A"],
        "customer_id": ["acme", "acme"],
        "ordered_on": [date(2026, 1, 2), date(2026, 1, 2)],
        "ordered_at": [None, datetime(2026, 1, 2, 8, 30)],
        "amount": [10.0, -2.5],
        "currency": ["USD", "USD"],
        "amount_base": [10.0, -2.5],
    }
)


def test_a_frame_is_brought_to_the_contract_and_its_order() -> None:
    orders = Ledger.of_frames(orders=ORDERS).table("orders")
    assert orders.schema == TABLES["orders"]
    assert orders["order_id"].to_list() == ["A", "B"]
    assert orders["rep"].null_count() == 2


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_folder_gives_the_same_facts_as_frames(tmp_path: Path, form: str) -> None:
    kept = Ledger.of_frames(orders=ORDERS).table("orders")
    kept.write_parquet(tmp_path / "orders.parquet") if form == "parquet" else kept.write_csv(tmp_path / "orders.csv")
    assert Ledger.of_folder(tmp_path).table("orders").equals(kept)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_use_of_tools_reads_the_same_from_either_form(tmp_path: Path, form: str) -> None:
    at = [datetime(2026, 1, 2, 8, 30), datetime(2026, 1, 2, 8, 31, 5)]
    rows = {
        "rep": "alice",
        "used_at": at,
        "tool": "CRM",
        "module": "remind",
        "action": "open",
        "is_core": [True, False],
    }
    kept = Ledger.of_frames(usage=pl.DataFrame(rows)).table("usage")
    kept.write_parquet(tmp_path / "usage.parquet") if form == "parquet" else kept.write_csv(tmp_path / "usage.csv")
    assert Ledger.of_folder(tmp_path).table("usage").equals(kept)


def test_a_table_without_a_file_is_empty(tmp_path: Path) -> None:
    assert Ledger.of_folder(tmp_path).table("orders").schema == TABLES["orders"]
    assert Ledger.of_folder(tmp_path).table("orders").is_empty()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="amount_base"):
        Ledger.of_frames(orders=ORDERS.drop("amount_base"))


def test_a_table_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownTable, match="ordres"):
        Ledger.of_frames().table("ordres")
    with pytest.raises(UnknownTable, match="ordres"):
        Ledger.of_frames(ordres=ORDERS)


def test_only_columns_of_the_contract_survive() -> None:
    assert "secret" not in conform(ORDERS.with_columns(secret=pl.lit(1)), "orders").columns


def test_the_contract_speaks_of_its_own_tables_and_columns_only() -> None:
    assert set(OPTIONAL) == set(SORTED_BY) == set(TABLES)
    for table, schema in TABLES.items():
        assert OPTIONAL[table] | set(SORTED_BY[table]) <= set(schema)
