"""Orders exported from WooCommerce by its own report or one of the usual plug-ins for exports."""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.collect.shops.shop import Shop, told, words

DEAD = frozenset({"cancelled", "canceled", "failed", "trash", "draft", "checkout-draft", "auto-draft"})
STATES = words("Order Status, status, Status")
NAMES = {
    "firstnamebilling": "lastnamebilling", "billingfirstname": "billinglastname",
    "firstnameshipping": "lastnameshipping",
}  # fmt: skip


def _prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """States without wc-, and first names with the last name behind: together they are one person's."""
    states = [col(name).str.to_lowercase().str.strip_prefix("wc-") for name in set(STATES) & set(frame.columns)]
    names = [_whole(first, last) for first, last in NAMES.items() if {first, last} <= set(frame.columns)]
    return frame.with_columns(*states, *names)


def _whole(first: str, last: str) -> pl.Expr:
    """The whole name; told again, as in rows given back for correction, it stays."""
    has_it = (col(first) == col(last)) | col(first).str.ends_with(pl.concat_str(pl.lit(" "), col(last)))
    whole = pl.concat_str(col(first), col(last), separator=" ", ignore_nulls=True)
    return pl.when(has_it.fill_null(value=False)).then(first).otherwise(whole.str.strip_chars().replace("", None))


WOOCOMMERCE = Shop(
    name="WooCommerce",
    told_by=told(
        "Order Number, Order Status, Order Date, Order Total Amount",
        "order_id, status, order_total, billing_email",
        "order_number, status, order_total, billing_email",
        "Date, Order #, Status, Customer, Items sold",
    ),
    fields={
        "order_id": words("Order Number, order_number_formatted, order_number, Order #, order_id"),
        "customer_id": words("Email (Billing), billing_email, customer_email"),
        "customer": words(
            "Company (Billing), billing_company, billing_full_name, First Name (Billing), billing_first_name, "
            "First Name (Shipping), Customer, Email (Billing), billing_email, customer_email"
        ),
        "contact": words("billing_full_name, First Name (Billing), billing_first_name, First Name (Shipping)"),
        "email": words("Email (Billing), billing_email, customer_email"),
        "phone": words("Phone (Billing), billing_phone"),
        "country": words(
            "Country Code (Billing), Country Name (Billing), billing_country, Country Code (Shipping), shipping_country"
        ),
        "ordered_on": words("Order Date, order_date, date"),
        "currency": words("Order Currency, order_currency, currency"),
        "order_total": words("Order Total Amount, order_total, N. Revenue, Net Revenue"),
        "refunded": words("Order Refund Amount, refunded_total, refunded_amount"),
        "quantity": words("Quantity (- Refund), Quantity, item_quantity"),
        "price": words("Item Cost, item_price"),
        "product_code": words("SKU, item_sku"),
        "product": words("Item Name, Product Name (main), item_name"),
    },
    number=words("Order Number, order_number_formatted, order_number, Order #, order_id"),
    dead=dict.fromkeys(STATES, DEAD),
    prepare=_prepared,
)
