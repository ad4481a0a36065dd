"""The facts: which tables there are, and which columns each has.

Times (`_at`) are naive UTC microseconds, `_on` is a calendar date, `_days` a length in days, `_share` lies in [0, 1].
Amounts are floats in whole currency units here; the desk stores them as whole ten-thousandths.
A column in OPTIONAL may be missing from a frame; every other one must be there.
"""

from __future__ import annotations

import polars as pl

from tradewind.errors import MissingColumn

Kind = pl.DataType | type[pl.DataType]
TIME = pl.Datetime("us")

CUSTOMERS = pl.Schema(
    {
        "customer_id": pl.String,
        "name": pl.String,
        "country": pl.String,  # ISO 3166 alpha-2 where it was recognised, else as written
        "timezone": pl.String,
        "tier": pl.String,
        "owner": pl.String,  # the rep who looks after this buyer today
    }
)
CONTACTS = pl.Schema(
    {
        "customer_id": pl.String,
        "name": pl.String,
        "kind": pl.String,  # buyer, supplier, forwarder
        "email": pl.String,
        "phone": pl.String,
        "channel": pl.String,
        "language": pl.String,
    }
)
OWNERSHIP = pl.Schema({"customer_id": pl.String, "rep": pl.String, "from_on": pl.Date, "until_on": pl.Date})
_ORDERS: dict[str, Kind] = {
    "order_id": pl.String,
    "customer_id": pl.String,
    "ordered_on": pl.Date,  # as written in the source; the key of all day analyses
    "ordered_at": TIME,
    "amount": pl.Float64,  # sum of the order's lines; negative: cancellation or return
    "currency": pl.String,
    "amount_base": pl.Float64,  # the amount in the desk's base currency
    "requested_on": pl.Date,
    "promised_on": pl.Date,
    "shipped_on": pl.Date,
    "rep": pl.String,
}
ORDERS = pl.Schema(_ORDERS)
ORDER_LINES = pl.Schema(
    {
        "order_id": pl.String,
        "line_no": pl.Int64,  # 1, 2, … in the order of the source
        "product": pl.String,
        "product_line": pl.String,
        "quantity": pl.Float64,
        "unit": pl.String,
        "amount": pl.Float64,
    }
)

_RATINGS: dict[str, Kind] = {
    "customer_id": pl.String,
    "rated_at": TIME,
    "score": pl.Float64,  # 1 (unhappy) to 5 (happy)
    "source": pl.String,  # who asked: survey, marketplace, …
}
RATINGS = pl.Schema(_RATINGS)
_MESSAGES: dict[str, Kind] = {
    "message_id": pl.String,  # once per channel
    "conversation_id": pl.String,
    "channel": pl.String,  # whatsapp, mail, wechat, trademanager, wecom, …
    "customer_id": pl.String,  # null while nobody knows whose it is, and where it is a supplier's or forwarder's
    "rep": pl.String,
    "direction": pl.String,  # in: from the buyer; out: from the rep; system
    "sent_at": TIME,
    "utc_offset_min": pl.Int64,  # of the clock that the time was written by
    "sender": pl.String,
    "kind": pl.String,  # text, media, call, deleted, system
    "text": pl.String,
    "reply_to": pl.String,  # the message_id that this one answers
}
MESSAGES = pl.Schema(_MESSAGES)
_USAGE: dict[str, Kind] = {
    "rep": pl.String,
    "used_at": TIME,
    "tool": pl.String,
    "module": pl.String,  # collect, remind, analyse
    "action": pl.String,
    "is_core": pl.Boolean,  # an action that the work is done with; looking round is none
}
USAGE = pl.Schema(_USAGE)
_EVENTS: dict[str, Kind] = {
    "case_id": pl.String,
    "activity": pl.String,
    "happened_at": TIME,
    "resource": pl.String,  # who did it
    "lifecycle": pl.String,  # start, complete, …
    "cost": pl.Float64,  # in the desk's base currency
}
EVENTS = pl.Schema(_EVENTS)

TABLES: dict[str, pl.Schema] = {
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "ownership": OWNERSHIP,
    "orders": ORDERS,
    "order_lines": ORDER_LINES,
    "ratings": RATINGS,
    "messages": MESSAGES,
    "usage": USAGE,
    "events": EVENTS,
}

OPTIONAL: dict[str, frozenset[str]] = {
    "customers": frozenset({"timezone", "tier", "owner"}),
    "contacts": frozenset({"email", "phone", "channel", "language"}),
    "ownership": frozenset({"until_on"}),
    "orders": frozenset({"ordered_at", "requested_on", "promised_on", "shipped_on", "rep"}),
    "order_lines": frozenset({"product_line", "unit"}),
    "ratings": frozenset(),
    "messages": frozenset({"customer_id", "rep", "utc_offset_min", "reply_to"}),
    "usage": frozenset(),
    "events": frozenset({"resource", "lifecycle", "cost"}),
}

SORTED_BY: dict[str, list[str]] = {
    "customers": ["customer_id"],
    "contacts": ["customer_id", "name"],
    "ownership": ["customer_id", "from_on"],
    "orders": ["ordered_on", "order_id"],
    "order_lines": ["order_id", "line_no"],
    "ratings": ["customer_id", "rated_at"],
    "messages": ["sent_at", "channel", "message_id"],
    "usage": ["used_at", "rep", "tool", "action"],
    "events": ["case_id", "happened_at"],  # of one moment: as their source lists them
}


def require(frame: pl.DataFrame, table: str, *columns: str) -> None:
    """Raise MissingColumn, by name, unless `frame` has every one of `columns`."""
    for column in columns:
        if column not in frame.columns:
            raise MissingColumn(table=table, column=column, present=", ".join(frame.columns))


def conform(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """`frame` with exactly the table's columns, in its order and types; a missing optional column is all null.

    raises   MissingColumn when a column that is not optional is absent
    """
    schema = TABLES[table]
    require(frame, table, *(name for name in schema if name not in OPTIONAL[table]))
    return frame.select(
        (pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name))
        for name, kind in schema.items()
    )


def in_order(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame sorted as every ledger keeps the table, so that sums come out the same to the last bit everywhere."""
    return frame.sort(SORTED_BY[table], maintain_order=True)
