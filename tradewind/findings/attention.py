"""When to read? The findings of attention, a line each, on messages of a file or of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl
from polars import col

from tradewind.attention.arrivals import arrivals
from tradewind.attention.traffic import require_answers, traffic
from tradewind.errors import NothingToJudge, NothingToPlanOn
from tradewind.findings import attention_documents as documents
from tradewind.findings.times_said import minute_said, span_said
from tradewind.hours import written_zone

if TYPE_CHECKING:
    from pathlib import Path

    from tradewind.attention.slots import WindowRule

Document = dict[str, Any]
PREDICTIONS = ("persona", "message_id", "sent_at", "p_reply", "label")


@dataclass(frozen=True)
class Attention:
    """What messages say about when to read them.

    mail   as `attention.traffic.traffic` returns it
    file   how a refusal names where they come from
    """

    mail: pl.DataFrame
    file: str

    @classmethod
    def of_messages(cls, messages: pl.DataFrame, file: str) -> Attention:
        """Of the table `messages`, or a frame with some more columns; raises MissingColumn."""
        return cls(traffic(messages), file)

    def backtest(self, personas: int = 6) -> tuple[pl.DataFrame, Document]:
        """How right the chance of an answer would have been; see attention.backtest.rehearse.

        returns  what was said (persona, message_id, sent_at, p_reply, label) and the document of docs/cli.md
        raises   OneSender, NoReplyLinks, NothingJudged
        """
        from tradewind.attention.backtest import rehearse  # brings SciPy

        require_answers(self.mail, self.file)
        found = rehearse(self.mail, personas)
        return found.said.select(PREDICTIONS), documents.backtest(found)

    def plan(self, timezone: str, rule: WindowRule, test_from: date | None = None) -> Document:
        """The best windows a day, beside evenly spaced ones; see attention.windows.best_windows.

        test_from   plan on the messages before this day (UTC), judge on those from then on; null: both on all
        raises      UnknownZone, NoArrivals, WindowsDoNotFit, NothingToPlanOn, NothingToJudge
        """
        zone = written_zone(timezone)
        before, after = self._parted(test_from)
        return documents.plan(arrivals(before, zone), arrivals(after, zone), rule, test_from)

    def meter(self, rep: str, timezone: str, since: date | None = None) -> Document:
        """How often a rep is interrupted, what that costs, how soon it answers; see attention.meter.

        since    the day on which a plan began: what changed from then on; null: nothing is compared
        raises   UnknownZone, UnknownSender
        """
        from tradewind.findings.attention_meter import meter_document

        return meter_document(self.mail, rep, written_zone(timezone), self.file, since)

    def _parted(self, test_from: date | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        if test_from is None or self.mail.is_empty():
            return self.mail, self.mail
        cut = datetime.combine(test_from, time())
        before, after = self.mail.filter(col.sent_at < cut), self.mail.filter(col.sent_at >= cut)
        first, last = self.mail["sent_at"][0], self.mail["sent_at"][-1]
        if before.is_empty():
            raise NothingToPlanOn(file=self.file, day=test_from.isoformat(), first=first.date().isoformat())
        if after.is_empty():
            raise NothingToJudge(file=self.file, last=last.date().isoformat())
        return before, after


def attention_of_file(path: Path) -> Attention:
    """The findings on a file of messages; raises what message_files.messages_of_file raises."""
    from tradewind.findings.message_files import messages_of_file

    return Attention.of_messages(messages_of_file(path), path.name)


def window_rule(
    windows: int, first: str, last: str, slot_min: int, within_hours: float, aim: str, blocked: tuple[str, ...]
) -> WindowRule:
    """What a person wrote as a rule: `08:00`, `12:00-13:00`. Raises NoHours, NoSpan, and what WindowRule raises."""
    from tradewind.attention.slots import WindowRule

    return WindowRule(
        windows=windows,
        from_min=minute_said(first),
        to_min=minute_said(last),
        slot_min=slot_min,
        within_min=within_hours * 60,
        aim=aim,
        blocked=tuple(map(span_said, blocked)),
    )
