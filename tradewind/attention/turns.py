"""Who answers whom where no message says so: conversations of a desk, taken turn by turn."""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.attention.traffic import traffic

TURN = ("channel", "conversation_id", "rep")


def turns(messages: pl.DataFrame) -> pl.DataFrame:
    """The messages of a desk as `traffic.traffic` has them, each with whose inbox it is in and when it was answered.

    messages  as ledger.schema.MESSAGES has them; those without a rep are left out
    returns   the columns of `traffic`, `customer_id`, `kind`, and
                rep          the user name of whose mailbox or chat it is; `sender` of what that one wrote
                mine         bool  the rep wrote it
                parent       int   as `traffic` has it; where a conversation links nothing, the message before it where
                                   the other side wrote that
                answered_at  naive UTC: when the rep wrote in that conversation next; null for the rep's own, and where
                                   the rep did not
    """
    kept = messages.filter(col.rep.fill_null("") != "", col.conversation_id.is_not_null())
    whose = kept.select("channel", "message_id", "rep", "customer_id", "kind").unique(
        ["channel", "message_id"], keep="first"
    )
    mail = traffic(kept).join(whose, on=["channel", "message_id"], how="left", maintain_order="left", nulls_equal=True)
    mail = mail.with_columns(mine=col.direction == "out").with_columns(
        sender=pl.when("mine").then("rep").otherwise("sender")
    )
    links = (col.parent >= 0).any().over(TURN)
    by_turn = pl.when(col.mine.shift(1).over(TURN) != col.mine).then(col.row.shift(1).over(TURN)).otherwise(-1)
    said_next = pl.when("mine").then("sent_at").fill_null(strategy="backward").over(TURN)
    return mail.with_columns(
        parent=pl.when(links).then("parent").otherwise(by_turn.fill_null(-1)),
        answered_at=pl.when(~col.mine).then(said_next),
    )
