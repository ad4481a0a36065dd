"""An occasion: why one buyer is to be contacted, as one rule sees it; and the facts in which rules look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tradewind.ledger.schema import EVENTS, ORDERS, TIME, Kind

_CONTACTS: dict[str, Kind] = {"customer_id": pl.String, "at": TIME, "on": pl.Date, "direction": pl.String}
CONTACTS = pl.Schema(_CONTACTS)
STATES = pl.Schema({"customer_id": pl.String, "state": pl.String, "on": pl.Date})
SPECIAL_DAYS = pl.Schema(
    {
        "key": pl.String, "customer_id": pl.String, "kind": pl.String, "name": pl.String, "on": pl.Date,
        "is_yearly": pl.Boolean,
    }
)  # fmt: skip
BUYERS = pl.Schema(
    {"customer_id": pl.String, "tier": pl.String, "country": pl.String, "cycle_days": pl.Float64, "money": pl.Float64}
)


@dataclass(frozen=True)
class Occasion:
    """customer_id, rule (its code), due_on (the rule's own day for it), subject (what it is about, e.g. an order's key;
    empty: the buyer), facts (that fill the rule's sentence; dates as ISO text), money (of the subject, 0 without)."""

    customer_id: str
    rule: str
    due_on: date
    subject: str = ""
    facts: Mapping[str, str | float] = field(default_factory=dict)
    money: float = 0.0

    @property
    def key(self) -> tuple[str, str, str]:
        """Which matter it is, whatever the day: the same one later is no other."""
        return self.rule, self.customer_id, self.subject


@dataclass(frozen=True)
class Facts:
    """In what the rules look; days are those of the team's calendar.

    buyers        BUYERS: one row each; cycle_days null without a rhythm, money at risk
    contacts      CONTACTS: every real contact, `in` from the buyer (an order is one) or `out`, on any channel
    orders        ledger.schema.ORDERS
    events        ledger.schema.EVENTS with `on`, the day of happened_at, and the buyer's customer_id
    states        STATES: the changes of state that nobody has taken note of
    special_days  SPECIAL_DAYS; customer_id null for all buyers
    planned       buyers with a next step that lies ahead;  left_alone: until their season
    """

    buyers: pl.DataFrame
    contacts: pl.DataFrame
    orders: pl.DataFrame = field(default_factory=ORDERS.to_frame)
    events: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={**EVENTS, "on": pl.Date, "customer_id": pl.String})
    )
    states: pl.DataFrame = field(default_factory=STATES.to_frame)
    special_days: pl.DataFrame = field(default_factory=SPECIAL_DAYS.to_frame)
    planned: frozenset[str] = frozenset()
    left_alone: frozenset[str] = frozenset()
