"""The product on one page: every finding is a line of its matter, asked of a `Ledger` and a day.

Findings(ledger, today).retention.buyers_at_risk()
"""

from __future__ import annotations

from datetime import date

from polars import col

from tradewind.findings.retention import Retention
from tradewind.ledger import Ledger


class Findings:
    """All that Tradewind finds in the facts of `ledger` as of `today`, a matter each."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self.retention = Retention(ledger, today)


def default_today(ledger: Ledger) -> date | None:
    """The last day with an order, from which a person looks at a file of the past; null where there is none."""
    last: date | None = ledger.lazy("orders").filter(col.amount > 0).select(col.ordered_on.max()).collect().item()
    return last
