"""How early were those who left flagged, and how often was wolf cried?"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

BY_DAYS = (30, 60, 90)
LOST_AFTER_DAYS = 365
CHANNELS = ("rhythm", "chance")


def judged_silences(found: pl.DataFrame, from_on: date, today: date, horizon_days: int) -> pl.DataFrame:
    """The silences that began on `from_on` or later and have shown what they were.

    found    `silences` with flagged_on and channel, as `replay.replay` returns them
    returns  their rows with
               came_back  bool  ended with an order; else the buyer left: silent for the horizon or longer, to the end
               mature     bool  began a horizon or more before today, so that both could be seen
               delay_days int   from the last order to the flag, null without one
    """
    came_back = col.ended_on.is_not_null()
    mature = col.last_ordered_on <= today - timedelta(days=horizon_days)
    since = found.filter(col.last_ordered_on >= from_on).with_columns(
        came_back=came_back, mature=mature, delay_days=(col.flagged_on - col.last_ordered_on).dt.total_days()
    )
    return since.filter(col.came_back | col.mature)


def false_alarm_rate(judged: pl.DataFrame, channel: str | None = None) -> float | None:
    """The mean, over buyers who came back, of the share of their silences that ended with an order after a flag.

    judged   as `judged_silences` returns it; a channel counts only its own flags, and so is a part of the whole
    returns  share, null where nobody came back
    """
    flag = col.flagged_on.is_not_null() if channel is None else (col.channel == channel).fill_null(value=False)
    buyers = judged.filter("came_back").group_by("customer_id").agg(share=flag.mean()).sort("customer_id")
    mean = buyers["share"].mean()
    return float(mean) if isinstance(mean, (int, float)) else None


def caught(judged: pl.DataFrame, channel: str | None = None) -> dict[str, object]:
    """Of the buyers who left: how many and how much of their money was flagged by 30, 60 and 90 days, and how late.

    returns  buyers, money; flagged, money_flagged {"30": share or null, …}; flagged_ever share;
             median_delay_days (from the last order to the flag), median_lead_days (from the flag to a year's silence)
    """
    left = judged.filter(~col.came_back)
    mine = left if channel is None else left.with_columns(delay_days=pl.when(col.channel == channel).then("delay_days"))
    money = float(left["money"].sum())
    by = {str(day): (mine["delay_days"] <= day).fill_null(value=False) for day in BY_DAYS}
    delay = mine["delay_days"].median()
    return {
        "buyers": left.height,
        "money": money,
        "flagged": {day: part(float(flag.sum()), left.height) for day, flag in by.items()},
        "money_flagged": {day: part(float(left["money"].filter(flag).sum()), money) for day, flag in by.items()},
        "flagged_ever": part(float(mine["delay_days"].is_not_null().sum()), left.height),
        "median_delay_days": delay,
        "median_lead_days": None if delay is None else LOST_AFTER_DAYS - float(str(delay)),
    }


def part(some: float, whole: float) -> float | None:
    """some / whole, null where there is no whole."""
    return some / whole if whole > 0 else None
