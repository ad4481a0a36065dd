"""A file of messages, for the findings of attention: Parquet, CSV, or the JSON lines of `tradewind messages read`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
from polars import col

from tradewind.collect.opened import opened
from tradewind.collect.table import as_text
from tradewind.collect.unpacked import file_bytes
from tradewind.errors import BadMessageTime, NoMessageFile
from tradewind.ledger.schema import TIME

NAMES = {
    "message_id": ("message_id", "id"),
    "sent_at": ("sent_at_utc", "sent_at"),
    "sender": ("sender_id", "sender"),
    "reply_to": ("reply_to", "in_reply_to"),
    "conversation_id": ("conversation_id", "conversation", "thread_id"),
    "channel": ("channel",),
    "direction": ("direction",),
    "kind": ("kind",),
    "utc_offset_min": ("utc_offset_min", "tz_offset_min"),
    "subject": ("subject",),
    "text": ("text",),
    "recipients": ("recipients",),
}
NEEDED = ("message_id", "sent_at", "sender")
WORDS = r"[^\s,;\"'\[\]]+"  # ids and addresses in a list that was written as text


def messages_of_file(path: Path) -> pl.DataFrame:
    """The messages as a frame of the columns that `attention.traffic` takes; what the program itself says is left out.

    Times without a zone are UTC. Where a column has two names, the first one there is filled up from the other.

    raises   FileMissing, NoMessageFile, BadMessageTime, and what `collect.opened` raises
    """
    table = opened(file_bytes(path), path.name)
    places = {heading.strip().lower(): place for place, heading in reversed(list(enumerate(table.headings)))}
    found: dict[str, pl.Series] = {}
    for name, written in NAMES.items():
        cells = [table.cells(places[one]) for one in written if one in places]
        if cells:
            found[name] = filled(cells)
        elif name in NEEDED:
            raise NoMessageFile(file=path.name, headings=", ".join(table.headings), missing=written[-1])
    texts = {name: one if name == "sent_at" else as_text(one) for name, one in found.items()}
    frame = pl.DataFrame({**texts, "row": table.frame["row"]})
    said = frame.filter(col.kind.ne_missing("system")) if "kind" in frame.columns else frame
    return typed(said, path.name)


def filled(cells: list[pl.Series]) -> pl.Series:
    """The first series, its gaps filled from the second where their types agree."""
    first = cells[0]
    for other in cells[1:]:
        first = first.fill_null(other) if first.dtype == other.dtype else as_text(first).fill_null(as_text(other))
    return first


def typed(said: pl.DataFrame, file: str) -> pl.DataFrame:
    """Times, offsets and recipients as what they are. Raises BadMessageTime."""
    frame = said.with_columns(sent_at=moments(said["sent_at"], said["row"], file))
    if "utc_offset_min" in frame.columns:
        frame = frame.with_columns(col.utc_offset_min.cast(pl.Float64, strict=False).cast(pl.Int64))
    if "recipients" in frame.columns:
        frame = frame.with_columns(col.recipients.str.extract_all(WORDS))
    return frame.drop("row", "kind", strict=False)


def moments(cells: pl.Series, rows: pl.Series, file: str) -> pl.Series:
    """The times in UTC; null where none is told. Raises BadMessageTime at the first cell that is none."""
    if isinstance(cells.dtype, pl.Datetime):
        return cells.cast(TIME)
    texts = as_text(cells)
    return pl.Series("sent_at", [moment(*one, file) for one in zip(texts, rows, strict=True)], dtype=TIME)


def moment(text: str | None, row: int, file: str) -> datetime | None:
    """One time as naive UTC. Raises BadMessageTime."""
    if text is None or not text.strip():
        return None
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadMessageTime(file=file, row=row, value=text.strip()) from None
    offset = read.utcoffset()
    return read.replace(tzinfo=None) - offset if offset is not None else read
