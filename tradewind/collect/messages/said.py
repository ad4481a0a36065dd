"""Rows of a chat's text as messages: their kind, attachments and ids, with as little as possible done one by one."""

from __future__ import annotations

import numpy as np
import polars as pl

from tradewind.collect.messages.frames import COLUMNS
from tradewind.collect.messages.kinds import HINT, INVISIBLE, attachments_of, kind_of, speaks_for_the_program
from tradewind.ledger.schema import TIME

MOST_SENDERS = 1 << 24  # of one frame
MARK = "\u200e"
OPENS_TEXT = (
    "poll:",
    "option:",
    "投票",
    "encuesta:",
    "umfrage:",
    "sondage",
    "enquete:",
    "sondaggio:",
    "опрос:",
    "anket:",
)
EDITED = rf"<[^<>\n]{{3,40}}>[{INVISIBLE}]*$"
SAYS_EDITED = r"(?i)edited|编辑|編輯|editad|modifié|bearbeitet|modificat|измен|düzenlendi|تعديل|編集済み|수정"


def messages_of(rows: pl.DataFrame, channel: str, conversation: str, first: bool) -> pl.DataFrame:
    """Messages with `frames.COLUMNS`.

    rows    sent_s, name (null for what the program says), text
    first   whether the text's very first message is among them, which may be the program's though it has a name
    """
    kinds = _kinds(rows, first)
    at = pl.from_epoch(rows["sent_s"], time_unit="s").cast(TIME)
    frame = pl.DataFrame({"sent_at": at, "sender": rows["name"], "text": rows["text"]})
    frame = frame.with_columns(kinds).with_columns(sender=pl.when(pl.col("kind") != "system").then("sender"))
    return (
        frame.with_columns(_numbers(rows["sent_s"], frame["sender"]))
        .with_columns(
            channel=pl.lit(channel),
            conversation=pl.lit(conversation),
            message_id=_ids(conversation),
            edited=pl.col("text").str.contains(EDITED) & pl.col("text").str.contains(SAYS_EDITED),
        )
        .select(
            pl.col(name) if name in FILLED else pl.lit(None, dtype=kind).alias(name) for name, kind in COLUMNS.items()
        )
    )


FILLED = {"sent_at", "sender", "text", "kind", "channel", "conversation", "message_id", "attachments", "edited"}


def _ids(conversation: str) -> pl.Expr:
    """Chat, time, sender, and which one it is of that sender and time."""
    stamp = pl.col("sent_at").dt.to_string("%Y%m%dT%H%M%S")
    return pl.concat_str([pl.lit(conversation), stamp, pl.col("sender").fill_null(""), "number"], separator="/")


def _numbers(at_s: pl.Series, sender: pl.Series) -> pl.Series:
    """For each row, from 1, which one it is of its time and sender. By sorting whole numbers, as rows nearly are."""
    codes = sender.fill_null("").cast(pl.Categorical).to_physical().to_numpy().astype(np.int64)
    keys = at_s.to_numpy() * MOST_SENDERS + codes
    order = np.argsort(keys, kind="stable")
    other = np.diff(keys[order], prepend=keys[order[0]] - 1 if len(keys) else 0) != 0
    places = np.arange(len(keys))
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = places - np.maximum.accumulate(np.where(other, places, 0)) + 1
    return pl.Series("number", numbers)


def _kinds(rows: pl.DataFrame, first: bool) -> pl.DataFrame:
    """kind and attachments of each row; only texts that hint at something are looked at one by one."""
    text = rows["text"]
    hints = text.str.contains(HINT)
    if first and hints.len():
        hints = hints | (pl.Series([True]).extend_constant(False, hints.len() - 1))
    places = hints.arg_true()
    kinds = pl.select(pl.when(rows["name"].is_null()).then(pl.lit("system")).otherwise(pl.lit("text"))).to_series()
    looked = [
        (int(at), _kind(one, name, first and at == 0), list(attachments_of(one)))
        for at, one, name in zip(places, text.gather(places), rows["name"].gather(places), strict=True)
    ]
    attached = {at: names for at, _, names in looked if names}
    kinds = kinds.scatter([at for at, _, _ in looked], [kind for _, kind, _ in looked])
    empty: pl.Series = pl.Series("attachments", [[]], dtype=pl.List(pl.String)).new_from_index(0, text.len())
    if attached:
        empty = pl.Series("attachments", [attached.get(at, []) for at in range(text.len())], dtype=pl.List(pl.String))
    return pl.DataFrame([kinds.alias("kind"), empty])


def _kind(text: str, name: str | None, is_first: bool) -> str:
    kind = kind_of(text)
    if name is None:
        return kind if kind in ("call", "deleted") else "system"
    if kind == "text" and text.startswith(MARK) and not _is_shared(text.lstrip(INVISIBLE)):
        return "system"
    return "system" if kind == "text" and is_first and speaks_for_the_program(text) else kind


def _is_shared(text: str) -> bool:
    """A place or a poll: written by the program, but sent by a person."""
    return "://" in text or text.casefold().startswith(OPENS_TEXT)
