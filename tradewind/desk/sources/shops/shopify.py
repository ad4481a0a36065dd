"""Shopify by its Admin API: all orders first, then what has changed since, whole pages at a time.

Orders come in the order of their last change, so the last one tells where to go on. Documented at
shopify.dev/docs/api/admin-rest, "Order" and "Paginate results"; orders older than 60 days need the scope
`read_all_orders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from tradewind.desk.models import Source
from tradewind.desk.sources.changing import secrets_of
from tradewind.desk.sources.kind import Pulled, Told
from tradewind.desk.sources.shops.asking import asked, place_of
from tradewind.desk.sources.shops.orders import OPTIONS, Line, ShopOrder, as_file
from tradewind.errors import ShopBusy

SYSTEM = "Shopify"
VERSION = "2026-01"
PAGE = 100
NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="?next"?')
Order = dict[str, Any]


def test(source: Source) -> Told:
    """Sign in and count the orders."""
    count = _ask(source, "orders/count.json?status=any")[0]["count"]
    return Told(_("The shop answers: {orders:,} orders."), {"orders": count})


def pull(source: Source) -> Iterator[Pulled]:
    """Orders changed since the last one, a page at a time."""
    cursor = source.cursor
    since, known, done = cursor.get("since", ""), cursor.get("ids", []), cursor.get("done", 0)
    changed = {"updated_at_min": since} if since else {}
    try:
        waiting = _ask(source, "orders/count.json?" + urlencode({"status": "any", **changed}))[0]["count"]
        total = done + max(0, waiting - len(known))
        path: str | None = "orders.json?" + urlencode(
            {"status": "any", "limit": PAGE, "order": "updated_at asc", **changed}
        )
        while path:
            page, headers = _ask(source, path)
            orders: list[Order] = page["orders"]
            fresh = [one for one in orders if not (one["updated_at"] == since and one["id"] in known)]
            if fresh:
                since, known = _reached(orders, since, known)
                done += len(fresh)
                cursor = {"since": since, "ids": known, "done": done, "of": max(total, done)}
                name = f"Shopify {fresh[0]['name']}–{fresh[-1]['name']}.csv"
                yield Pulled(as_file(told_orders(fresh)), name, cursor, OPTIONS, done, max(total, done))
            found = NEXT.search(headers.get("link", ""))
            path = found[1].partition(f"/{VERSION}/")[2] if found else None
    except ShopBusy:
        return


def told_orders(orders: list[Order]) -> Iterator[ShopOrder]:
    """The orders, without those made for a try."""
    return (told_order(one) for one in orders if not one.get("test"))


def told_order(order: Order) -> ShopOrder:
    """One order of the API or of a webhook."""
    billing, shipping, customer = (order.get(one) or {} for one in ("billing_address", "shipping_address", "customer"))
    person = billing.get("name") or shipping.get("name") or _name(customer)
    refunds = order.get("refunds") or []
    return ShopOrder(
        number=order["name"],
        ordered_at=order["created_at"],
        total=Decimal(order["total_price"]),
        currency=order["currency"],
        lines=tuple(_line(one) for one in order.get("line_items") or []),
        company=billing.get("company") or shipping.get("company") or "",
        person=person or "",
        email=order.get("email") or customer.get("email") or "",
        phone=order.get("phone") or billing.get("phone") or shipping.get("phone") or "",
        country=billing.get("country_code") or shipping.get("country_code") or "",
        shipped_at=max((one.get("created_at") or "" for one in order.get("fulfillments") or []), default=""),
        is_cancelled=bool(order.get("cancelled_at")) or order.get("financial_status") == "voided",
        refunded=sum((_given_back(one) for one in refunds), Decimal(0)),
        refunded_at=max((one.get("created_at") or "" for one in refunds), default=""),
    )


def _line(line: dict[str, Any]) -> Line:
    quantity = Decimal(line["quantity"])
    amount = quantity * Decimal(line["price"]) - Decimal(line.get("total_discount") or 0)
    return Line(line.get("sku") or "", line.get("name") or line.get("title") or "", quantity, amount)


def _given_back(refund: dict[str, Any]) -> Decimal:
    paid = [
        one for one in refund.get("transactions") or [] if one.get("kind") == "refund" and one["status"] == "success"
    ]
    return sum((Decimal(one["amount"]) for one in paid), Decimal(0))


def _name(customer: dict[str, Any]) -> str:
    return " ".join(one for one in (customer.get("first_name"), customer.get("last_name")) if one)


def _reached(orders: list[Order], since: str, known: list[int]) -> tuple[str, list[int]]:
    """The last moment of change in a page, and the orders changed just then."""
    last = orders[-1]["updated_at"]
    ids = [one["id"] for one in orders if one["updated_at"] == last]
    return last, sorted({*ids, *known}) if last == since else ids


def _ask(source: Source, path: str) -> tuple[Any, dict[str, str]]:
    url = f"{place_of(source.settings['url'])}/admin/api/{VERSION}/{path}"
    token = secrets_of(source)["token"]
    page, headers = asked(url, {"X-Shopify-Access-Token": token}, SYSTEM)
    return page, dict(headers)
