"""One rep's meter: how often interrupted, how much focus that takes, how soon answered, and what a plan changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.before_after import Change, change
from tradewind.attention.business import MONDAY_MIN, Floats
from tradewind.attention.interruptions import COSTS, Days, focus_lost_min, interrupted_days, longest_free_min
from tradewind.attention.local_time import utc_minutes, zone_offsets
from tradewind.attention.response import response_minutes
from tradewind.errors import UnknownSender
from tradewind.hours.clock import DAY_MIN

EPOCH = date(1970, 1, 1)
SHOWN = 5


@dataclass(frozen=True)
class Meter:
    """What is measured of one rep, on workdays (Monday to Friday) from the first message to the last.

    days      the workdays with their switches to messages
    waited    as `response.response_minutes` returns it
    answers   whether switches are answers; else the file links none, and each message that the rep wrote counts
    """

    days: Days
    waited: pl.DataFrame
    answers: bool


def meter(mail: pl.DataFrame, rep: str, zone: str, file: str) -> Meter:
    """The meter of a rep in `zone`. `mail` as `traffic.traffic` returns it. Raises UnknownSender, UnknownZone."""
    written = mail.filter(sender=rep)
    if written.is_empty():
        most = mail["sender"].value_counts(sort=True).sort("count", "sender", descending=[True, False])["sender"]
        raise UnknownSender(file=file, sender=rep, present=", ".join(most.head(SHOWN)))
    local = local_minutes(written["sent_at"], zone)
    first, last = (int((at + MONDAY_MIN) // DAY_MIN) for at in (local[0], local[-1]))
    waited = response_minutes(mail, rep, zone)
    if not waited.is_empty():
        local = np.unique(local_minutes(waited["answered_at"], zone))
    return Meter(interrupted_days(local, first, last), waited, not waited.is_empty())


def local_minutes(sent_at: pl.Series, zone: str) -> Floats:
    """Minutes since 1970-01-01 as the clock in the zone counts them."""
    utc = utc_minutes(sent_at)
    return utc + zone_offsets(utc, zone)


def focus_lost_hours(days: Days) -> dict[str, float]:
    """Mean hours of focus lost a workday, by each of the three costs."""
    return {cost.code: float(focus_lost_min(days, cost.minutes).mean()) / 60 for cost in COSTS}


def changes(measured: Meter, since: date) -> dict[str, Change]:
    """What changed from a day on: interruptions, the longest free block (minutes), the response (office minutes)."""
    start = (since - EPOCH).days + MONDAY_MIN // DAY_MIN
    answered = measured.waited.with_columns(
        day=(col.answered_at.dt.date() - EPOCH).dt.total_days() + MONDAY_MIN // DAY_MIN
    )
    of_day = answered.group_by("day").agg(col.office_min.median()).sort("day").filter(col.day % 7 < 5)
    return {
        "interruptions_per_day": change(measured.days.day, measured.days.counts, start),
        "longest_free_min": change(measured.days.day, longest_free_min(measured.days), start),
        "response_min": change(of_day["day"].to_numpy(), of_day["office_min"].to_numpy(), start),
    }
