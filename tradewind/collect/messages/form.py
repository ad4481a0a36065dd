"""What each form of conversation must be able to do: say whether a file is of its kind, and read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source
from tradewind.errors import UnknownChoice

if TYPE_CHECKING:
    import polars as pl

DATE_ORDERS = ("auto", "dmy", "mdy", "ymd", "ydm")
MOST_LISTED = 10_000  # rejected lines that are kept one by one; more are counted


@dataclass(frozen=True)
class Asked:
    """What a person decided about the reading.

    dates      "auto", or the order of day, month and year in dates such as 05/03/26
    timezone   the zone of the clock by which times without one were written; None: unknown
    raises     UnknownChoice
    """

    dates: str = "auto"
    timezone: str | None = None

    def __post_init__(self) -> None:
        if self.dates not in DATE_ORDERS:
            raise UnknownChoice(option="dates", choice=self.dates, choices=", ".join(DATE_ORDERS))


@dataclass(frozen=True)
class Rejected:
    """A line (of text), row (of a table) or place (of anything else), from 1, that became no message, and why."""

    line: int
    reason: str


@dataclass
class Noted:
    """What a form notes down while it reads.

    rejected   in the order of the file, at most MOST_LISTED; `unlisted` counts those beyond
    """

    rejected: list[Rejected] = field(default_factory=list)
    unlisted: int = 0

    def reject(self, line: int, reason: str) -> None:
        """Note a line that became no message."""
        if len(self.rejected) < MOST_LISTED:
            self.rejected.append(Rejected(line, reason))
        else:
            self.unlisted += 1


@dataclass(frozen=True)
class Form:
    """One form of conversation, told by what stands in the file and never by its name.

    name        as the summary gives it
    recognise   how sure it is that a source is of this form, from 0 (none of it) to 1; looks at head, text, members
    read        the messages in the order of the source, in bounded memory; notes what it rejects; raises InputError,
                among them AmbiguousMessageDates when two readings remain
    frames      the same as frames with `frames.COLUMNS`, for forms that can at speed; else made from `read`
    """

    name: str
    recognise: Callable[[Source], float]
    read: Callable[[Source, Asked, Noted], Iterator[Message]]
    frames: Callable[[Source, Asked, Noted], Iterator[pl.DataFrame]] | None = None
