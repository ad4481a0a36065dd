"""Files that are no table, or not all of one: each refused in one sentence that names the file."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from typing import Any

import pytest

from tests.collect.tables import collected, written
from tests.collect.test_forms import TEXT, workbook, zipped
from tradewind.collect import unpacked
from tradewind.errors import (
    BadJsonLine,
    BrokenEncoding,
    BrokenFile,
    EmptyFile,
    HeadingOnly,
    InputError,
    LockedFile,
    NotATable,
    TooLarge,
    TruncatedFile,
    UnclosedQuote,
    UnknownChoice,
    UnknownEncoding,
    WebPage,
)

LONG = TEXT * 200


def refused(content: str | bytes, error: type[InputError], name: str = "orders.csv") -> str:
    with pytest.raises(error) as refusal:
        collected(content, name)
    assert name in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize("content", ["", "\n\n", " \t\n", "\ufeff"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert refused(content, EmptyFile) == "orders.csv is empty. Export the table again, or choose another file."


def test_a_heading_without_rows_is_refused() -> None:
    refused(TEXT.split("\n")[0] + "\n", HeadingOnly)
    refused(TEXT.split("\n")[0] + "\n,,,\n", HeadingOnly)
    refused(workbook({"A": [["订单号", "客户名称", "订单日期", "金额"]]}), HeadingOnly)


def test_binary_rubbish_is_no_table() -> None:
    noise = random.Random(1).randbytes(5000)
    for content in (b"\x89PNG\r\n\x1a\n" + noise, b"\x7fELF" + noise, noise):
        refused(content, NotATable)


def test_a_web_page_with_the_name_of_a_workbook_is_refused_with_what_to_do() -> None:
    for content in (
        "<html><table><tr><td>1</td></tr></table></html>",
        "<?xml version='1.0'?>\n<Workbook/>",
        " <!DOCTYPE html>",
    ):
        assert "save it as XLSX" in refused(content, WebPage, "orders.xls")


def test_a_truncated_download_is_refused_and_never_half_read() -> None:
    packed = gzip.compress(LONG.encode(), mtime=0)
    refused(packed[: len(packed) // 2], TruncatedFile, "orders.csv.gz")
    refused(packed[:-4], TruncatedFile, "orders.csv.gz")
    book = workbook({"A": [["Customer", "Date", "Amount"], ["a", "2026-03-05", 1]]})
    refused(book[: len(book) // 2], BrokenFile, "orders.xlsx")
    refused(zipped({"a": LONG})[:-30], BrokenFile, "orders.zip")
    refused(b"PAR1" + b"\0" * 50, BrokenFile, "orders.parquet")
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BrokenFile, "orders.xls")


def test_damaged_packed_data_is_refused() -> None:
    packed = bytearray(gzip.compress(LONG.encode(), mtime=0))
    packed[len(packed) // 2] ^= 0xFF
    refused(bytes(packed), BrokenFile, "orders.csv.gz")
    refused(b"PK\x03\x04" + b"x" * 100, BrokenFile, "orders.zip")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = b"0" * (unpacked.UNSUSPICIOUS_BYTES * 2)
    refused(gzip.compress(bomb), TooLarge, "orders.csv.gz")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", bomb)
    refused(data.getvalue(), TooLarge, "orders.zip")
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
    refused(data.getvalue(), TooLarge, "orders.xlsx")


def test_a_sheet_that_spans_more_cells_than_can_be_held_is_refused() -> None:
    wide: list[Any] = [None] * 16_383 + ["x"]
    data = workbook({"A": [["Customer", "Date", "Amount"], wide]}, last_row=1_048_576)
    assert "60 million" in refused(data, TooLarge, "orders.xlsx")


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    data = zipped({"a": "0" * 100_000})
    honest, lie = struct.pack("<I", 100_000), struct.pack("<I", 10)
    refused(data.replace(honest, lie), BrokenFile, "orders.zip")


def test_a_file_above_the_size_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_BYTES", 100)
    refused(LONG, TooLarge)
    refused(gzip.compress(LONG.encode()), TooLarge)


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped({"a": TEXT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    refused(bytes(data), LockedFile, "orders.zip")


def test_a_text_that_leaves_its_encoding_midway_is_refused_with_the_row() -> None:
    assert "row 3:" in refused(TEXT.encode()[:-20] + b"\xe5\n", BrokenEncoding)
    assert "GB18030" in refused(TEXT.encode("gb18030") + b"SC-3,\xff,2026-03-05,1\n", BrokenEncoding)
    refused(TEXT.encode("utf-16")[:-1], BrokenEncoding)


def test_an_encoding_that_is_not_known_here_is_refused_and_not_misread() -> None:
    rows = [["1", "Торговый дом Восток", "2026-03-05", "5"], ["2", "Северный ветер", "2026-03-05", "5"]]
    refused(written(rows).encode("cp1251"), UnknownEncoding)
    refused(written(rows).encode("koi8-r"), UnknownEncoding)


def test_a_quotation_mark_that_never_closes_is_refused_with_its_row() -> None:
    text = 'Order,Customer,Date,Amount\n1,a,2026-03-05,1\n2,"b,2026-03-05,1\n3,c,2026-03-05,1\n'
    assert "row 3:" in refused(text, UnclosedQuote)
    refused(text + "4,c,2026-03-05,1\n" * 20_000, UnclosedQuote)


@pytest.mark.parametrize("line", ["{oops", "[1]", "5", '{"a":' * 5000])
def test_a_broken_json_line_is_refused_with_its_row(line: str) -> None:
    good = '{"customer": "a", "date": "2026-03-05", "amount": 1}\n'
    assert "row 2 " in refused(good + line + "\n", BadJsonLine, "orders.jsonl")


def test_control_characters_are_taken_out_and_nothing_crashes() -> None:
    found = collected("Order,Customer,Date,Amount\n1,A\0c\x01me\x7f\u202e,2026-03-05,5\n")
    assert found.customers["name"].to_list() == ["Acme"]


@pytest.mark.parametrize("option", [{"kind": "cakes"}, {"dates": "dym"}, {"decimal": "dot"}])
def test_a_choice_that_there_is_not_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(UnknownChoice):
        collected(TEXT, **option)


def test_half_a_character_in_json_does_not_crash() -> None:
    found = collected('{"customer": "Acme\\ud800", "date": "2026-03-05", "amount": 1}\n')
    assert found.customers["name"].to_list() == ["Acme?"]
