"""Messages as frames: what `read` tells one by one, in columns, and as the ledger's table of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from itertools import islice

import polars as pl

from tradewind.collect.messages.message import Message
from tradewind.ledger.schema import MESSAGES, TIME

STEP_MESSAGES = 20_000
LISTS = ("attachments", "recipients")
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "sent_at": TIME,
    "sent_at_utc": TIME,
    "utc_offset_min": pl.Int64,
    "edited": pl.Boolean,
    **dict.fromkeys(LISTS, pl.List(pl.String)),
}
COLUMNS = pl.Schema({one.name: TYPES.get(one.name, pl.String) for one in fields(Message)})


def in_frames(messages: Iterable[Message]) -> Iterator[pl.DataFrame]:
    """The messages in frames of at most STEP_MESSAGES rows, with COLUMNS."""
    rest = iter(messages)
    while step := list(islice(rest, STEP_MESSAGES)):
        yield pl.DataFrame([asdict(one) for one in step], schema=COLUMNS)


def in_records(frame: pl.DataFrame) -> Iterator[Message]:
    """The rows of a frame with COLUMNS as messages."""
    for row in frame.select(COLUMNS.names()).iter_rows(named=True):
        yield Message(**{**row, **{name: tuple(row[name] or ()) for name in LISTS}})


def as_facts(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with COLUMNS as the ledger's MESSAGES; customer and rep are null: nobody knows yet whose it is.

    sent_at is UTC where it is known, else the clock as written, which whoever asks for facts gives a zone for first.
    """
    direction = pl.when(pl.col("kind") == "system").then(pl.lit("system")).otherwise(pl.col("direction"))
    return frame.with_columns(
        direction=direction,
        sent_at=pl.coalesce("sent_at_utc", "sent_at"),
        conversation_id=pl.col("conversation"),
        customer_id=pl.lit(None, dtype=pl.String),
        rep=pl.lit(None, dtype=pl.String),
    ).select(pl.col(name).cast(kind) for name, kind in MESSAGES.items())
