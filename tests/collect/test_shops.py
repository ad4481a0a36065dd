"""Order exports of shop systems and marketplaces, written here from the columns that those document."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook

from tests.collect.tables import accounted, collected
from tradewind.collect import Collected, rejected_csv
from tradewind.collect.shops import shop_of

Row = dict[str, str]

SHOPIFY = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Company",
    "Shipping Country",
    "Notes",
    "Cancelled at",
    "Payment Method",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Tags",
    "Phone",
]
WOO_ADVANCED = [
    "Order Number",
    "Order Status",
    "Order Date",
    "Customer Note",
    "First Name (Billing)",
    "Last Name (Billing)",
    "Company (Billing)",
    "Country Code (Billing)",
    "Email (Billing)",
    "Phone (Billing)",
    "Payment Method Title",
    "Cart Discount Amount",
    "Order Subtotal Amount",
    "Order Shipping Amount",
    "Order Refund Amount",
    "Order Total Amount",
    "Order Total Tax Amount",
    "SKU",
    "Item #",
    "Item Name",
    "Quantity (- Refund)",
    "Item Cost",
    "Coupon Code",
    "Discount Amount",
    "Discount Amount Tax",
]
WOO_SUITE = [
    "order_id",
    "order_number",
    "order_date",
    "status",
    "shipping_total",
    "order_total",
    "order_currency",
    "customer_email",
    "billing_first_name",
    "billing_last_name",
    "billing_company",
    "billing_email",
    "billing_country",
    "refunded_total",
    "line_item_1",
]
AMAZON_ALL = [
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "order-channel",
    "ship-service-level",
    "product-name",
    "sku",
    "asin",
    "item-status",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "ship-city",
    "ship-country",
    "is-business-order",
]
SETTLEMENT = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "adjustment-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "sku",
    "quantity-purchased",
    "promotion-id",
]
EBAY = [
    "Sales Record Number",
    "Order Number",
    "Buyer Username",
    "Buyer Name",
    "Buyer Email",
    "Buyer Country",
    "Ship To Name",
    "Ship To Country",
    "Item Number",
    "Item Title",
    "Custom Label",
    "Quantity",
    "Sold For",
    "Shipping And Handling",
    "Total Price",
    "Payment Method",
    "Sale Date",
    "Paid On Date",
    "Shipped On Date",
    "Transaction ID",
]
ALIBABA = [
    "订单号",
    "订单状态",
    "买家名称",
    "买家公司名称",
    "买家邮箱",
    "国家/地区",
    "下单时间",
    "产品名称",
    "数量",
    "单位",
    "单价",
    "币种",
    "订单金额",
    "业务员",
]


def export(heading: list[str], *rows: Row, separator: str = ",") -> str:
    """An export in which these rows stand."""
    text = io.StringIO()
    writer = csv.DictWriter(text, heading, restval="", delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def orders(found: Collected, *columns: str) -> list[tuple[Any, ...]]:
    """The orders by number, with these columns."""
    assert accounted(found) == found.read
    return found.orders.sort("order_id").select("order_id", *columns).rows()


SHOPIFY_ROWS = (
    {"Name": "#1001", "Email": "Tom@Acme.example", "Financial Status": "partially_refunded", "Currency": "USD",
     "Subtotal": "100.00", "Shipping": "15.00", "Taxes": "0.00", "Total": "115.00", "Refunded Amount": "20.00",
     "Created at": "2026-03-05 22:10:00 -0800", "Lineitem quantity": "3", "Lineitem name": "Lamp",
     "Lineitem price": "20.00", "Lineitem sku": "L-1", "Billing Name": "Tom Baker", "Billing Company": "Acme GmbH",
     "Billing Country": "DE", "Billing Phone": "'+49 30 1234567"},
    {"Name": "#1001", "Email": "tom@acme.example", "Created at": "2026-03-05 22:10:00 -0800", "Lineitem quantity": "2",
     "Lineitem name": "Shade", "Lineitem price": "20.00", "Lineitem sku": "S-1"},
    {"Name": "#1002", "Email": "", "Financial Status": "voided", "Currency": "USD", "Total": "70.00",
     "Refunded Amount": "0.00", "Created at": "2026-03-06 09:00:00 -0800", "Lineitem quantity": "7",
     "Lineitem name": "Lamp", "Lineitem price": "10.00", "Billing Name": "Ann Lee", "Billing Country": "US",
     "Cancelled at": "2026-03-07 10:00:00 -0800"},
)  # fmt: skip


def test_shopify_tells_the_total_once_and_leaves_the_rows_below_empty() -> None:
    found = collected(export(SHOPIFY, *SHOPIFY_ROWS))
    assert orders(found, "customer_id", "amount", "currency", "ordered_on", "ordered_at", "source_rows") == [
        ("#1001", "tom@acme.example", 115.0, "USD", date(2026, 3, 5), datetime(2026, 3, 6, 6, 10), 2),
        ("#1001-R", "tom@acme.example", -20.0, "USD", date(2026, 3, 5), datetime(2026, 3, 6, 6, 10), 0),
        ("#1002", "ann lee", 0.0, "USD", date(2026, 3, 6), datetime(2026, 3, 6, 17), 1),
    ]
    lines = found.order_lines.filter(pl.col("order_id") == "#1001").select("line_no", "product", "quantity", "amount")
    assert lines.sort("line_no").rows() == [(1, "L-1", 3.0, 60.0), (2, "S-1", 2.0, 40.0), (3, None, None, 15.0)]
    assert found.customers.select("customer_id", "name", "country").rows() == [
        ("ann lee", "Ann Lee", "US"), ("tom@acme.example", "Acme GmbH", "DE"),
    ]  # fmt: skip
    assert found.contacts.filter(pl.col("email").is_not_null()).select("name", "email").rows() == [
        ("Tom Baker", "tom@acme.example")
    ]


def test_a_shops_wrong_row_is_given_back_and_reads_the_same_when_corrected() -> None:
    rows = [dict(SHOPIFY_ROWS[0], **{"Lineitem price": "2o.00"}), *SHOPIFY_ROWS[1:]]
    found = collected(export(SHOPIFY, *rows), skip_bad_rows=True)
    assert [one for one, *_ in orders(found)] == ["#1002"]
    again = collected(rejected_csv(found).replace(b"2o.00", b"20.00"), "wrong-rows.csv")
    assert orders(again, "amount") == [("#1001", 115.0), ("#1001-R", -20.0)]


def test_woocommerce_names_are_put_together_and_failed_orders_come_to_nothing() -> None:
    one = {"Order Number": "501", "Order Status": "Completed", "Order Date": "2026-03-05 10:00", "First Name (Billing)": "Li",
           "Last Name (Billing)": "Wang", "Country Code (Billing)": "SG", "Email (Billing)": "li@w.example",
           "Order Total Amount": "33.50", "SKU": "A", "Item Name": "Mug", "Quantity (- Refund)": "2", "Item Cost": "10"}  # fmt: skip
    below = {"SKU": "B", "Item Name": "Cup", "Quantity (- Refund)": "1", "Item Cost": "10"}  # the order is not repeated
    failed = dict(one, **{"Order Number": "502", "Order Status": "Failed"})
    found = collected(export(WOO_ADVANCED, one, below, failed), currency="USD")
    assert orders(found, "amount", "source_rows") == [("501", 33.5, 2), ("502", 0.0, 1)]
    assert found.customers.select("customer_id", "name").rows() == [("li@w.example", "Li Wang")]


def test_woocommerce_one_row_an_order_and_its_refund() -> None:
    row = {"order_id": "77", "order_number": "WC-77", "order_date": "2026-03-05 10:00:00", "status": "wc-completed",
           "order_total": "90.00", "order_currency": "EUR", "billing_first_name": "Eva", "billing_last_name": "Kern",
           "billing_company": "Kern KG", "billing_email": "eva@kern.example", "billing_country": "AT",
           "refunded_total": "-15.00", "line_item_1": "name:Mug|quantity:2|total:90"}  # fmt: skip
    cancelled = dict(row, order_number="WC-78", status="wc-cancelled", refunded_total="0")
    found = collected(export(WOO_SUITE, row, cancelled))
    assert orders(found, "amount", "currency") == [
        ("WC-77", 90.0, "EUR"), ("WC-77-R", -15.0, "EUR"), ("WC-78", 0.0, "EUR")
    ]  # fmt: skip


def test_amazons_item_price_is_for_all_units_and_its_times_have_an_offset() -> None:
    one = {"amazon-order-id": "111-1", "purchase-date": "2026-03-05T23:30:00-08:00", "order-status": "Shipped",
           "sales-channel": "Amazon.de", "product-name": "Lamp, \"old\"", "sku": "L-1", "quantity": "3", "currency": "EUR",
           "item-price": "60.00", "shipping-price": "4.99", "ship-country": "DE"}  # fmt: skip
    two = dict(one, sku="S-1", quantity="1") | {"item-price": "12.50"}
    cancelled = dict(one, quantity="0", currency="") | {
        "amazon-order-id": "111-2", "order-status": "Cancelled", "item-price": "", "purchase-date": "2026-03-06T00:00:00+00:00",
    }  # fmt: skip
    found = collected(export(AMAZON_ALL, one, two, cancelled, separator="\t"), "report.txt")
    assert orders(found, "customer_id", "amount", "ordered_on", "ordered_at") == [
        ("111-1", "amazon.de", 72.5, date(2026, 3, 5), datetime(2026, 3, 6, 7, 30)),
        ("111-2", "amazon.de", 0.0, date(2026, 3, 6), datetime(2026, 3, 6)),
    ]


def test_amazons_settlement_counts_goods_and_what_was_given_back() -> None:
    summary = {
        "settlement-id": "9",
        "settlement-start-date": "2026-03-01 00:00:00 UTC",
        "total-amount": "41.00",
        "currency": "USD",
    }
    sold = {"settlement-id": "9", "transaction-type": "Order", "order-id": "111-1", "marketplace-name": "Amazon.com",
            "amount-type": "ItemPrice", "amount-description": "Principal", "amount": "60.00", "posted-date": "2026-03-05",
            "posted-date-time": "2026-03-05 10:00:00 UTC", "sku": "L-1", "quantity-purchased": "3"}  # fmt: skip
    fee = dict(sold, amount="-9.00") | {
        "amount-type": "ItemFees",
        "amount-description": "Commission",
        "quantity-purchased": "",
    }
    back = dict(sold, amount="-20.00") | {"transaction-type": "Refund", "posted-date-time": "2026-03-09 10:00:00 UTC"}
    found = collected(export(SETTLEMENT, summary, sold, fee, back, separator="\t"))
    assert orders(found, "amount", "currency", "ordered_on") == [
        ("111-1", 60.0, "USD", date(2026, 3, 5)), ("111-1-R", -20.0, "USD", date(2026, 3, 9))
    ]  # fmt: skip
    assert (found.read, found.skipped, found.failed) == (4, 2, 0)


def test_ebays_lines_above_and_below_are_passed_over_and_its_money_is_read() -> None:
    whole = {"Sales Record Number": "12", "Order Number": "03-1-2", "Buyer Username": "jim88", "Buyer Name": "Jim Ho",
             "Buyer Country": "United States", "Quantity": "3", "Total Price": "US $75.00", "Sale Date": "Mar-05-26",
             "Payment Method": "Other"}  # fmt: skip
    item = {"Sales Record Number": "12", "Order Number": "03-1-2", "Buyer Username": "jim88", "Item Title": "Lamp",
            "Item Number": "3344", "Quantity": "2", "Sold For": "US $30.00", "Sale Date": "Mar-05-26"}  # fmt: skip
    other = dict(item, **{"Item Title": "Shade", "Item Number": "3345", "Quantity": "1", "Sold For": "US $10.00"})
    text = (
        "\n\n"
        + export(EBAY, whole, item, other)
        + "\n3,record(s) downloaded,from ,Mar-01-26, to ,Mar-31-26\nSeller ID : shop\n"
    )
    found = collected(text)
    assert orders(found, "customer_id", "amount", "currency", "ordered_on", "source_rows") == [
        ("03-1-2", "jim88", 75.0, "USD", date(2026, 3, 5), 3)
    ]
    assert found.customers.select("name", "country").rows() == [("Jim Ho", "US")]
    assert found.problems["reason"].to_list() == ["note_row", "note_row"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_alibabas_chinese_headings_and_closed_orders(encoding: str) -> None:
    one = {"订单号": "26001", "订单状态": "待发货", "买家名称": "Tom Baker", "买家公司名称": "Acme GmbH", "买家邮箱": "tom@acme.example",
           "国家/地区": "德国", "下单时间": "2026-03-05 14:03:22", "产品名称": "台灯", "数量": "100", "单位": "件", "单价": "USD 2.50",
           "币种": "USD", "订单金额": "USD 300.00", "业务员": "王芳"}  # fmt: skip
    two = dict(one, 产品名称="灯罩", 数量="50", 单价="USD 1.00")
    closed = dict(one, 订单号="26002", 订单状态="交易关闭")
    found = collected(export(ALIBABA, one, two, closed).encode(encoding))
    assert orders(found, "amount", "currency", "rep") == [
        ("26001", 300.0, "USD", "王芳"),
        ("26002", 0.0, "USD", "王芳"),
    ]
    assert found.customers.select("name", "country").rows() == [("Acme GmbH", "DE")]


def test_a_workbook_with_typed_cells_reads_the_same(tmp_path: Path) -> None:
    book, headings = Workbook(), ["Name", "Email", "Currency", "Total", "Created at", "Lineitem quantity", "Lineitem name",
                                  "Lineitem price", "Billing Name", "Refunded Amount"]  # fmt: skip
    sheet = book.active
    assert sheet is not None
    sheet.append(headings)
    sheet.append(["#7", "a@b.example", "USD", 25.5, datetime(2026, 3, 5, 9), 2, "Lamp", 10.0, "Ann Lee", 0])
    sheet.append(["#7", "a@b.example", None, None, datetime(2026, 3, 5, 9), 1, "Shade", 5.0, None, None])
    book.save(tmp_path / "orders.xlsx")
    found = collected((tmp_path / "orders.xlsx").read_bytes())
    assert (orders(found, "amount"), found.form.shop) == ([("#7", 25.5)], "Shopify")


def test_headings_of_an_own_list_are_nobodys_export() -> None:
    assert shop_of(["订单号", "客户名称", "下单日期", "金额"]) is None
    assert shop_of(["Order ID", "Customer", "Order Date", "Amount", "Status"]) is None
    assert shop_of(AMAZON_ALL) is not None
