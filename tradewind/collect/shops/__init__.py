"""Order exports of shop systems and marketplaces, known by their headings: one file per system.

They say things of an order once and leave the cells below empty, and they tell of orders that never came about. Such
a table is straightened here: what is said of the order stands on each of its rows; then it is read as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from polars import col

from tradewind.collect.headings import plain
from tradewind.collect.shops import amazon
from tradewind.collect.shops.alibaba import ALIBABA
from tradewind.collect.shops.ebay import EBAY
from tradewind.collect.shops.shop import Shop
from tradewind.collect.shops.shopify import SHOPIFY
from tradewind.collect.shops.woocommerce import WOOCOMMERCE
from tradewind.collect.table import Table

SHOPS = (SHOPIFY, WOOCOMMERCE, amazon.SETTLEMENT, amazon.ORDERS, EBAY, ALIBABA)
OF_A_ROW = frozenset({"quantity", "price", "amount", "product", "product_code", "unit"})  # of an item, not of the order
FIELDS = ("order_total", "refunded")  # that only such exports have; numbers
CANCELLED = "cancelled"  # in the table's column flaw: the row counts, and is worth nothing


def shop_of(headings: Sequence[str]) -> Shop | None:
    """Whose export has such headings; None where nobody's known here has."""
    there = {plain(heading) for heading in headings}
    return next((shop for shop in SHOPS if any(needed <= there for needed in shop.told_by)), None)


def fields_of(shop: Shop, headings: Sequence[str]) -> dict[str, int]:
    """Field -> column. Two fields may have one column: an e-mail address is both a buyer's number and a contact's."""
    places = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
    found = {field: next((places[one] for one in named if one in places), None) for field, named in shop.fields.items()}
    return {field: place for field, place in found.items() if place is not None}


def straightened(table: Table, shop: Shop) -> Table:
    """The same table, with what its shop says of a whole order on each of the order's rows.

    Orders that never came about are marked `cancelled` in the column flaw, notes around the table `note_row`.
    """
    names = _names(table.headings)
    frame = table.frame.rename({str(place): name for place, name in enumerate(names)})
    if shop.prepare is not None:
        frame = shop.prepare(frame)
    frame = _numbered(frame, shop)
    frame = _filled(frame, shop)
    frame = _without_the_dead(frame, shop)
    form = replace(table.form, shop=shop.name)
    return replace(table, form=form, frame=frame.rename({name: str(place) for place, name in enumerate(names)}))


def _names(headings: Sequence[str]) -> list[str]:
    """Plain headings, each once: one that stands there again, or says nothing, gets its number."""
    names: list[str] = []
    for place, heading in enumerate(headings):
        name = plain(heading)
        names.append(name if name and name not in names else f"{name} {place}")
    return names


def _numbered(frame: pl.DataFrame, shop: Shop) -> pl.DataFrame:
    """The order's number on each row of it."""
    there = [name for name in shop.number if name in frame.columns][:1]
    return frame.with_columns(col(there).forward_fill()) if there else frame


def _filled(frame: pl.DataFrame, shop: Shop) -> pl.DataFrame:
    """Each field's column filled up from the other rows of the order, then from the columns that say the same."""
    key = next((name for name in shop.number if name in frame.columns), None)
    for field, named in shop.fields.items():
        there = [name for name in named if name in frame.columns]
        if not there or there[0] == key:
            continue
        kind = frame.schema[there[0]]
        cells = [col(name).cast(kind, strict=False) if frame.schema[name] != kind else col(name) for name in there]
        if key is not None and field not in OF_A_ROW:
            cells = [pl.coalesce(one, one.drop_nulls().first().over(key)) for one in cells]
        frame = frame.with_columns(pl.coalesce(cells).alias(there[0]))
    return _low_addresses(frame, shop)


def _low_addresses(frame: pl.DataFrame, shop: Shop) -> pl.DataFrame:
    """A buyer known by an e-mail address is one, in capitals or not."""
    name = next((name for name in shop.fields.get("customer_id", ()) if name in frame.columns), None)
    if name is None or frame.schema[name] != pl.String:
        return frame
    low = pl.when(col(name).str.contains("@", literal=True)).then(col(name).str.to_lowercase()).otherwise(name)
    return frame.with_columns(low.alias(name))


def _without_the_dead(frame: pl.DataFrame, shop: Shop) -> pl.DataFrame:
    """Rows of orders that were cancelled, or never paid as their shop says it, marked; whole rows only."""
    states = [
        col(name).cast(pl.String).str.to_lowercase().str.strip_chars().is_in(list(words))
        for name, words in shop.dead.items()
        if name in frame.columns
    ]
    days = [col(name).is_not_null() for name in shop.filled if name in frame.columns]
    if not states + days:
        return frame
    is_dead = pl.any_horizontal(one.fill_null(value=False) for one in states + days)
    key = next((name for name in shop.number if name in frame.columns), None)
    if key is not None and "itemstatus" not in shop.dead:
        is_dead = is_dead.any().over(key)
    return frame.with_columns(flaw=pl.coalesce("flaw", pl.when(is_dead).then(pl.lit(CANCELLED))))
