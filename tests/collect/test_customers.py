"""Buyers, the people there and their reps."""

from __future__ import annotations

import pytest

from tests.collect.tables import accounted, collected, written
from tradewind.collect.countries import country
from tradewind.companies import company_key, customer_number, tidy_name


@pytest.mark.parametrize(
    ("one", "other"),
    [("ACME Co., Ltd.", "Acme co ltd"), ("ＡＣＭＥ　Ｉｎｃ．", "acme inc"), ("Acme  Trading ", "Acme Trading."), ("Rossi S.r.l.", "ROSSI SRL"),
     ("Van Dam B.V.", "van dam bv"), ("宁波东方（进出口）有限公司", "宁波东方(进出口)有限公司"), ("A.B.C. Trading Co.,Ltd", "A.B.C. Trading CO. LTD.")],
)  # fmt: skip
def test_one_company_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme Ltd", "Acme Inc"), ("Acme", "Acme Ltd"), ("Acme (HK)", "Acme"), ("Acme 1", "Acme 2"), ("宁波东方", "宁波东方有限公司"),
     ("Acme Coltd", "Acme Co Ltd"), ("x" * 300 + "a", "x" * 300 + "b"), ("A & B", "A B")],
)  # fmt: skip
def test_two_companies_stay_two(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


def test_numbers_lose_the_point_zero_of_spreadsheets() -> None:
    assert [customer_number(text) for text in ("12583.0", "12583", "1.20", "0012.00")] == [
        "12583",
        "12583",
        "1.20",
        "0012",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("USA", "US"), ("美国", "US"), ("united states", "US"), ("U.S.A.", "US"), ("UK", "GB"), ("英国", "GB"), ("EIRE", "IE"), ("RSA", "ZA"),
     ("Germany", "DE"), ("德国", "DE"), ("Deutschland", "DE"), ("de", "DE"), ("Hong Kong", "HK"), ("中国香港", "HK"), ("阿联酋", "AE"),
     ("Channel Islands", "Channel Islands"), ("European Community", "European Community"), ("Unspecified", "Unspecified")],
)  # fmt: skip
def test_countries_are_recognised_or_left_as_written(text: str, code: str) -> None:
    assert country(text) == code


CUSTOMERS = """客户编号,客户名称,国家,客户等级,业务员,联系人,邮箱,电话,微信,语言,时区
K1,Acme Ltd,美国,A,王芳,John Smith,john@acme.example,+1 555 0100,john_wx,英语,America/New_York
K2,Beta GmbH,德国,B,李雷,,,,,,
,,法国,,,,,,,,
"""


def test_a_customer_list_is_recognised_and_read() -> None:
    found = collected(CUSTOMERS)
    assert found.kind == "customers"
    assert found.customers.rows() == [
        ("K1", "Acme Ltd", "US", "America/New_York", "A", "王芳"),
        ("K2", "Beta GmbH", "DE", None, "B", "李雷"),
    ]
    assert found.contacts.rows() == [
        ("K1", "John Smith", "buyer", "john@acme.example", "+1 555 0100", "john_wx", "英语")
    ]
    assert found.source_rows.rows() == [("K1", 1), ("K2", 1)]
    assert found.problems.select("row", "reason", "outcome").rows() == [(4, "no_customer", "skipped")]
    assert accounted(found) == found.read == 3


def test_a_list_of_contacts_is_recognised_and_keeps_every_person() -> None:
    found = collected(
        "Company,Contact Name,Email,Contact Type\nAcme,John,j@a.example,\nAcme,Jane,k@a.example,Forwarder\n"
    )
    assert found.kind == "contacts"
    assert found.contacts.select("name", "kind").rows() == [("Jane", "forwarder"), ("John", "buyer")]
    assert found.source_rows.rows() == [("acme", 2)]


def test_a_list_with_just_name_and_country_is_one_of_customers() -> None:
    found = collected("Name,Country\nAcme,USA\n")
    assert found.customers.select("name", "country").rows() == [("Acme", "US")]


def test_a_person_says_that_an_order_file_is_read_for_its_customers() -> None:
    found = collected(written([["1", "Acme", "2026-03-05", "5"]]), kind="customers")
    assert (found.orders.height, found.customers.height, accounted(found)) == (0, 1, 1)


def test_the_rep_of_the_latest_order_looks_after_the_buyer() -> None:
    heading = ["Order", "Customer", "Date", "Amount", "Sales rep"]
    rows = [
        ["1", "Acme", "2026-03-06", "5", "Li"],
        ["2", "Acme", "2026-03-05", "5", "Wang"],
        ["3", "Acme", "2026-03-01", "5", "Wang"],
    ]
    assert collected(written(rows, heading)).owners.rows() == [("acme", "Li")]


@pytest.mark.parametrize("nobody", ["", "-", "N/A", "nan", "NULL", "无", "  "])
def test_a_row_that_names_nobody_is_left_out_and_counted(nobody: str) -> None:
    found = collected(written([["1", "Acme", "2026-03-05", "5"], ["2", nobody, "2026-03-05", "5"]]))
    assert (found.orders.height, found.skipped, found.failed) == (1, 1, 0)


def test_names_are_kept_as_text_whatever_they_look_like() -> None:
    names = ["=HYPERLINK(1)", "<script>alert(1)</script>", "@SUM(A1)", "+49 Ltd", 'O\'Neil & "Sons"']
    found = collected(written([[str(n), name, "2026-03-05", "5"] for n, name in enumerate(names)]))
    assert sorted(found.customers["name"]) == sorted(names)


def test_names_are_one_tidy_line_of_at_most_200_characters() -> None:
    found = collected(
        written([["1", " Acme\t\n Trading\u200b\x07 ", "2026-03-05", "5"], ["2", "x" * 5000, "2026-03-05", "5"]])
    )
    assert found.customers["name"].to_list() == ["Acme Trading", "x" * 200]
    assert tidy_name(" a   b ") == "a b"
