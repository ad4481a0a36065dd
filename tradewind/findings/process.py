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
        return process_map(self.events(), self._told(asking))

    def comparison(
        self, change_on: date, asking: Asking = Asking(), kinds: Mapping[str, str] | None = None  # noqa: B008
    ) -> Document:  # fmt: skip
        """See event_log.comparison."""
        return comparison(self.events(), change_on, self._told(asking), kinds)

    def shipped_late(self) -> list[str]:
        """Orders that left after the day promised, or requested where none was promised."""
        due = pl.coalesce("promised_on", "requested_on")
        late = self.ledger.lazy("orders").filter(col.shipped_on > due, col.shipped_on <= self.today)
        return late.select("order_id").collect()["order_id"].to_list()

    def _told(self, asking: Asking) -> Asking:
        """With the day, and with the orders that shipped late where cases are orders."""
        return replace(asking, today=self.today, shipped_late=self.shipped_late())
