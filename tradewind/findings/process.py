"""What really happens in the team's own work? A line per finding, of the ledger's events up to `today`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.findings.event_log import Asking, Document, comparison, process_map
from tradewind.ledger import Ledger

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Process:
    """The findings about work, of `ledger` as of the end of `today` (UTC)."""

    ledger: Ledger
    today: date

    def events(self) -> pl.DataFrame:
        """The events up to `today`, in the order of their source."""
        return self.ledger.lazy("events").filter(col.happened_at < pl.lit(self.today + DAY)).collect()

    def process_map(self, asking: Asking = Asking()) -> Document:  # noqa: B008  frozen
        """See event_log.process_map."""
        return process_map(self.events(), replace(asking, today=self.today))

    def comparison(
        self, change_on: date, asking: Asking = Asking(), kinds: Mapping[str, str] | None = None  # noqa: B008
    ) -> Document:  # fmt: skip
        """See event_log.comparison."""
        return comparison(self.events(), change_on, replace(asking, today=self.today), kinds)
