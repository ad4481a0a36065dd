"""Who stays? The findings of retention, a line each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl
from polars import col

from tradewind.findings import documents, early_warning
from tradewind.findings.efforts import efforts_document
from tradewind.findings.kept import KeptWarnings, kept_document
from tradewind.hours.spring_festival import spring_festivals
from tradewind.ledger import Ledger
from tradewind.retention import (
    backtest,
    churn_rate,
    cohorts,
    lifetime,
    order_days,
    rhythm,
    ripple_fit,
    ripple_history,
    warning,
)

if TYPE_CHECKING:
    from tradewind.findings.looking_back import LookingBack
    from tradewind.retention.slices import Past
    from tradewind.retention.standing import Standing

Customers = Collection[str] | None
BUDGET = 0.10  # of false alarms, where nobody has said another


@dataclass(frozen=True)
class Retention:
    """What the orders of `ledger` say as of `today` about who stays.

    Every finding learns from the whole team; `customers` then narrows what is shown, e.g. to one rep's buyers.
    """

    ledger: Ledger
    today: date

    @cached_property
    def orders(self) -> pl.DataFrame:
        return self.ledger.table("orders")

    @cached_property
    def lines(self) -> pl.DataFrame:
        return self.ledger.table("order_lines")

    @cached_property
    def days(self) -> pl.DataFrame:
        """See order_days.order_days."""
        return order_days.order_days(self.orders, self.today)

    @cached_property
    def fitted(self) -> dict[int, warning.WarningParameters]:
        return {}

    @cached_property
    def flagged(self) -> dict[tuple[int, float], Standing]:
        return {}

    @cached_property
    def pauses(self) -> list[tuple[date, date]]:
        """The Spring Festivals since the first order, in which nobody is silent; see hours.spring_festival."""
        first = self.days["ordered_on"].min()
        return spring_festivals(first, self.today) if isinstance(first, date) else []

    @cached_property
    def pasts(self) -> dict[int, Past]:
        return {}

    def past(self, horizon_days: int = 90) -> Past:
        """The team's past, that the blend and the signals learn from; see outlook.past_of."""
        from tradewind.retention.outlook import past_of  # brings SciPy

        warning.require_horizon(horizon_days)
        return self.pasts.setdefault(horizon_days, past_of(self.orders, horizon_days))

    def parameters(self, horizon_days: int = 90) -> warning.WarningParameters:
        """What the list is made with; see warning.fit_warning."""
        if horizon_days not in self.fitted:
            self.fitted[horizon_days] = warning.fit_warning(self.orders, self.today, None, self.past(horizon_days))
        return self.fitted[horizon_days]

    def standing(self, horizon_days: int = 90, budget: float = BUDGET) -> Standing:
        """Which silences are flagged today; see standing.stand."""
        from tradewind.retention.standing import stand  # brings SciPy

        if (horizon_days, budget) not in self.flagged:
            found = stand(self.orders, self.today, horizon_days, budget, self.pauses)
            self.flagged[horizon_days, budget] = found
        return self.flagged[horizon_days, budget]

    def data_end(self) -> date | None:
        """The last order day up to today; null where there is none."""
        last: date | None = self.days.select(col.ordered_on.max()).item()
        return last

    def lifetime_parameters(self) -> lifetime.LifetimeParameters:
        """See lifetime.fit_lifetime."""
        return warning.fit_warning(self.orders, self.today).lifetime

    def reorder_rhythm(self, customers: Customers = None) -> pl.DataFrame:
        """See rhythm.reorder_rhythm."""
        return only(rhythm.reorder_rhythm(self.orders, self.today), customers)

    def buyers_at_risk(
        self,
        horizon_days: int = 90,
        customers: Customers = None,
        budget: float = BUDGET,
        given: pl.DataFrame | None = None,
        snoozed: Collection[str] = (),
    ) -> pl.DataFrame:
        """See warning.buyers_at_risk.

        given    flags that were given earlier, as standing.with_given takes them
        snoozed  buyers who are left alone until their season: not on the list, why_not `snoozed` unless lost already
        """
        from tradewind.retention.standing import RULE, with_given  # brings SciPy

        flags, how, _ = self.standing(horizon_days, budget)
        kept = with_given(flags, given)
        found = warning.buyers_at_risk(
            self.orders, self.today, horizon_days, self.parameters(horizon_days), kept, by_rule=how.by == RULE,
            lines=self.lines,
        )  # fmt: skip
        return only(without(found, snoozed), customers)

    def state_changes(self, buyers: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
        """See states.state_changes; `buyers` as `buyers_at_risk` returns all of them."""
        from tradewind.retention.states import state_changes

        cycle = rhythm.team_cycle_days(rhythm.reorder_rhythm(self.orders, self.today))
        return state_changes(buyers, before, self.today, cycle, self.pauses)

    def recomputed(self, stored: documents.Document) -> pl.DataFrame:
        """What stored parameters of a list say of each buyer on these orders; see outlook.outlook.

        stored   `parameters` of a watch document
        raises   OtherInputs where the orders up to that day are not those that it was fitted on
        """
        from tradewind.findings.recomputing import recomputed

        return recomputed(self.orders, self.today, stored)

    def churn_rate(self, customers: Customers = None) -> pl.DataFrame:
        """See churn_rate.churn_rate."""
        first: date | None = self.days.select(col.ordered_on.min()).item()
        return churn_rate.churn_rate(only(self.orders, customers), self.today, data_from=first)

    def warning_record(self, horizon_days: int = 90, customers: Customers = None) -> pl.DataFrame:
        """See backtest.record_by_cutoff."""
        return backtest.record_by_cutoff(self.warning_record_buyers(horizon_days, customers))

    def warning_record_buyers(self, horizon_days: int = 90, customers: Customers = None) -> pl.DataFrame:
        """See backtest.warning_record_buyers; documents.record sums up any part of it."""
        return only(backtest.warning_record_buyers(self.orders, self.today, horizon_days), customers)

    @cached_property
    def own_strengths(self) -> ripple_fit.OwnRipple:
        """See ripple_fit.fit_own_ripple; of the whole team."""
        customers = self.ledger.table("customers")
        return ripple_fit.fit_own_ripple(ripple_history.ripple_panel(self.orders, customers, self.today))

    def cohorts(self, customers: Customers = None) -> pl.DataFrame:
        """See cohorts.cohorts."""
        return cohorts.cohorts(only(self.orders, customers), self.today)

    def signals(self, horizon_days: int = 90) -> documents.Document:
        """What messages, ratings, late shipments and cancellations added on the team's own past, as a JSON document;
        see signals.what_signals_add."""
        from tradewind.findings.beside_orders import signals_document  # brings SciPy

        return signals_document(self.ledger, self.past(horizon_days), self.today)

    def kept_record(
        self, kept: KeptWarnings, horizon_days: int = 90, customers: Customers = None
    ) -> documents.Document:
        """Were the warnings right that were stored at the time? As a JSON document; see kept.kept_document."""
        return kept_document(kept, self.days, self.today, horizon_days, customers)

    def new_or_old(self, steps: pl.DataFrame, customers: Customers = None) -> documents.Document:
        """What goes to new and to old buyers, and what each order, as a JSON document; see new_or_old.

        steps   customer_id, on: the follow-ups that were done
        """
        return efforts_document(self.ledger, steps, self.today, customers)

    def own_ripple(self, customers: Customers = None) -> documents.Document:
        """What own history adds to the ripple as a JSON document: the team's strengths, the buyers' churn and money."""
        rates = self.churn_rate(customers).filter(col.form == "final")["rate"]
        year = only(self.orders, customers).filter((self.today - col.ordered_on).dt.total_days().is_between(0, 364))
        money = year.sort("order_id")["amount_base"].sum()
        return documents.own_ripple(self.own_strengths, rates[-1] if len(rates) else None, float(money))

    def watch(self, horizon_days: int = 90, customers: Customers = None, budget: float = BUDGET) -> documents.Document:
        """The warning list as a JSON document; see documents.watch."""
        names = self.ledger.table("customers").select("customer_id", "name")
        buyers = self.buyers_at_risk(horizon_days, customers, budget)
        named = buyers.join(names, on="customer_id", how="left", maintain_order="left")
        return documents.watch(named, self.today, horizon_days, self.watch_parameters(horizon_days, budget))

    def watch_parameters(self, horizon_days: int = 90, budget: float = BUDGET) -> documents.Document:
        """All that the list is made with, as a JSON document: enough to compute any of its numbers again."""
        from tradewind.findings.recomputing import watch_parameters  # brings SciPy

        standing = self.standing(horizon_days, budget).parameters
        return watch_parameters(self.orders, self.today, self.parameters(horizon_days), standing)

    def rate(self, customers: Customers = None) -> documents.Document:
        """The churn rate beside the published one as a JSON document; see documents.rate."""
        return documents.rate(self.churn_rate(customers))

    def record(self, horizon_days: int = 90, customers: Customers = None) -> documents.Document:
        """Hits and misses of the warning as a JSON document; see documents.record."""
        buyers = self.warning_record_buyers(horizon_days, customers)
        return documents.record(buyers, self.today, horizon_days)

    def warnings(
        self, from_on: date, horizon_days: int = 90, budget: float = 0.10, pauses: Sequence[tuple[date, date]] = ()
    ) -> tuple[pl.DataFrame, documents.Document]:
        """The flags of the early warning as it would have run since `from_on`, and how early and right they were;
        see replay.replay and documents.early_warning."""
        from tradewind.retention import replay  # brings SciPy

        found = replay.replay(self.orders, from_on, self.today, horizon_days, budget, pauses)
        asked = {"from": from_on, "today": self.today, "horizon_days": horizon_days, "budget": budget}
        return replay.flags(found.silences), early_warning.early_warning_document(found, asked)

    def early_record(
        self, horizon_days: int = 90, budget: float = BUDGET, customers: Customers = None
    ) -> documents.Document | None:
        """How early and how right the flags of late were, on the list's own replay: the document of
        `warnings`; null by the rule."""
        found = self.standing(horizon_days, budget)
        if found.replay is None or found.parameters.from_on is None:
            return None
        asked = {"from": found.parameters.from_on, "today": self.today, "horizon_days": horizon_days, "budget": budget}
        mine = replace(found.replay, silences=only(found.replay.silences, customers))
        return early_warning.early_warning_document(mine, asked)

    def backtest(self, horizon_days: int = 90, cutoffs: list[date] | None = None) -> LookingBack:
        """How right the chances would have been; see rolling.rolling_backtest. Orders of all days are looked at."""
        from tradewind.findings.looking_back import look_back  # brings SciPy

        return look_back(self.orders, horizon_days, cutoffs)


def only(frame: pl.DataFrame, customers: Customers) -> pl.DataFrame:
    """The rows of `customers`; all rows where that is null."""
    return frame if customers is None else frame.filter(col.customer_id.is_in(list(customers)))


def without(buyers: pl.DataFrame, snoozed: Collection[str]) -> pl.DataFrame:
    """The buyers of a list, with those that are snoozed off it; who is lost stays lost."""
    rests = col.customer_id.is_in(list(snoozed)) & col.why_not.ne_missing("lost_already")
    return buyers.with_columns(
        on_list=col.on_list & ~rests, why_not=pl.when(rests).then(pl.lit("snoozed")).otherwise("why_not")
    )
