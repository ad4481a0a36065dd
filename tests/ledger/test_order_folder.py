from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.ledger.order_parts import in_files, made_up_orders
from tradewind.errors import BrokenFile, FileMissing, MissingColumn, NoOrderParts, SeveralCurrencies, WrongType
from tradewind.ledger.order_folder import order_folder
from tradewind.ledger.schema import ORDERS

ROW = {"customer_id": ["a"], "ordered_on": [date(2026, 1, 2)], "amount": [5.0]}


def folder_with(place: Path, **columns: object) -> Path:
    return in_files(place / "orders", pl.DataFrame({**ROW, **columns}), 1)


def test_the_files_of_a_folder_are_one_table(tmp_path: Path) -> None:
    orders = made_up_orders(20)
    found = order_folder(in_files(tmp_path / "订单 2026", orders))
    assert (found.rows, len(found.files), found.priced) == (orders.height, 3, True)
    by = orders.columns
    assert found.facts().collect().sort(by).equals(orders.sort(by))
    assert found.orders().collect_schema() == ORDERS
    assert found.orders().collect()["order_id"].is_unique().all()


@pytest.mark.parametrize("as_folder", [True, False])
def test_a_table_of_orders_among_other_tables_is_found_by_its_name(tmp_path: Path, as_folder: bool) -> None:
    pl.DataFrame({"customer_id": ["a"], "name": ["A"]}).write_parquet(tmp_path / "customers.parquet")
    if as_folder:
        in_files(tmp_path / "orders.parquet", pl.DataFrame(ROW), 1)
    else:
        pl.DataFrame(ROW).write_parquet(tmp_path / "orders.parquet")
    assert order_folder(tmp_path).facts().collect().height == 1


def test_whole_numbers_times_and_decimals_are_read_as_what_they_mean(tmp_path: Path) -> None:
    columns = {
        "customer_id": [7],
        "ordered_on": [datetime(2026, 1, 2, 23, 59)],
        "amount": pl.Series([5]).cast(pl.Decimal(9, 2)),
    }
    facts = order_folder(folder_with(tmp_path, **columns)).facts().collect()
    assert facts.row(0) == ("7", date(2026, 1, 2), 5.0, 5.0)


def test_one_currency_needs_no_second_amount_and_several_do(tmp_path: Path) -> None:
    assert not order_folder(folder_with(tmp_path / "one", currency=["USD"])).priced
    rows = pl.concat([pl.DataFrame({**ROW, "currency": [currency]}) for currency in ("USD", "EUR")])
    two = in_files(tmp_path / "two", rows, 2)
    with pytest.raises(SeveralCurrencies, match="EUR, USD"):
        order_folder(two)


def test_what_is_not_there_or_empty_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="nowhere"):
        order_folder(tmp_path / "nowhere")
    with pytest.raises(NoOrderParts, match="no Parquet file"):
        order_folder(tmp_path)


def test_a_wrong_column_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match=r"part-00000\S+ has no column amount"):
        order_folder(in_files(tmp_path / "a", pl.DataFrame(ROW).drop("amount"), 1))
    with pytest.raises(WrongType, match="column ordered_on: it holds String, and this needs Date/Datetime"):
        order_folder(folder_with(tmp_path / "b", ordered_on=["02/01/2026"]))
    with pytest.raises(WrongType, match="column amount"):
        order_folder(folder_with(tmp_path / "c", amount=["5,00"]))


@pytest.mark.parametrize("bytes_", [b"", b"customer_id,ordered_on", None], ids=["empty", "text", "cut off"])
def test_a_damaged_file_is_named(tmp_path: Path, bytes_: bytes | None) -> None:
    folder = in_files(tmp_path / "orders", made_up_orders(5))
    file = folder / "part-00001-c000.snappy.parquet"
    file.write_bytes(file.read_bytes()[:-20] if bytes_ is None else bytes_)
    with pytest.raises(BrokenFile, match="part-00001"):
        order_folder(folder)
