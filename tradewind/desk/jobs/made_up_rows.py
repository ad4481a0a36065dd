"""The sample company's fact tables as rows of the desk's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from tradewind.desk import bulk
from tradewind.desk.customers import searchable
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.models import (
    Batch,
    Contact,
    Customer,
    Event,
    Message,
    Order,
    OrderLine,
    Ownership,
    Person,
    Rating,
    Usage,
)
from tradewind.ledger.schema import TIME

MADE_BY = ("created_batch_id", "changed_batch_id")
NULLS = {"customer_id"}  # texts of which none is null in the desk's table, not empty
# Each table's model, and its columns: those of the ledger that it has by the same name, then those that are added.
TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "customers": (
        Customer,
        ("customer_id", "name", "country", "timezone", "tier", "owner_id", "search", "created_at", *MADE_BY),
    ),
    "contacts": (
        Contact,
        ("customer_id", "name", "kind", "email", "phone", "channel", "language", "source_customer", *MADE_BY),
    ),
    "ownership": (Ownership, ("customer_id", "rep_id", "from_on", "until_on")),
    "orders": (
        Order,
        ("order_id", "customer_id", "ordered_on", "ordered_at", "amount", "currency", "amount_base", "requested_on",
         "promised_on", "shipped_on", "rep", "source_customer", "fingerprint", *MADE_BY),
    ),
    "order_lines": (OrderLine, ("order_id", "line_no", "product", "product_line", "quantity", "unit", "amount")),
    "ratings": (Rating, ("customer_id", "rated_at", "score", "source", "source_customer", *MADE_BY)),
    "messages": (
        Message,
        ("message_id", "conversation_id", "channel", "customer_id", "rep", "direction", "sent_at", "utc_offset_min",
         "sender", "kind", "text", "reply_to", "source_customer", *MADE_BY),
    ),
    "usage": (Usage, ("rep", "used_at", "tool", "module", "action", "is_core", *MADE_BY)),
    "events": (
        Event, ("case_id", "activity", "happened_at", "position", "resource", "lifecycle", "cost", *MADE_BY)
    ),
}  # fmt: skip
MONEY = {"orders": ("amount", "amount_base"), "order_lines": ("amount",), "events": ("cost",)}


def rows_of(table: str, part: pl.DataFrame, batch: Batch, people: Mapping[str, Person]) -> Iterable[tuple[Any, ...]]:
    """The rows of a part of a fact table as the desk keeps them, in the order of TABLES' columns.

    people   by the name that the sample has for each
    """
    plain = _with_people(_plain(table, part), people)
    added = _added(table, batch)
    _, columns = TABLES[table]
    plain = plain.with_columns(pl.lit(value).alias(name) for name, value in added.items() if name in columns)
    if table == "customers":
        searched = [searchable(name, key) for name, key in plain.select("name", "customer_id").iter_rows()]
        plain = plain.with_columns(search=pl.Series(searched))
    return plain.select(columns).iter_rows()


def _plain(table: str, part: pl.DataFrame) -> pl.DataFrame:
    """Dates and times as the database wants them, money in ten-thousandths, no text null that may be empty."""
    zone = "+00" if connection.vendor == "postgresql" else ""
    told: dict[Any, Callable[[str], pl.Expr]] = {
        pl.Date: lambda name: pl.col(name).dt.to_string("iso"),
        TIME: lambda name: pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f") + zone,
        pl.String: lambda name: pl.col(name) if name in NULLS else pl.col(name).fill_null(""),
    }
    kinds = {name: kind for name, kind in part.schema.items() if kind in told}
    money = [ten_thousandths(name) for name in MONEY.get(table, ())]
    return part.with_columns(*(told[kind](name) for name, kind in kinds.items()), *money)


def _with_people(part: pl.DataFrame, people: Mapping[str, Person]) -> pl.DataFrame:
    """Reps by the user names that they have on the desk, and by their numbers."""
    names = {ours: person.username for ours, person in people.items()}
    numbers = {ours: person.pk for ours, person in people.items()}
    by = next((name for name in ("rep", "owner") if name in part.columns), None)
    if by is None:
        return part
    number = pl.col(by).replace_strict(numbers, default=None, return_dtype=pl.Int64).alias(f"{by}_id")
    return part.with_columns(pl.col(by).replace(names), number)


def _added(table: str, batch: Batch) -> dict[str, Any]:
    now = bulk.stored_time(timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f"))
    made = {"created_batch_id": batch.pk, "changed_batch_id": batch.pk}
    return {"source_customer": "", "fingerprint": "", "position": 0, "created_at": now, **made}
