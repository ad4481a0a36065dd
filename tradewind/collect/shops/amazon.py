"""Amazon's reports, tab separated: all orders, orders to ship, and the settlement of a fortnight.

`item-price` is the price of all units of a row, not of one. The reports without buyers (all orders, settlement) name
the marketplace, and that is whom the orders are kept under. Counted is what the goods cost: shipping, taxes and fees
are Amazon's affair.
"""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.collect.shops.shop import Shop, told, words

RETURN = "-R"


def _settled(frame: pl.DataFrame) -> pl.DataFrame:
    """Of a settlement only what goods were sold and given back for; a refund under the order's number with -R."""
    goods = (col("amountdescription").str.to_lowercase() == "principal") & (
        col("amounttype").str.to_lowercase() == "itemprice"
    )
    is_return = col("transactiontype").str.to_lowercase() == "refund"
    told_before = col("orderid").str.ends_with(RETURN)
    number = pl.when(is_return & ~told_before).then(col("orderid") + RETURN).otherwise(col("orderid"))
    beside = pl.when(~goods.fill_null(value=False)).then(pl.lit("not_of_goods"))
    currency = col("currency").drop_nulls().first().over("settlementid")
    return frame.with_columns(
        orderid=number, flaw=pl.coalesce("flaw", beside), currency=pl.coalesce("currency", currency)
    )


ORDERS = Shop(
    name="Amazon",
    told_by=told("amazon-order-id, purchase-date, item-price", "order-id, order-item-id, purchase-date, item-price"),
    fields={
        "order_id": words("amazon-order-id, order-id"),
        "customer_id": words("buyer-email"),
        "customer": words("buyer-company-name, buyer-name, recipient-name, sales-channel"),
        "contact": words("buyer-name"),
        "email": words("buyer-email"),
        "phone": words("buyer-phone-number"),
        "country": words("ship-country"),
        "ordered_on": words("purchase-date"),
        "requested_on": words("promise-date"),
        "shipped_on": words("shipment-date"),
        "currency": words("currency"),
        "amount": words("item-price"),
        "quantity": words("quantity-purchased, quantity-shipped, quantity"),
        "product_code": words("sku"),
        "product": words("product-name"),
    },
    number=words("amazon-order-id, order-id"),
    dead={"orderstatus": frozenset({"cancelled", "canceled"}), "itemstatus": frozenset({"cancelled", "canceled"})},
)

SETTLEMENT = Shop(
    name="Amazon",
    told_by=told("settlement-id, transaction-type, amount-type, amount-description, amount, order-id"),
    fields={
        "order_id": words("order-id"),
        "customer": words("marketplace-name"),
        "ordered_on": words("posted-date-time, posted-date"),
        "currency": words("currency"),
        "amount": words("amount"),
        "quantity": words("quantity-purchased"),
        "product_code": words("sku"),
    },
    number=(),
    prepare=_settled,
)
