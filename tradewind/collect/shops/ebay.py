"""The orders report of eBay's Seller Hub: empty lines above, notes below, amounts such as "US $19.99".

An order of several items has a row of its own with the total and no item; the rows of its items follow.
"""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.collect.shops.shop import Shop, told, words

MONEY = words("Sold For, Total Price")
NOTE = r"(?i)^\s*record\(s\) downloaded|^\s*seller id\s*:"


def _prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Currencies beside their sign (US $ becomes US$), and the notes below the table marked as such."""
    money = [name for name in MONEY if name in frame.columns]
    first_two = [col(name) for name in frame.columns[:2]]
    is_note = pl.any_horizontal(one.str.contains(NOTE) for one in first_two).fill_null(value=False)
    note = pl.when(is_note).then(pl.lit("note_row")).otherwise("flaw")
    return frame.with_columns(col(money).str.replace(r"^([A-Za-z]{1,3})\s+(\p{Sc})", "${1}${2}"), flaw=note)


EBAY = Shop(
    name="eBay",
    told_by=told("Sales Record Number, Order Number, Buyer Username, Sold For"),
    fields={
        "order_id": words("Order Number"),
        "customer_id": words("Buyer Username"),
        "customer": words("Buyer Name, Ship To Name, Buyer Username"),
        "contact": words("Buyer Name, Ship To Name"),
        "email": words("Buyer Email"),
        "phone": words("Ship To Phone"),
        "country": words("Buyer Country, Ship To Country"),
        "ordered_on": words("Sale Date"),
        "shipped_on": words("Shipped On Date"),
        "order_total": words("Total Price"),
        "quantity": words("Quantity"),
        "price": words("Sold For"),
        "product_code": words("Custom Label, Item Number"),
        "product": words("Item Title"),
    },
    number=words("Order Number"),
    prepare=_prepared,
)
