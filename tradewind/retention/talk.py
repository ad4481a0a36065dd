"""What a buyer's messages hint at on an evening: silence, a change against its own habit, and words of complaint."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

HABIT_DAYS, RECENT_DAYS = 365, 90
HALF = 0.5  # added to both counts, so that none against none is no change
COMPLAINT = (
    r"(?i)complain|unacceptable|disappoint|defect|damaged|broken|wrong (?:item|size|colou?r|goods|product)|"
    r"(?:poor|bad) quality|refund|compensat|chargeback|still waiting|not (?:received|arrived)|\bdelay|"
    r"\blate (?:again|delivery)|"
    r"投诉|抱怨|不满|质量问题|质量太差|次品|破损|损坏|坏了|发错|少发|漏发|退款|退货|赔偿|索赔|延误|迟迟|还没收到|一直没|太慢|"
    r"reclam|queja|defectuos|dañad|roto|reembols|retras|inaceptable|defeituos|danificad|quebrad|atras|devolu|"
    r"réclam|plainte|défectueu|endommag|cassé|rembours|retard|reklam|beschwer|mangel|beschädig|kaputt|verspät|erstatt|"
    r"жалоб|претензи|брак|дефект|поврежд|сломан|возврат|задерж|şikayet|kusurlu|hasarlı|kırık|iade|gecik|"
    r"شكوى|تالف|معيب|مكسور|استرداد|تأخر"
)


def inbound(messages: pl.DataFrame) -> pl.DataFrame:
    """What buyers wrote: customer_id, on, complains. `messages` as in ledger.schema; calls and media count, recalled
    messages too."""
    mine = messages.filter(col.direction == "in", col.customer_id.is_not_null())
    complains = col.text.fill_null("").str.contains(COMPLAINT)
    return mine.select("customer_id", on=col.sent_at.dt.date(), complains=complains)


def talk_signals(said: pl.DataFrame, day: date) -> pl.DataFrame:
    """Of each buyer who had written by the evening of `day`; `said` as `inbound` returns it.

    returns  customer_id,
               inbound_silent  log of 1 + days since the last message
               inbound_change  log of the messages of the last 90 days over what the 275 before let one expect, half a
                               message added to both; null without any within the year
               complaints      share of the messages of the last 90 days with a word of complaint; null without any

    >>> said = pl.DataFrame({"customer_id": ["a"] * 3, "on": [date(2026, 1, 1)] * 2 + [date(2026, 11, 1)],
    ...                      "complains": [False, False, True]})
    >>> talk_signals(said, date(2026, 11, 10)).with_columns(pl.selectors.float().round(2)).row(0)
    ('a', 2.3, 0.26, 1.0)
    """
    known = said.filter(col.on <= day)
    recent, year = (col.on > day - timedelta(days=days) for days in (RECENT_DAYS, HABIT_DAYS))
    lately = recent.sum()
    expected = (year & ~recent).sum() * RECENT_DAYS / (HABIT_DAYS - RECENT_DAYS)
    return known.group_by("customer_id", maintain_order=True).agg(
        inbound_silent=(1 + (day - col.on.max()).dt.total_days()).cast(pl.Float64).log(),
        inbound_change=pl.when(year.any()).then(((lately + HALF) / (expected + HALF)).log()),
        complaints=pl.when(lately > 0).then((col.complains & recent).sum() / lately),
    )
