"""What every finding of attention looks at: messages in the order of time, and which one answers which."""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.errors import NoReplyLinks, OneSender
from tradewind.ledger.schema import TIME, Kind, require

NEEDED: dict[str, Kind] = {"message_id": pl.String, "sent_at": TIME, "sender": pl.String}
OPTIONAL: dict[str, Kind] = {
    "reply_to": pl.String,
    "conversation_id": pl.String,
    "channel": pl.String,
    "direction": pl.String,
    "utc_offset_min": pl.Int64,
    "subject": pl.String,
    "text": pl.String,
    "recipients": pl.List(pl.String),
}


def traffic(messages: pl.DataFrame) -> pl.DataFrame:
    """The messages, each once, by time, with every column there and the row of the message that each one answers.

    messages  message_id, sent_at (naive UTC), sender; optional: reply_to, conversation_id, channel, direction,
              utc_offset_min (of the sender's clock), subject, text, recipients -- see ledger.schema.MESSAGES.
              A message_id that comes twice in one channel counts once, as first written; rows without a time or a
              sender, and those of direction `system`, are left out
    returns   these columns, null where they are not known, and
                row     int  0, 1, …
                parent  int  the row of the message that this one answers, -1 where there is none or it came later
    raises    MissingColumn
    """
    require(messages, "messages", *NEEDED)
    kinds = {**NEEDED, **OPTIONAL}
    whole = messages.select(
        (col(name).cast(kind) if name in messages.columns else pl.lit(None, dtype=kind).alias(name))
        for name, kind in kinds.items()
    )
    kept = (
        whole.filter(col.sent_at.is_not_null() & col.sender.is_not_null() & col.direction.ne_missing("system"))
        .unique(["channel", "message_id"], keep="first", maintain_order=True)
        .sort("sent_at", "channel", "message_id", nulls_last=True, maintain_order=True)
        .with_row_index("row")
        .with_columns(col.row.cast(pl.Int64))
    )
    of_id = kept.select("channel", reply_to=col.message_id, parent=col.row)
    linked = kept.join(of_id, on=["channel", "reply_to"], how="left", maintain_order="left", nulls_equal=False)
    if linked["parent"].null_count() == linked.height:  # where no file names a channel, null is one channel
        linked = kept.join(of_id.drop("channel"), on="reply_to", how="left", maintain_order="left")
    earlier = pl.when(col.parent < col.row).then(col.parent).otherwise(-1)
    return linked.with_columns(parent=earlier.fill_null(-1))


def require_answers(mail: pl.DataFrame, file: str) -> None:
    """Raise OneSender or NoReplyLinks unless somebody answers somebody else. `mail` as `traffic` returns it."""
    if mail["sender"].n_unique() < 2:
        raise OneSender(file=file)
    if not answers(mail).height:
        raise NoReplyLinks(file=file)


def answers(mail: pl.DataFrame) -> pl.DataFrame:
    """Each message that answers another person's: columns row, parent, sender, sent_at, asker, asked_at.

    mail   as `traffic` returns it
    """
    asked = mail.select(parent=col.row, asker=col.sender, asked_at=col.sent_at)
    linked = mail.filter(col.parent >= 0).join(asked, on="parent", how="left", maintain_order="left")
    return linked.filter(col.asker != col.sender).select("row", "parent", "sender", "sent_at", "asker", "asked_at")
