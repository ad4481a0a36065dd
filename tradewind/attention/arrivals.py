"""What comes in, against the slots of the rep's day: the few columns on which every plan of windows is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.attention.business import MONDAY_MIN, Floats, Ints, business_minutes
from tradewind.attention.local_time import utc_minutes, zone_offsets
from tradewind.hours.clock import DAY_MIN

Bools = NDArray[np.bool_]
WORKDAYS = 5


@dataclass(frozen=True)
class Arrivals:
    """One entry per message, in the order of time.

    day           the rep's local day, whole days since the Monday before 1970; day % 7 is the weekday, 0 Monday
    minute        minutes after the rep's midnight, in [0, 1440)
    ahead         minutes by which the sender's clock is ahead of the rep's, and offset of UTC
    passed        office minutes on the sender's clock up to the message, see business.business_minutes
    """

    day: Ints
    minute: Floats
    ahead: Floats
    offset: Floats
    passed: Floats

    @property
    def at_work(self) -> Bools:
        """Whether the message came on one of the rep's workdays, Monday to Friday."""
        return self.day % 7 < WORKDAYS

    @property
    def workdays(self) -> int:
        """The rep's workdays from the first message's day to the last one's, both counted."""
        if not self.day.size:
            return 0
        days = np.arange(self.day.min(), self.day.max() + 1)
        return int((days % 7 < WORKDAYS).sum())

    def part(self, chosen: Bools | Ints) -> Arrivals:
        """The entries that are chosen."""
        day, minute, ahead = self.day[chosen], self.minute[chosen], self.ahead[chosen]
        return Arrivals(day, minute, ahead, self.offset[chosen], self.passed[chosen])


def arrivals(mail: pl.DataFrame, zone: str) -> Arrivals:
    """The messages that come in, on the clocks of a rep in `zone` and of their senders.

    mail    as `traffic.traffic` returns it; those of direction `out` are the rep's own and do not count. A sender
            without utc_offset_min is taken to be in the rep's zone, and to keep its clock until it is read
    raises  UnknownZone
    """
    coming = mail.filter(col.direction.ne_missing("out"))
    utc = utc_minutes(coming["sent_at"])
    own = zone_offsets(utc, zone)
    theirs = coming["utc_offset_min"].cast(pl.Float64).to_numpy()
    theirs = np.where(np.isnan(theirs), own, theirs)
    local = utc + own + MONDAY_MIN
    day = np.floor(local / DAY_MIN).astype(np.int64)
    return Arrivals(day, local - day * DAY_MIN, theirs - own, theirs, business_minutes(utc + theirs))
