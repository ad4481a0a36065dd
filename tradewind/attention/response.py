"""How long do those who wrote to a rep wait for the answer, in their own office hours, and is the promise kept?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.business import business_minutes
from tradewind.attention.contact_rules import ELAPSED, USUAL_RULES, ContactRule, rule_for
from tradewind.attention.local_time import utc_minutes, zone_offsets
from tradewind.attention.traffic import answers


def answered_by(mail: pl.DataFrame, rep: str) -> pl.DataFrame:
    """What the rep answered, by the time of the answer: asked (row), asked_at, answered_at.

    mail     as `traffic.traffic` returns it
    By reply links; a conversation without any is taken turn by turn: the rep's first message after those of others
    answers the first of them that waits.
    """
    linked = answers(mail).filter(sender=rep).select(asked=col.parent, asked_at="asked_at", answered_at="sent_at")
    with_links = mail.filter(col.parent >= 0)["conversation_id"].unique()
    turns = mail.filter(
        col.conversation_id.is_not_null() & ~col.conversation_id.is_in(with_links.drop_nulls().implode())
    )
    found = pl.concat([linked, answered_in_turn(turns, rep)])
    return found.sort("answered_at", "asked").unique("asked", keep="first", maintain_order=True)


def answered_in_turn(turns: pl.DataFrame, rep: str) -> pl.DataFrame:
    """The same columns, from who speaks after whom in each conversation."""
    mine = turns.with_columns(mine=col.sender == rep).sort("row")
    runs = mine.with_columns(run=col.mine.rle_id().over("conversation_id"))
    heads = runs.group_by("conversation_id", "run", maintain_order=True).agg(
        col.mine.first(), asked=col.row.first(), at=col.sent_at.first()
    )
    after = heads.with_columns(
        answered_at=col.at.shift(-1).over("conversation_id"), next_mine=col.mine.shift(-1).over("conversation_id")
    )
    return after.filter(~col.mine & col.next_mine).select("asked", asked_at="at", answered_at="answered_at")


def response_minutes(mail: pl.DataFrame, rep: str, zone: str) -> pl.DataFrame:
    """How long each message waited that the rep answered.

    zone     of the rep, and of senders whose own clock is not known
    returns  by the time of the answer: asked (row), answered_at, channel, office_min (office minutes on the sender's
             clock), elapsed_min (all minutes)
    """
    found = answered_by(mail, rep).join(
        mail.select("row", "channel", "utc_offset_min"), left_on="asked", right_on="row", how="left"
    )
    asked, answered = utc_minutes(found["asked_at"]), utc_minutes(found["answered_at"])
    theirs = found["utc_offset_min"].cast(pl.Float64).to_numpy()
    theirs = np.where(np.isnan(theirs), zone_offsets(asked, zone), theirs)
    office = business_minutes(answered + theirs) - business_minutes(asked + theirs)
    return found.select("asked", "answered_at", "channel").with_columns(
        office_min=pl.Series(office, dtype=pl.Float64), elapsed_min=pl.Series(answered - asked, dtype=pl.Float64)
    )


def by_channel(waited: pl.DataFrame, rules: Sequence[ContactRule] = USUAL_RULES) -> pl.DataFrame:
    """Response by channel: channel, answered, median_office_min, p90_office_min, deadline_min, clock, within_share.

    waited   as `response_minutes` returns it
    Only what was answered counts: which of the others needed no answer is not known.
    """
    told = []
    for (channel,), part in waited.group_by(["channel"], maintain_order=True):
        rule = rule_for(str(channel) if channel is not None else None, rules)
        column = part["elapsed_min"] if rule and rule.clock == ELAPSED else part["office_min"]
        told.append(
            {
                "channel": channel,
                "answered": part.height,
                "median_office_min": part["office_min"].median(),
                "p90_office_min": part["office_min"].quantile(0.9, "linear"),
                "deadline_min": rule.minutes if rule else None,
                "clock": rule.clock if rule else None,
                "within_share": (column <= rule.minutes).mean() if rule else None,
            }
        )
    kinds = {
        "channel": pl.String, "answered": pl.Int64, "median_office_min": pl.Float64, "p90_office_min": pl.Float64,
        "deadline_min": pl.Float64, "clock": pl.String, "within_share": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(told, schema=kinds).sort("answered", "channel", descending=[True, False])


def by_priority(waited: pl.DataFrame, mail: pl.DataFrame) -> pl.DataFrame:
    """Response by priority: priority, answered, median_office_min, p90_office_min.

    waited   as `response_minutes` returns it;  mail   with row and `priority` (1 to 3)
    """
    told = waited.join(mail.select("priority", asked="row"), on="asked", how="left")
    return (
        told.group_by("priority")
        .agg(
            answered=pl.len().cast(pl.Int64),
            median_office_min=col.office_min.median(),
            p90_office_min=col.office_min.quantile(0.9, "linear"),
        )
        .sort("priority")
    )
