"""The product on one page: every finding is a line of its matter, asked of a `Ledger` and a day.

Findings(ledger, today).retention.buyers_at_risk()

What a page may ask while someone waits (`ripple`) computes on plain numbers; frames load only when facts are looked at.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradewind.findings.attention import Attention
    from tradewind.findings.remind import Remind
    from tradewind.ledger import Ledger


class Findings:
    """All that Tradewind finds in the facts of `ledger` as of `today`, a matter each."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        from tradewind.findings.process import Process
        from tradewind.findings.retention import Retention

        self.retention = Retention(ledger, today)
        self.process = Process(ledger, today)
        self._ledger = ledger
        self._today = today

    @cached_property
    def remind(self) -> Remind:
        """Whom to contact, and why, on what a file knows; a desk tells `findings.remind.Remind` more."""
        from tradewind.findings.remind import Remind

        return Remind(self._ledger, self._today)

    @cached_property
    def attention(self) -> Attention:
        """Of the table `messages`, all of it: the findings on messages look back as far as there are any."""
        from tradewind.findings.attention import Attention

        return Attention.of_messages(self._ledger.table("messages"), "messages")


def default_today(ledger: Ledger) -> date | None:
    """The last day with an order, from which a person looks at a file of the past; null where there is none."""
    from polars import col

    last: date | None = ledger.lazy("orders").filter(col.amount > 0).select(col.ordered_on.max()).collect().item()
    return last
