"""The same table in every form gives the same facts."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.collect.tables import collected, written
from tradewind.collect import Collected
from tradewind.errors import (
    EmptyFile,
    NoTableInside,
    NoWorkbook,
    SeveralSheets,
    SeveralTables,
    TooFewCells,
    TooManyCells,
    UnknownSheet,
)

openpyxl: Any = pytest.importorskip("openpyxl")

HEADING: list[Any] = ["订单号", "客户名称", "订单日期", "金额"]
ROWS: list[list[Any]] = [
    ["SC-1", "宁波东方进出口有限公司", "2026年3月5日", "1200.50"],
    ["SC-2", "上海华贸国际贸易有限公司", "2026年3月6日", "88.25"],
]
TEXT = written(ROWS, HEADING)
WESTERN = written([["1", "Müller & Söhne", "2026-03-05", "5.00"], ["2", "Café Été", "2026-03-06", "6.00"]])


def same_facts(one: Collected, other: Collected) -> None:
    for table in ("orders", "order_lines", "customers", "contacts", "owners", "source_rows"):
        assert_frame_equal(getattr(one, table), getattr(other, table))


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]], merged: str | None = None, last_row: int = 0, hidden: str = ""
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "hidden"
        if last_row:
            sheet.cell(last_row, 1, "x")
        if merged:
            sheet.merge_cells(merged)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def zipped(members: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
     ("gb18030", "gb18030"), ("gbk", "gb18030")],
)  # fmt: skip
def test_the_encoding_changes_nothing(encoding: str, name: str) -> None:
    found = collected(TEXT.encode(encoding))
    assert found.form.encoding == name
    same_facts(found, collected(TEXT))


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_western_accents_are_not_taken_for_chinese(encoding: str) -> None:
    found = collected(WESTERN.encode(encoding))
    assert found.form.encoding == "cp1252"
    same_facts(found, collected(WESTERN))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separator_and_newline_change_nothing(separator: str, newline: str) -> None:
    found = collected(written(ROWS, HEADING, separator).replace("\n", newline))
    assert found.form.separator == separator
    same_facts(found, collected(TEXT))


def test_a_packed_file_is_known_by_its_bytes_and_not_by_its_name() -> None:
    for packed, compression in (
        (gzip.compress(TEXT.encode()), "gz"),
        (zipped({"orders.csv": TEXT}), "zip"),
        (TEXT.encode(), None),
    ):
        found = collected(packed, "orders.txt")
        assert found.form.compression == compression
        same_facts(found, collected(TEXT))


def test_a_zip_holds_exactly_one_table() -> None:
    with pytest.raises(SeveralTables) as refusal:
        collected(zipped({"a": TEXT, "b": TEXT}), "orders.zip")
    assert str(refusal.value) == "orders.zip is a zip with several files: a, b. Unpack it and give them one by one."
    with pytest.raises(NoTableInside):
        collected(zipped({}), "orders.zip")
    same_facts(collected(zipped({"orders.csv": TEXT, "__MACOSX/._orders.csv": "x", "folder/": ""})), collected(TEXT))


def test_parquet_keeps_the_types_of_its_columns() -> None:
    frame = pl.DataFrame(
        {
            "customer_id": [12583.0, 12584.0],
            "ordered_at": [datetime(2026, 3, 5, 14, 30), datetime(2026, 3, 6)],
            "amount": [5.5, -1.25],
            "tags": [["a"], ["b"]],
        }
    )
    data = io.BytesIO()
    frame.write_parquet(data)
    found = collected(data.getvalue(), "orders.parquet")
    assert found.form.format == "parquet"
    assert found.orders.select("customer_id", "ordered_on", "ordered_at", "amount").rows() == [
        ("12583", date(2026, 3, 5), datetime(2026, 3, 5, 14, 30), 5.5),
        ("12584", date(2026, 3, 6), datetime(2026, 3, 6), -1.25),
    ]


def test_json_lines_and_an_array_of_objects_are_tables() -> None:
    records = [dict(zip(HEADING, row, strict=True)) for row in ROWS]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    same_facts(collected(lines, "orders.jsonl"), collected(TEXT))
    same_facts(collected(json.dumps(records), "orders.json"), collected(TEXT))
    assert collected(lines).form.format == "jsonl"


def test_a_workbook_keeps_dates_and_numbers() -> None:
    rows = [HEADING, ["SC-1", ROWS[0][1], date(2026, 3, 5), 1200.5], ["SC-2", ROWS[1][1], datetime(2026, 3, 6), 88.25]]
    found = collected(workbook({"Sheet1": rows}), "orders.xlsx")
    assert (found.form.format, found.form.sheet) == ("xlsx", "Sheet1")
    same_facts(found, collected(TEXT))


def test_sheets_with_the_same_headings_are_one_table() -> None:
    found = collected(workbook({"2025": [HEADING, ROWS[0]], "2026": [HEADING, ROWS[1]], "Notes": [["By Wang"]]}))
    assert found.form.sheet == "2025 + 2026"
    same_facts(found, collected(TEXT))


def test_a_problem_in_a_workbook_names_sheet_and_row() -> None:
    rows = [HEADING, ROWS[0], ["SC-3", "x", "soon", "1"]]
    found = collected(workbook({"2025": [HEADING, ROWS[0]], "2026": rows}), skip_bad_rows=True)
    assert found.problems.select("sheet", "row", "reason").rows() == [("2026", 3, "bad_date")]


def test_the_sheet_with_orders_is_taken_before_longer_lists_of_something_else() -> None:
    buyers = [
        ["客户名称", "国家", "等级", "业务员", "联系人", "邮箱", "电话"],
        ["甲", "美国", "A", "王芳", "J", "j@a.example", "1"],
    ]
    found = collected(workbook({"客户": buyers, "订单": [HEADING, *ROWS]}))
    assert (found.kind, found.form.sheet) == ("orders", "订单")


def test_orders_on_two_sheets_with_different_headings_are_never_half_taken() -> None:
    with pytest.raises(SeveralSheets) as refusal:
        collected(workbook({"2025": [HEADING, ROWS[0]], "2026": [[*HEADING, "币种"], [*ROWS[1], "USD"]]}))
    assert "2025, 2026" in str(refusal.value)


def test_a_hidden_sheet_is_taken_only_by_name() -> None:
    data = workbook({"Now": [HEADING, ROWS[0]], "Old": [HEADING, ROWS[1]]}, hidden="Old")
    assert collected(data).orders["order_id"].to_list() == ["SC-1"]
    assert collected(data, sheet="Old").orders["order_id"].to_list() == ["SC-2"]


def test_a_sheet_can_be_chosen() -> None:
    other: list[list[Any]] = [["Order", "Customer", "Date", "Amount"], ["9", "x", "2026-03-05", 1]]
    sheets = {"A": [HEADING, ROWS[0]], "B": other}
    with pytest.raises(SeveralSheets):
        collected(workbook(sheets))
    assert collected(workbook(sheets), sheet="B").orders["order_id"].to_list() == ["9"]
    with pytest.raises(UnknownSheet) as refusal:
        collected(workbook(sheets), "orders.xlsx", sheet="C")
    assert str(refusal.value) == "orders.xlsx has no sheet C. It has: A, B."
    with pytest.raises(NoWorkbook):
        collected(TEXT, sheet="A")
    with pytest.raises(EmptyFile):
        collected(workbook({"A": []}))


def test_an_order_number_merged_over_its_lines_belongs_to_each() -> None:
    rows = [HEADING, ["SC-1", "甲", "2026-03-05", 1], [None, "甲", "2026-03-05", 2], ["SC-2", "甲", "2026-03-05", 4]]
    found = collected(workbook({"Sheet1": rows}, merged="A2:A3"))
    assert found.orders.select("order_id", "amount").rows() == [("SC-1", 3.0), ("SC-2", 4.0)]


def test_quoted_newlines_and_separators_stay_in_their_cell() -> None:
    found = collected('Order,Customer,Date,Amount\n1,"Acme,\nTrading",2026-03-05,5\n2,Beta,2026-03-05,6\n')
    assert found.customers["name"].to_list() == ["Acme, Trading", "Beta"]
    assert found.read == 2


def test_stray_quotes_are_text() -> None:
    found = collected('Order,Customer,Date,Amount\n1,5" Pipes Ltd,2026-03-05,5\n2,"A" Corp,2026-03-05,6\n')
    assert found.customers["name"].to_list() == ['5" Pipes Ltd', "A Corp"]


def test_ragged_rows_are_counted_and_named() -> None:
    text = TEXT + "SC-3,x,2026-03-05\nSC-4,x,2026-03-05,1,2\nSC-5,x,2026-03-05,1,,\n\n"
    found = collected(text, skip_bad_rows=True)
    assert found.problems.select("row", "reason").rows() == [(4, "too_few_cells"), (5, "too_many_cells")]
    assert (found.read, found.orders.height) == (5, 3)
    with pytest.raises(TooFewCells):
        collected(text)
    with pytest.raises(TooManyCells):
        collected(TEXT + "SC-4,x,2026-03-05,1,2\n")


def test_empty_rows_are_no_rows_but_keep_their_number() -> None:
    found = collected(TEXT + ",,,\n\nSC-3,x,,1\n", skip_bad_rows=True)
    assert (found.read, found.problems["row"].to_list()) == (3, [6])


def test_columns_without_heading_and_cells_are_no_columns() -> None:
    found = collected("Order,,Customer,Date,Amount,,\n1,,Acme,2026-03-05,5,,\n2,,Acme,2026-03-05,5,,x\n")
    assert [column.heading for column in found.columns] == ["Order", "Customer", "Date", "Amount", ""]
    assert found.columns[-1].samples == ("x",)
