"""Messages as frames: what `read` tells one by one, in columns, and as the ledger's table of messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from itertools import islice

import polars as pl

from tradewind.collect.messages.message import ALWAYS, WHERE_TOLD, Message
from tradewind.ledger.schema import MESSAGES, TIME

STEP_MESSAGES = 20_000
ISO = "%Y-%m-%dT%H:%M:%S%.f"
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


def as_json_lines(frame: pl.DataFrame) -> str:
    """The rows of a frame with COLUMNS as `Message.document` has them, a line each: in columns, and only those rows
    one by one of which more is told.
    """
    written = frame.select(ALWAYS).with_columns(
        pl.col("sent_at").dt.to_string(ISO), pl.col("sent_at_utc").dt.to_string(ISO + "Z")
    )
    text = written.write_ndjson()
    more = frame.select(pl.any_horizontal(*map(_is_told, WHERE_TOLD))).to_series()
    if not more.any():
        return text
    lines = text.split("\n")
    places = more.arg_true()
    for place, message in zip(places, in_records(frame[places]), strict=True):
        lines[place] = json.dumps(message.document(), ensure_ascii=False)
    return "\n".join(lines)


def _is_told(name: str) -> pl.Expr:
    kind = COLUMNS[name]
    told = pl.col(name) if kind == pl.Boolean else pl.col(name).list.len() > 0 if name in LISTS else pl.col(name) != ""
    return told.fill_null(value=False)


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
