"""Whom to contact today, and why? The rules of `remind` on the facts of a ledger, and on what a desk knows beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
from polars import col

from tradewind.findings.retention import Retention
from tradewind.ledger import Ledger
from tradewind.ledger.schema import TIME, Kind
from tradewind.remind.due import new_ones, occasions
from tradewind.remind.occasions import BUYERS, CONTACTS, SPECIAL_DAYS, STATES, Facts, Occasion
from tradewind.remind.queue import Merged, merged, within_capacity
from tradewind.remind.rules import Rules, rules_document

Document = dict[str, Any]
NO_CONTACT = ("system", "deleted")  # kinds of messages that nobody wrote
_DESK: dict[str, Kind] = {"customer_id": pl.String, "at": TIME, "direction": pl.String}
DESK_CONTACTS = pl.Schema(_DESK)
NUMBERS = pl.Schema({"customer_id": pl.String, "cycle_days": pl.Float64, "money": pl.Float64})


@dataclass(frozen=True)
class Beside:
    """What a desk knows beside the facts; a file has none of it.

    contacts      DESK_CONTACTS: next steps that were done, calls and meetings that were noted
    numbers       NUMBERS: what the stored run says of each buyer; null: computed from the orders
    states        occasions.STATES; null: those at risk by the orders
    special_days, planned, left_alone   as occasions.Facts has them
    """

    contacts: pl.DataFrame = field(default_factory=DESK_CONTACTS.to_frame)
    numbers: pl.DataFrame | None = None
    states: pl.DataFrame | None = None
    special_days: pl.DataFrame = field(default_factory=SPECIAL_DAYS.to_frame)
    planned: frozenset[str] = frozenset()
    left_alone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Remind:
    """What the rules say of the facts of `ledger` as of `today`.

    zone   of the team's clock, by whose calendar a message or a step has its day
    """

    ledger: Ledger
    today: date
    zone: str = "UTC"
    beside: Beside = field(default_factory=Beside)

    @cached_property
    def facts(self) -> Facts:
        """See occasions.Facts."""
        return Facts(
            self._buyers(), self._contacts(), self.ledger.table("orders"), self._events(), self._states(),
            self.beside.special_days, self.beside.planned, self.beside.left_alone,
        )  # fmt: skip

    def occasions(self, rules: Rules) -> list[Occasion]:
        """See due.occasions: all that holds today."""
        return occasions(self.facts, rules, self.today)

    def new_occasions(self, rules: Rules) -> list[Occasion]:
        """Of these the ones that may make a reminder; see due.new_ones."""
        return new_ones(self.occasions(rules), rules, self.today)

    def queue(self, rules: Rules) -> list[Merged]:
        """See queue.merged: one entry per buyer, the most money times urgency first."""
        return merged(self.new_occasions(rules), self.money(), rules, self.today)

    def money(self) -> dict[str, float]:
        """The money at risk of each buyer."""
        return dict(self.facts.buyers.select("customer_id", "money").iter_rows())

    def reminders(self, rules: Rules) -> Document:
        """The queue of a file as a JSON document, as if nobody had been reminded of anything yet."""
        queue = self.queue(rules)
        names = dict(self.ledger.table("customers").select("customer_id", "name").iter_rows())
        held = within_capacity([""] * len(queue), rules.capacity)
        return {
            "today": self.today.isoformat(),
            "reminders": [
                {"customer_id": one.customer_id, "name": names.get(one.customer_id) or one.customer_id,
                 "rule": one.reasons[0].rule, "urgency": round(one.urgency, 3), "money_at_risk": one.money,
                 "is_waiting": not fits, "reasons": [reason(each) for each in one.reasons]}
                for one, fits in zip(queue, held, strict=True)
            ],
            "rules": rules_document(rules),
        }  # fmt: skip

    def _buyers(self) -> pl.DataFrame:
        known = self.ledger.table("customers").select("customer_id", "tier", "country")
        ordered = self.ledger.table("orders").select("customer_id").unique().join(known, on="customer_id", how="anti")
        everyone = pl.concat([known, ordered], how="diagonal")
        told = everyone.join(self._numbers, on="customer_id", how="left")
        return told.select(col.customer_id, col.tier, col.country, col.cycle_days, col.money.fill_null(0.0)).cast(
            BUYERS
        )

    @cached_property
    def _numbers(self) -> pl.DataFrame:
        if self.beside.numbers is not None:
            return self.beside.numbers
        found = self._at_risk
        return (
            found.select("customer_id", "cycle_days", money=col.money_at_risk) if found.height else NUMBERS.to_frame()
        )

    @cached_property
    def _at_risk(self) -> pl.DataFrame:
        retention = Retention(self.ledger, self.today)
        if retention.data_end() is None:
            return pl.DataFrame(schema={"customer_id": pl.String})
        return retention.buyers_at_risk()

    def _states(self) -> pl.DataFrame:
        if self.beside.states is not None:
            return self.beside.states
        found = self._at_risk
        if found.is_empty():
            return STATES.to_frame()
        since = pl.col("flagged_on").fill_null(pl.lit(self.today))
        return found.filter("on_list").select(col.customer_id, state=pl.lit("at_risk"), on=since)

    def _contacts(self) -> pl.DataFrame:
        written = self.ledger.table("messages").filter(
            col.customer_id.is_not_null(), ~col.kind.is_in(NO_CONTACT), col.direction.is_in(("in", "out"))
        )
        orders = self.ledger.table("orders").filter(col.amount > 0)
        at = pl.coalesce("ordered_at", col.ordered_on.cast(TIME))
        ordered = orders.select("customer_id", at=at, on=col.ordered_on, direction=pl.lit("in"))
        said = pl.concat(
            [written.select("customer_id", "direction", at=col.sent_at), self.beside.contacts], how="diagonal"
        )
        dated = said.select("customer_id", "at", on=self._day(col.at), direction=col.direction)
        return pl.concat([dated, ordered.select(CONTACTS.names())]).cast(CONTACTS)

    def _events(self) -> pl.DataFrame:
        """The events of cases that are an order, a buyer's key, or a buyer's key behind a prefix and a hyphen."""
        events = self.ledger.table("events")
        orders = self.ledger.table("orders").select(case_id=col.order_id, of_order=col.customer_id)
        keys = self.ledger.table("customers").select(case_id=col.customer_id, of_key=col.customer_id)
        behind = keys.select(case_key=col.case_id, of_prefix=col.of_key)
        told = (
            events.with_columns(case_key=col.case_id.str.replace(r"^[^-]*-", ""))
            .join(orders, on="case_id", how="left")
            .join(keys, on="case_id", how="left")
            .join(behind, on="case_key", how="left")
            .with_columns(customer_id=pl.coalesce("of_order", "of_key", "of_prefix"), on=self._day(col.happened_at))
        )
        return told.drop_nulls("customer_id").select(*events.columns, "on", "customer_id")

    def _day(self, moment: pl.Expr) -> pl.Expr:
        """The day of a naive UTC moment on the team's calendar."""
        return moment.dt.replace_time_zone("UTC").dt.convert_time_zone(self.zone).dt.date()


def reason(one: Occasion) -> Document:
    """One reason: its rule, its day, what it is about, and the facts of its sentence."""
    return {"rule": one.rule, "due_on": one.due_on.isoformat(), "subject": one.subject, "facts": dict(one.facts)}
