"""The wrong rows as a file: corrected in a spreadsheet, imported again."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.collect.tables import ORDER_HEADING, accounted, collected, written
from tests.collect.test_forms import workbook
from tradewind.collect import Collected, Options, collect, rejected_csv
from tradewind.collect.headings import is_mark, meaning
from tradewind.errors import BadDayMonthDate, HeadingOnly

MARKS = ["Tradewind: row", "Tradewind: reason"]
DAY = "2026-03-05"
BAD = [["7", "Acme", "25/01/2026", "5"], ["7", "Acme", "31/02/2026", "6"], ["8", "Beta", "26/01/2026", "1"]]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def again(found: Collected, *corrections: tuple[str, str]) -> Collected:
    """What the rejected file gives, each correction (old, new) made in it."""
    text = rejected_csv(found).decode()
    for old, new in corrections:
        assert old in text
        text = text.replace(old, new)
    return collected(text, skip_bad_rows=True)


def told(found: Collected) -> list[tuple[Any, ...]]:
    return found.problems.filter(pl.col("outcome") == "failed").select("column", "value", "reason").rows()


def test_the_wrong_rows_come_back_as_written_with_their_row_and_reason() -> None:
    found = collected(written(BAD), skip_bad_rows=True)
    assert found.rejected.columns == [*ORDER_HEADING, *MARKS]
    assert found.rejected.rows() == [
        ("7", "Acme", "25/01/2026", "5", "2", "order_has_wrong_row; Order ID; 7; dates=dmy; decimal=point"),
        ("7", "Acme", "31/02/2026", "6", "3", "bad_date; Order Date; 31/02/2026; dates=dmy; decimal=point"),
    ]
    assert cells(rejected_csv(found)) == [found.rejected.columns, *map(list, found.rejected.rows())]
    assert rejected_csv(found).startswith(b"\xef\xbb\xbf")


def test_a_corrected_file_brings_its_orders_in_whole() -> None:
    found = again(collected(written(BAD), skip_bad_rows=True), ('"31/02/2026"', '"28/02/2026"'))
    assert found.orders.select("order_id", "ordered_on", "amount").rows() == [("7", date(2026, 1, 25), 11.0)]
    assert (found.read, found.failed, [column.heading for column in found.columns]) == (2, 0, list(ORDER_HEADING))


def test_a_correction_does_not_change_how_the_other_rows_are_read() -> None:
    rows = [
        ["7", "Acme", "25/01/2026", "1.234,50"],
        ["8", "Acme", "01/02/2026", "1.200"],
        ["8", "Acme", "01/02/2026", "x"],
    ]
    first = collected(written(rows), skip_bad_rows=True)
    found = again(first, ('"x"', '"100"'))
    assert found.orders.select("ordered_on", "amount").rows() == [(date(2026, 2, 1), 1300.0)]
    american = collected(written([*BAD, ["9", "Acme", "03/15/2026", "1"]]), skip_bad_rows=True)
    assert told(again(american)) == told(american)


def test_a_file_that_nobody_corrected_is_refused_as_before() -> None:
    first = collected(written(BAD), skip_bad_rows=True)
    with pytest.raises(BadDayMonthDate):
        collected(rejected_csv(first))
    assert again(first).orders.is_empty()


def test_a_wrong_date_in_an_optional_column_is_not_passed_over_when_it_stands_alone() -> None:
    heading = ["Order ID", "Customer", "Order Date", "Amount", "Shipped"]
    rows = [*([str(n), "Acme", DAY, "5", DAY] for n in range(20)), ["x", "Acme", DAY, "5", "soon"]]
    first = collected(written(rows, heading), skip_bad_rows=True)
    assert told(again(first)) == told(first) == [("Shipped", "soon", "bad_date")]


def test_formulas_are_defused_and_come_back_as_they_were() -> None:
    names = ["=HYPERLINK(1)", "+49 Ltd", "-x", "@SUM(A1)", "'=quoted", "'plain", "''", '"=1"', "a\tb", "<script>"]
    first = collected(
        written([[str(n), name, "?", "-5.00"] for n, name in enumerate(names)] + [["99", *BAD[2][1:]]]),
        skip_bad_rows=True,
    )
    shown = cells(rejected_csv(first))[1:]
    assert [row[1] for row in shown] == [
        "'=HYPERLINK(1)", "'+49 Ltd", "'-x", "'@SUM(A1)", "''=quoted", "'plain", "''", '"=1"', "a\tb", "<script>"
    ]  # fmt: skip
    assert {row[3] for row in shown} == {"-5.00"}
    assert again(first).rejected["Customer"].to_list() == names
    assert again(first, ('"?"', f'"{DAY}"')).customers["name"].sort().to_list() == sorted(
        first.rejected["Customer"].str.replace_all("\t", " ").to_list()
    )


def test_a_heading_can_be_a_formula_too() -> None:
    first = collected(
        written([[*BAD[0], "x"], ["9", "Acme", "?", "5", "y"]], [*ORDER_HEADING, "=cmd|' /C calc'!A1"]),
        skip_bad_rows=True,
    )
    assert cells(rejected_csv(first))[0][4] == "'=cmd|' /C calc'!A1"
    assert again(first).columns[4].heading == "=cmd|' /C calc'!A1"


def test_in_other_files_an_apostrophe_is_an_apostrophe() -> None:
    assert collected(written([["1", "'=x", DAY, "5"]])).customers["name"].to_list() == ["'=x"]


def test_too_many_cells_are_given_back_and_stay_wrong_until_they_are_put_right() -> None:
    first = collected(written(BAD[2:]) + "9,Gamma, Inc,27/01/2026,5\n", skip_bad_rows=True)
    assert first.rejected.columns == [*ORDER_HEADING, "Tradewind: cell 5", *MARKS]
    assert told(again(first)) == told(first) == [(None, None, "too_many_cells")]
    right = again(first, ('"Gamma","Inc","27/01/2026","5"', '"Gamma, Inc","27/01/2026","5",""'))
    assert right.customers["name"].to_list() == ["Gamma, Inc"]


def test_too_few_cells_stay_too_few_until_the_last_is_filled_or_the_reason_taken_away() -> None:
    heading = [*ORDER_HEADING, "Country"]
    first = collected(written([["8", "Beta", DAY, "1", "US"]], heading) + f"9,Gamma,{DAY},5\n", skip_bad_rows=True)
    reason = '"too_few_cells; decimal=point"'
    assert told(again(first)) == told(first) == [(None, None, "too_few_cells")]
    assert again(first, ('"5","",', '"5","DE",')).failed == 0
    assert again(first, (reason, '""')).orders.height == 1


def test_headings_that_stand_twice_keep_their_place() -> None:
    rows = [["1", "Acme", "?", "5", "a", "b", "c"], ["2", "Acme", DAY, "5", "a", "b", "c"]]
    first = collected(written(rows, [*ORDER_HEADING, "Remarks", "Remarks", ""]), skip_bad_rows=True)
    assert first.rejected.columns[4:7] == ["Remarks", "Remarks (6)", "(7)"]
    assert cells(rejected_csv(first))[0][4:7] == ["Remarks", "Remarks", ""]
    assert told(again(first)) == told(first)


def test_rows_of_a_workbook_come_back_as_text_with_sheet_and_row() -> None:
    rows: list[list[Any]] = [
        ["Order", "Customer", "Date", "Amount"],
        [1, "Acme", date(2026, 3, 5), 1.5],
        [2, "Acme", date(2026, 3, 6), None],
    ]
    first = collected(workbook({"2026": rows}), skip_bad_rows=True)
    assert first.rejected.rows() == [("2", "Acme", "2026-03-06", None, "2026!3", "no_amount; Amount; decimal=point")]
    assert told(again(first)) == told(first)


def test_a_rejected_file_saved_as_a_workbook_is_read_as_well() -> None:
    first = collected(written(BAD), skip_bad_rows=True)
    saved = collected(workbook({"Sheet1": list(cells(rejected_csv(first)))}), skip_bad_rows=True)
    assert told(saved) == told(first)
    assert_frame_equal(saved.rejected.drop("Tradewind: row"), first.rejected.drop("Tradewind: row"))


def test_the_marks_are_no_columns_of_the_file(tmp_path: Path) -> None:
    assert all(is_mark(heading) and meaning(heading) is None for heading in [*MARKS, "Tradewind: cell 5"])
    first = collected(written(BAD), skip_bad_rows=True)
    file, seen = tmp_path / "rejected.csv", []
    file.write_bytes(rejected_csv(first))

    def recall(headings: tuple[str, ...], options: Options) -> Options:
        seen.append((headings, options.dates))
        return options

    second = collect(file, Options(skip_bad_rows=True), recall=recall)
    assert seen == [(ORDER_HEADING, "dmy")]
    assert second.rejected.columns == first.rejected.columns


def test_without_wrong_rows_there_is_nothing_to_correct() -> None:
    found = collected(written(BAD[2:]))
    assert found.rejected.is_empty()
    assert found.rejected.columns == [*ORDER_HEADING, *MARKS]
    with pytest.raises(HeadingOnly):
        collected(rejected_csv(found))


wild = st.text(st.sampled_from("='+-@\t\r\n\",;| a1.5é中\0"), max_size=6)
good = [["g1", "Acme", DAY, "1.00"], ["g2", "Acme", "2026-03-06", "2.00"]]


@settings(deadline=None, max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(
        st.tuples(st.sampled_from("1234"), wild, st.sampled_from([DAY, "?", "31/02/2026"]), wild),
        min_size=1,
        max_size=8,
    )
)
def test_correcting_nothing_fails_the_same_rows_again(table: list[tuple[str, ...]]) -> None:
    text = written([*good, *map(list, table)])
    assume(text.count("\0") <= 0.05 * len(text))  # more than that is no text, and refused as such
    first = collected(text, skip_bad_rows=True)
    assert first.rejected.height == first.failed
    if first.failed:
        second = again(first)
        assert second.orders.is_empty()
        assert (told(second), second.failed, accounted(second)) == (told(first), first.failed, first.failed)
        assert_frame_equal(second.rejected.drop("Tradewind: row"), first.rejected.drop("Tradewind: row"))


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("123456"), st.sampled_from(["Acme", "Beta"]), st.sampled_from([DAY, "?", "2026-04-01"])
        ),
        min_size=1,
        max_size=15,
    )
)
def test_what_came_in_and_what_was_corrected_are_together_what_the_right_file_gives(
    table: list[tuple[str, ...]],
) -> None:
    rows = [[*row, f"{place}.50"] for place, row in enumerate(table)]
    first = collected(written([*good, *rows]), skip_bad_rows=True)
    right = [[cell.replace("?", DAY) for cell in row] for row in [*good, *rows]]
    parts = [first, again(first, ('"?"', f'"{DAY}"'))] if first.failed else [first]
    together = pl.concat([part.orders for part in parts]).sort("ordered_on", "order_id")
    assert_frame_equal(together, collected(written(right)).orders)
