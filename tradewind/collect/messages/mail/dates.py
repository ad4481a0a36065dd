"""When a mail was sent: by its Date, else by the first server that received it, else by the mailbox's own line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Mail
from email.utils import parsedate_to_datetime

MOST_DATE = 200
NOT_LOCAL = re.compile(r"[-]0000\b")
NEAR_YEARS = range(1970, 2101)


@dataclass(frozen=True)
class Sent:
    """A moment: by the sender's clock, in UTC, and how many minutes east of UTC that clock stands."""

    at: datetime | None = None
    utc: datetime | None = None
    offset_min: int | None = None


def sent(mail: Mail, envelope: str = "") -> Sent:
    """The moment of a mail. `envelope` is the rest of the mailbox's line "From …" above it.

    >>> mail = Mail(); mail["Date"] = "Wed, 06 Mar 2024 11:07:00 +0800"
    >>> sent(mail)
    Sent(at=datetime.datetime(2024, 3, 6, 11, 7), utc=datetime.datetime(2024, 3, 6, 3, 7), offset_min=480)
    """
    received = [str(one).rpartition(";")[2] for one in reversed(mail.get_all("Received", []))]
    written = [str(mail.get("Date", "")), *received, envelope.partition(" ")[2]]
    return next((found for one in written if (found := moment(one)) is not None), Sent())


def moment(written: str) -> Sent | None:
    """A moment as mails write it; None for what is no date between 1970 and 2100."""
    try:
        at = parsedate_to_datetime(written.strip()[:MOST_DATE])
        if at.year not in NEAR_YEARS:
            return None
        if at.tzinfo is None:  # -0000: the moment is known, the sender's clock is not
            return Sent(at, at, None) if NOT_LOCAL.search(written) else Sent(at)
        offset = at.utcoffset()
        utc = at.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Sent(at.replace(tzinfo=None), utc, round(offset.total_seconds() / 60) if offset is not None else None)
