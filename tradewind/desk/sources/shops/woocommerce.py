"""WooCommerce by its REST API, version 3: all orders first, then what has changed since, a page at a time.

Each page is asked for by the last change before it, never by its number: an order that changes meanwhile moves to the
end, and all behind it move up by one. Documented at woocommerce.github.io/woocommerce-rest-api-docs, "Orders".
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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

SYSTEM = "WooCommerce"
PAGE = 100
DEAD = frozenset({"cancelled", "failed", "trash", "draft", "checkout-draft", "auto-draft"})
Order = dict[str, Any]


def test(source: Source) -> Told:
    """Sign in and count the orders."""
    _orders, headers = _ask(source, "orders?per_page=1")
    return Told(_("The shop answers: {orders:,} orders."), {"orders": int(headers.get("x-wp-total", 0))})


def pull(source: Source) -> Iterator[Pulled]:
    """Orders changed since the last one, a page at a time."""
    since, known, done = (source.cursor.get(name, empty) for name, empty in (("since", ""), ("ids", []), ("done", 0)))
    number = 1
    try:
        while True:
            orders, headers = _ask(source, "orders?" + urlencode(_wanted(since, number)))
            left = int(headers.get("x-wp-total", 0)) - PAGE * (number - 1)
            fresh = [one for one in orders if not (one["date_modified_gmt"] == since and one["id"] in known)]
            if fresh:
                told = as_file([told_order(one, _refunds(source, one)) for one in fresh])
                is_same = orders[-1]["date_modified_gmt"] == since
                since, known = _reached(orders, since, known)
                number = number + 1 if is_same else 1
                total = done + max(len(fresh), left - (len(orders) - len(fresh)))
                done += len(fresh)
                cursor = {"since": since, "ids": known, "done": done, "of": total}
                name = f"WooCommerce {fresh[0]['number']}–{fresh[-1]['number']}.csv"
                yield Pulled(told, name, cursor, OPTIONS, done, total)
            if len(orders) < PAGE:
                return
            number = number if fresh else number + 1
    except ShopBusy:
        return


def told_order(order: Order, refunds: list[dict[str, Any]] | None = None) -> ShopOrder:
    """One order of the API or of a webhook; `refunds` with their days where these are known."""
    billing, shipping = (order.get(one) or {} for one in ("billing", "shipping"))
    told = refunds or order.get("refunds") or []
    given_back = [abs(Decimal(one.get("amount") or one.get("total") or 0)) for one in told]
    total = Decimal(order["total"])
    is_all_back = order["status"] == "refunded" and not told
    return ShopOrder(
        number=str(order["number"]),
        ordered_at=_moment(order["date_created"], order["date_created_gmt"]),
        total=total,
        currency=order["currency"],
        lines=tuple(_line(one) for one in order.get("line_items") or []),
        company=billing.get("company") or shipping.get("company") or "",
        person=_name(billing) or _name(shipping),
        email=billing.get("email") or "",
        phone=billing.get("phone") or "",
        country=billing.get("country") or shipping.get("country") or "",
        is_cancelled=order["status"] in DEAD,
        refunded=total if is_all_back else sum(given_back, Decimal(0)),
        refunded_at=max(
            (f"{one['date_created_gmt']}+00:00" for one in told if one.get("date_created_gmt")), default=""
        ),
    )


def _line(line: dict[str, Any]) -> Line:
    return Line(line.get("sku") or "", line.get("name") or "", Decimal(str(line["quantity"])), Decimal(line["total"]))


def _name(address: dict[str, Any]) -> str:
    return " ".join(one for one in (address.get("first_name"), address.get("last_name")) if one)


def _moment(local: str, utc: str) -> str:
    """The shop's own time with its distance from UTC, which the two together tell.

    >>> _moment("2026-03-05T10:00:00", "2026-03-05T02:00:00")
    '2026-03-05T10:00:00+08:00'
    """
    here, there = datetime.fromisoformat(local), datetime.fromisoformat(utc)
    minutes = round((here - there) / timedelta(minutes=1))
    sign, hours, rest = "-" if minutes < 0 else "+", *divmod(abs(minutes), 60)
    return f"{here.isoformat()}{sign}{hours:02}:{rest:02}"


def _wanted(since: str, number: int) -> dict[str, Any]:
    """`modified_after` leaves that second itself out, so it is asked for from the one before."""
    wanted = {"per_page": PAGE, "page": number, "orderby": "modified", "order": "asc", "dates_are_gmt": "true"}
    if since:
        before = datetime.fromisoformat(since).replace(tzinfo=UTC) - timedelta(seconds=1)
        wanted["modified_after"] = f"{before:%Y-%m-%dT%H:%M:%S}"
    return wanted


def _refunds(source: Source, order: Order) -> list[dict[str, Any]]:
    """What was given back, with its days; the order itself tells only how much."""
    if not order.get("refunds"):
        return []
    found: list[dict[str, Any]] = _ask(source, f"orders/{int(order['id'])}/refunds?per_page={PAGE}")[0]
    return found


def _reached(orders: list[Order], since: str, known: list[int]) -> tuple[str, list[int]]:
    """The last moment of change in a page, and the orders changed just then."""
    last = orders[-1]["date_modified_gmt"]
    ids = [one["id"] for one in orders if one["date_modified_gmt"] == last]
    return last, sorted({*ids, *known}) if last == since else ids


def _ask(source: Source, path: str) -> tuple[Any, dict[str, str]]:
    secrets = secrets_of(source)
    pair = base64.b64encode(f"{secrets['key']}:{secrets['secret']}".encode()).decode()
    url = f"{place_of(source.settings['url'])}/wp-json/wc/v3/{path}"
    page, headers = asked(url, {"Authorization": f"Basic {pair}"}, SYSTEM)
    return page, dict(headers)
