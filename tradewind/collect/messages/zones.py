"""The clock on the wall and UTC: what a person says about the zone, applied where the source tells none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

import polars as pl

from tradewind.collect.messages.message import Message
from tradewind.hours.zones import rules, written_zone
from tradewind.ledger.schema import TIME

MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Zone:
    """A zone's rules; None leaves everything as it is."""

    zone: tzinfo | None

    def message(self, message: Message) -> Message:
        """The message with its moment in UTC, where only the clock on the wall was known."""
        if self.zone is None or message.sent_at is None or message.sent_at_utc is not None:
            return message
        at = message.sent_at.replace(tzinfo=self.zone)
        offset = at.utcoffset()
        minutes = round(offset.total_seconds() / 60) if offset is not None else None
        return replace(message, sent_at_utc=at.astimezone(UTC).replace(tzinfo=None), utc_offset_min=minutes)

    def frame(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same for a frame with `frames.COLUMNS`, hour by hour, since no zone turns its clock within one."""
        if self.zone is None:
            return frame
        open_ = frame["sent_at_utc"].is_null() & frame["sent_at"].is_not_null()
        walls = frame.filter(open_)["sent_at"].dt.truncate("15m").unique()
        offsets = [wall.replace(tzinfo=self.zone).utcoffset() for wall in walls]
        known = pl.DataFrame(
            {"wall": walls, "min": [round(one.total_seconds() / 60) if one is not None else None for one in offsets]},
            schema={"wall": TIME, "min": pl.Int64},
        )
        both = frame.with_columns(wall=pl.when(open_).then(pl.col("sent_at").dt.truncate("15m"))).join(
            known, on="wall", how="left", maintain_order="left"
        )
        utc = pl.col("sent_at") - pl.duration(minutes=pl.col("min"))
        return both.with_columns(
            sent_at_utc=pl.coalesce("sent_at_utc", utc), utc_offset_min=pl.coalesce("utc_offset_min", "min")
        ).drop("wall", "min")


def zoned(written: str | None) -> Zone:
    """The zone that a person wrote, e.g. Asia/Shanghai or UTC+08:00. Raises UnknownZone."""
    return Zone(rules(written_zone(written)) if written else None)
