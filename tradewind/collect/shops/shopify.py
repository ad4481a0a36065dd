"""Orders exported from Shopify: one row per item; what is said of the whole order stands on its first row only."""

from __future__ import annotations

from tradewind.collect.shops.shop import Shop, told, words

SHOPIFY = Shop(
    name="Shopify",
    told_by=told("Name, Lineitem quantity, Lineitem name, Lineitem price"),
    fields={
        "order_id": words("Name"),
        "customer_id": words("Email"),
        "customer": words("Billing Company, Shipping Company, Billing Name, Shipping Name, Email, Phone"),
        "contact": words("Billing Name, Shipping Name"),
        "email": words("Email"),
        "phone": words("Phone, Billing Phone, Shipping Phone"),
        "country": words("Billing Country, Shipping Country"),
        "ordered_on": words("Created at"),
        "currency": words("Currency"),
        "order_total": words("Total"),
        "refunded": words("Refunded Amount"),
        "quantity": words("Lineitem quantity"),
        "price": words("Lineitem price"),
        "product_code": words("Lineitem sku"),
        "product": words("Lineitem name"),
        "shipped_on": words("Fulfilled at"),
    },
    number=words("Name"),
    dead={"financialstatus": frozenset({"voided"})},
    filled=words("Cancelled at"),
)
