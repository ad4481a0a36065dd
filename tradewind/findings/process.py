"""What really happens in the team's own work? A line per finding, of the ledger's events up to `today`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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

    def events(self, cases: Collection[str] | None = None) -> pl.DataFrame:
        """The events up to `today`, in the order of their source; of these cases alone where some are named."""
        found = self.ledger.lazy("events").filter(col.happened_at < pl.lit(self.today + DAY))
        return (found if cases is None else found.filter(col.case_id.is_in(list(cases)))).collect()

    def cases_of(self, customers: Collection[str], people: Collection[str]) -> list[str]:
        """The cases that are orders of these buyers; and of cases that are no order those in which one of these people
        did a step."""
        orders = self.ledger.lazy("orders").select("order_id", "customer_id").collect()
        own = orders.filter(col.customer_id.is_in(list(customers)))["order_id"]
        did = self.ledger.lazy("events").filter(
            ~col.case_id.is_in(orders["order_id"].implode()), col.resource.is_in(list(people))
        )
        return sorted({*own, *did.select("case_id").collect()["case_id"]})

    def process_map(self, asking: Asking = Asking(), cases: Collection[str] | None = None) -> Document:  # noqa: B008
        """See event_log.process_map; over these cases alone where some are named."""
        return process_map(self.events(cases), self._told(asking))

    def comparison(
        self,
        change_on: date,
        asking: Asking = Asking(),  # noqa: B008
        kinds: Mapping[str, str] | None = None,
        cases: Collection[str] | None = None,
    ) -> Document:
        """See event_log.comparison; over these cases alone where some are named."""
        return comparison(self.events(cases), change_on, self._told(asking), kinds)

    def shipped_late(self) -> list[str]:
        """Orders that left after the day promised, or requested where none was promised."""
        due = pl.coalesce("promised_on", "requested_on")
        late = self.ledger.lazy("orders").filter(col.shipped_on > due, col.shipped_on <= self.today)
        return late.select("order_id").collect()["order_id"].to_list()

    def _told(self, asking: Asking) -> Asking:
        """With the day, and with the orders that shipped late where cases are orders."""
        return replace(asking, today=self.today, shipped_late=self.shipped_late())
