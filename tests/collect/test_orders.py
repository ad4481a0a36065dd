"""Rows of a file into orders."""

from __future__ import annotations

from datetime import date, datetime

from tests.collect.tables import by_id, collected, paid, written

LINES = """订单号,客户名称,订单日期,产品,数量,单价,币种,国家,业务员
SC-1,Rossi S.r.l.,2026年3月5日,阀门,10,12.50,USD,意大利,王芳
SC-1,Rossi S.r.l.,2026年3月5日,泵,2,100,USD,意大利,王芳
SC-1,Rossi S.r.l.,2026年3月5日,阀门,-1,12.50,USD,意大利,王芳
SC-2,Müller GmbH,2026年3月6日,泵,1,"1,100.00",EUR,德国,李雷
"""


def test_lines_of_one_order_are_summed_and_kept() -> None:
    found = collected(LINES)
    assert found.orders.select(
        "order_id", "customer_id", "ordered_on", "amount", "currency", "rep", "source_rows"
    ).rows() == [
        ("SC-1", "rossi srl", date(2026, 3, 5), 312.5, "USD", "王芳", 3),
        ("SC-2", "müller gmbh", date(2026, 3, 6), 1100.0, "EUR", "李雷", 1),
    ]
    assert found.order_lines.select("order_id", "line_no", "product", "quantity", "amount").rows()[:3] == [
        ("SC-1", 1, "阀门", 10.0, 125.0),
        ("SC-1", 2, "泵", 2.0, 200.0),
        ("SC-1", 3, "阀门", -1.0, -12.5),
    ]


def test_the_buyers_of_an_order_file_come_with_country_and_rep() -> None:
    found = collected(LINES)
    assert found.customers.select("customer_id", "name", "country").rows() == [
        ("müller gmbh", "Müller GmbH", "DE"),
        ("rossi srl", "Rossi S.r.l.", "IT"),
    ]
    assert found.owners.rows() == [("müller gmbh", "李雷"), ("rossi srl", "王芳")]


def test_without_order_numbers_a_buyer_has_one_order_a_day_and_currency() -> None:
    rows = [["Acme", "2026-03-05", "1", "USD"], ["ACME", "2026-03-05", "2", "USD"], ["Acme", "2026-03-05", "4", "EUR"],
            ["Acme", "2026-03-06", "8", "USD"]]  # fmt: skip
    found = collected(written(rows, ["Customer", "Date", "Amount", "Currency"]))
    assert found.orders.select("order_id", "amount").rows() == [
        ("acme@2026-03-05@EUR", 4.0),
        ("acme@2026-03-05@USD", 3.0),
        ("acme@2026-03-06", 8.0),
    ]


def test_an_order_number_of_two_customers_is_two_orders() -> None:
    found = collected(written([["7", "Acme", "2026-03-05", "1"], ["7", "Beta", "2026-03-05", "2"]]))
    assert found.orders.select("order_id", "customer_id", "amount").rows() == [
        ("7@acme", "acme", 1.0),
        ("7@beta", "beta", 2.0),
    ]


def test_an_order_in_two_currencies_never_mixes_money() -> None:
    found = paid("$5", "US$ 7")
    assert by_id(found, "currency") == [None, "USD"]
    rows = [["7", "Acme", "2026-03-05", "€5"], ["7", "Acme", "2026-03-05", "£7"]]
    assert collected(written(rows)).orders.select("order_id", "amount").rows() == [("7@EUR", 5.0), ("7@GBP", 7.0)]


def test_a_currency_written_on_the_first_line_only_holds_for_the_whole_order() -> None:
    found = collected(written([["7", "Acme", "2026-03-05", "€5"], ["7", "Acme", "2026-03-05", "6"]]))
    assert found.orders.select("order_id", "amount", "currency").rows() == [("7", 11.0, "EUR")]


def test_of_several_times_of_an_order_the_earliest_counts() -> None:
    rows = [["7", "Acme", "2026-03-06 09:00", "1"], ["7", "Acme", "2026-03-05 17:30", "1"]]
    found = collected(written(rows))
    assert found.orders.select("ordered_on", "ordered_at").row(0) == (date(2026, 3, 5), datetime(2026, 3, 5, 17, 30))


def test_sums_of_cents_are_exact() -> None:
    rows = [["7", "Acme", "2026-03-05", "0.10"]] * 3
    assert collected(written(rows)).orders["amount"].to_list() == [0.3]


def test_quantity_times_price_is_rounded_half_up_to_four_decimals() -> None:
    heading = ["Customer", "Date", "Qty", "Price"]
    found = collected(written([["a", "2026-03-05", "0.5", "0.0001"], ["b", "2026-03-05", "-3", "1.5"]], heading))
    assert sorted(found.orders["amount"]) == [-4.5, 0.0001]


def test_an_orders_total_repeated_on_each_line_counts_once() -> None:
    heading = ["订单号", "客户", "日期", "产品", "订单总金额"]
    rows = [
        ["1", "a", "2026-03-05", "阀门", "300"],
        ["1", "a", "2026-03-05", "泵", "300"],
        ["2", "b", "2026-03-05", "泵", "50"],
    ]
    assert collected(written(rows, heading)).orders["amount"].to_list() == [300.0, 50.0]


def test_of_a_repeated_total_the_lines_keep_quantity_times_price() -> None:
    heading = ["订单号", "客户", "日期", "数量", "单价", "订单总金额"]
    rows = [["1", "a", "2026-03-05", "2", "100", "300"], ["1", "a", "2026-03-05", "1", "100", "300"]]
    assert collected(written(rows, heading)).order_lines["amount"].to_list() == [200.0, 100.0]


def test_delivery_dates_are_those_of_the_last_line() -> None:
    heading = ["订单号", "客户", "日期", "金额", "要求交货日", "承诺交期", "出货日"]
    rows = [["1", "a", "2026-03-05", "1", "2026-04-01", "2026-04-03", "2026-04-02"],
            ["1", "a", "2026-03-05", "1", "2026-04-01", "2026-04-03", "2026-04-20"]]  # fmt: skip
    found = collected(written(rows, heading))
    assert found.orders.select("requested_on", "promised_on", "shipped_on").row(0) == (
        date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 20)
    )  # fmt: skip


def test_a_lead_time_is_no_date_and_an_open_date_is_none() -> None:
    heading = ["订单号", "客户", "日期", "金额", "交期"]
    found = collected(written([["1", "a", "2026-03-05", "1", "30天"], ["2", "a", "2026-03-05", "1", "45天"]], heading))
    assert found.columns[4].field is None
    found = collected(
        written([["1", "a", "2026-03-05", "1", "2026-04-01"], ["2", "a", "2026-03-05", "1", "待定"]], heading)
    )
    assert by_id(found, "requested_on") == [date(2026, 4, 1), None]


def test_a_product_is_known_by_its_code_where_there_is_one() -> None:
    heading = ["Customer", "Date", "Amount", "SKU", "Description"]
    found = collected(
        written([["a", "2026-03-05", "1", "V-10.0", "Valve"], ["a", "2026-03-05", "1", "", "Pump"]], heading)
    )
    assert found.order_lines["product"].to_list() == ["V-10.0", "Pump"]


def test_a_row_of_totals_is_no_order() -> None:
    found = collected(written([["1", "a", "2026-03-05", "5"], ["", "合计", "", "5"]]))
    assert (found.orders.height, found.skipped) == (1, 1)
    assert found.problems["reason"].to_list() == ["total_row"]


def test_a_heading_repeated_among_the_rows_is_no_order() -> None:
    part = written([["1", "a", "2026-03-05", "5"]])
    found = collected(part + part)
    assert (found.read, found.problems["reason"].to_list()) == (3, ["heading_again"])
