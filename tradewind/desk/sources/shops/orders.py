"""An order of a shop, and the rows of a file that say the same: as the shop's own export would be read.

Lines are what the goods cost; shipping, taxes and discounts of the whole order are one more row without goods. What
was given back is an order of its own, under the number with -R and on the day of the last refund; a cancelled order
comes to nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

HEADINGS = (
    "Order ID", "Customer ID", "Customer", "Order Date", "Amount", "Currency", "Country", "Contact", "Email", "Phone",
    "SKU", "Product", "Quantity", "Ship Date",
)  # fmt: skip
OPTIONS = {"kind": "orders", "decimal": "point", "dates": "ymd", "part_orders": "replace"}
RETURN = "-R"


@dataclass(frozen=True)
class Line:
    """Goods of an order; `amount` is for all of them."""

    sku: str
    product: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ShopOrder:
    """An order as a shop tells it; times are ISO with their offset."""

    number: str
    ordered_at: str
    total: Decimal
    currency: str
    lines: tuple[Line, ...]
    company: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    shipped_at: str = ""
    is_cancelled: bool = False
    refunded: Decimal = Decimal(0)
    refunded_at: str = ""


def as_file(orders: Iterable[ShopOrder]) -> io.BytesIO:
    """The orders as CSV."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for order in orders:
        rows.writerows(_rows(order))
    return io.BytesIO(text.getvalue().encode())


def _rows(order: ShopOrder) -> Iterator[list[str]]:
    for line in order.lines:
        amount = Decimal(0) if order.is_cancelled else line.amount
        yield _row(order, order.number, order.ordered_at, amount, line)
    rest = order.total - sum((line.amount for line in order.lines), Decimal(0))
    if not order.lines or (rest and not order.is_cancelled):
        yield _row(order, order.number, order.ordered_at, Decimal(0) if order.is_cancelled else rest)
    if order.refunded and not order.is_cancelled:
        yield _row(order, order.number + RETURN, order.refunded_at or order.ordered_at, -abs(order.refunded))


def _row(order: ShopOrder, number: str, at: str, amount: Decimal, line: Line | None = None) -> list[str]:
    who = order.company or order.person or order.email
    goods = [line.sku, line.product, f"{line.quantity:f}"] if line else ["", "", ""]
    shipped = order.shipped_at if number == order.number else ""
    return [
        number, order.email.lower(), who, at, f"{amount:f}", order.currency, order.country, order.person, order.email,
        order.phone, *goods, shipped,
    ]  # fmt: skip
