"""Which field each column is."""

from __future__ import annotations

import pytest

from tests.collect.tables import by_id, collected, written
from tradewind.collect.headings import heading_row, meaning
from tradewind.collect.vocabulary import WORDS
from tradewind.errors import DuplicateHeading, NoCustomerFile, NoOrderFile, UnknownChoice, UnknownHeading

ROW = ["1", "Acme", "2026-03-05", "5"]


@pytest.mark.parametrize(
    "heading",
    [["订单号", "客户名称", "下单日期", "金额"], ["合同号", "买家", "签单日期", "总金额"], ["PI号", "公司", "日期", "合计"],
     ["Invoice No.", "BUYER", "Invoice Date", "Total Amount"], ["PO#", "Company", "ordered_at", "Sales"],
     ["ORDERNUMBER", "CUSTOMERNAME", "ORDERDATE", "SALES"], ["订单 编号：", "客户（全称）", "订单日期*", "金额（USD）"],
     ["Ｏｒｄｅｒ　ＩＤ", "customer-name", "order date", "Amount (net)"]],
)  # fmt: skip
def test_headings_are_known_in_both_languages(heading: list[str]) -> None:
    found = collected(written([ROW], heading))
    assert [(column.field, column.how) for column in found.columns] == [
        (field, "name") for field in ("order_id", "customer", "ordered_on", "amount")
    ]


def test_no_word_stands_for_two_fields() -> None:
    words = [word for words in WORDS.values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert all(meaning(word) is not None for word in words)


def test_both_the_customers_number_and_name_may_be_there() -> None:
    found = collected(
        written([["12583.0", *ROW[1:]], ["", *ROW[1:]]], ["Customer ID", "Customer Name", "Date", "Amount"])
    )
    assert found.customers.select("customer_id", "name").rows() == [("12583", "Acme")]
    assert found.orders["source_rows"].to_list() == [2]


def test_the_surer_heading_wins() -> None:
    found = collected(written([[*ROW, "500"]], ["订单号", "客户", "日期", "金额", "总金额"]))
    assert found.orders["amount"].to_list() == [500.0]
    assert found.columns[3].field is None


def test_titles_and_notes_above_the_heading_are_passed_over() -> None:
    text = "2026年外贸订单汇总,,,\n制表：王芳,,,\n,,,\n" + written([ROW, ["2", "", "2026-03-05", "1"]])
    found = collected(text)
    assert found.orders.height == 1
    assert found.problems["row"].to_list() == [6]
    assert heading_row([["Orders"], [], ["Customer", "Date"]]) == 2


def test_columns_in_words_nobody_taught_are_told_by_their_values() -> None:
    rows = [["1", "Acme", "05.03.2026", "3,50"], ["2", "Acme", "25.03.2026", "4,50"], ["3", "Beta", "26.03.2026", "4,50"],
            ["4", "Beta", "27.03.2026", "1,00"]]  # fmt: skip
    found = collected(written(rows, ["Pedido", "Cliente", "Quando", "Valor"], ";"))
    assert [(column.field, column.how) for column in found.columns] == [
        (None, "none"), ("customer", "values"), ("ordered_on", "values"), ("amount", "values")
    ]  # fmt: skip


def test_a_person_corrects_what_a_column_is() -> None:
    found = collected(
        written([ROW], ["A", "B", "C", "D"]),
        headings={"A": "order_id", "B": "customer", "C": "ordered_on", "D": "amount"},
    )
    assert {column.how for column in found.columns} == {"person"}
    assert by_id(found, "amount") == [5.0]


def test_a_person_may_have_a_column_ignored() -> None:
    found = collected(
        written([[*ROW, "x"]], ["Order", "Customer", "Date", "Amount", "Country"]), headings={"Country": ""}
    )
    assert (found.columns[4].field, found.columns[4].how) == (None, "person")
    assert found.customers["country"].to_list() == [None]


def test_a_correction_that_names_no_column_or_no_field_is_refused() -> None:
    with pytest.raises(UnknownHeading):
        collected(written([ROW]), headings={"Betrag": "amount"})
    with pytest.raises(UnknownChoice):
        collected(written([ROW]), headings={"Amount": "money"})


def test_samples_are_five_distinct_filled_cells() -> None:
    found = collected(
        written([[str(n), "Acme", "2026-03-05", ""] if n % 2 else [str(n), "Beta", "", "1"] for n in range(20)]),
        skip_bad_rows=True,
    )
    assert found.columns[0].samples == ("0", "1", "2", "3", "4")
    assert found.columns[1].samples == ("Beta", "Acme")


def test_no_order_file_says_what_it_has_and_what_is_missing() -> None:
    with pytest.raises(NoOrderFile) as refusal:
        collected("Title,Artist,Year,Price\nBlue,Joni,1971,9.99\n", "records.csv")
    assert "records.csv is no order file: it has the columns Title, Artist, Year, Price" in str(refusal.value)
    assert refusal.value.facts["missing"] == "customer, date, amount"


def test_a_list_of_people_is_no_order_file() -> None:
    with pytest.raises(NoOrderFile):
        collected("name,born,height\nAda,1990-01-01,1.75\nBob,1991-01-01,1.80\n")


def test_a_customer_list_without_customers_is_refused() -> None:
    with pytest.raises(NoCustomerFile):
        collected("Country,Tier\nUSA,A\n")


def test_one_heading_over_two_different_columns_is_refused() -> None:
    heading = ["Order", "Customer", "Date", "Amount", "Amount"]
    with pytest.raises(DuplicateHeading) as refusal:
        collected(written([[*ROW, "6"]], heading))
    assert (
        str(refusal.value) == "orders.csv has the heading Amount over different cells, in columns 4 and 5. Rename one."
    )
    assert collected(written([[*ROW, "5"]], heading)).orders["amount"].to_list() == [5.0]
