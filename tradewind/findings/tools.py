"""Do the team's own tools pay? A line per finding: use of the seats, gain on the desk's orders, data islands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from polars import col

from tradewind.adoption.panel import Panel, panel
from tradewind.errors import TooFewToCompare
from tradewind.findings.adoption import PanelFile, gain
from tradewind.findings.documents import Document, benchmark
from tradewind.findings.tool_use import tool_use
from tradewind.ledger import Ledger

MOST_MONTHS = 36
LEAST_SIDE = 2  # units with the tool, and without it, of a comparison
OUTCOMES = ("amount", "orders")


@dataclass(frozen=True)
class Tools:
    """The findings about tools, of `ledger` as of the end of `today`.

    used     what people did with their tools, as ledger.schema.USAGE, by the team's clock
    country  whose working calendar holds; empty: Monday to Friday
    """

    ledger: Ledger
    today: date
    used: pl.DataFrame
    country: str = ""

    def tools_use(self, people: Collection[str], seats: int | None = None) -> Document:
        """Use of the tools by these people, who are the seats unless more are licensed; see tool_use.tool_use.

        raises   UseAfterToday where none of them did anything
        """
        theirs = self.used.filter(col.rep.is_in(list(people)))
        licensed = max(len(people), seats or 0)
        return {**tool_use(theirs, licensed, self.today, self.country), "people": len(people)}

    def tools_gain(self, since: Mapping[str, date], people: Collection[str], outcome: str = "amount") -> Document:
        """What the tool gained: the monthly `amount` (base currency) or number of `orders` of each rep, in logarithms.

        since    the first day of each rep who has the tool; reps without one are compared with
        people   the reps compared
        returns  as adoption.gain, effects as logarithms, with `percent` of the chosen estimate (att, low, high, mde,
                 naive, as shares), `outcome`, `months` [first, last], `each` rep's own change against the others
        raises   TooFewToCompare below 2 reps with and 2 without the tool at some time, and what the design raises
        """
        seen = self.monthly(since, people, outcome)
        design, control = _design(seen.panel)
        document = gain(seen, design, control)
        best = {"cs": "simple", "sdid": "sdid", "its": "its"}[design]
        return {
            **document, "outcome": outcome, "best": best, "percent": _percent(document, best),
            "months": [seen.told(0), seen.told(seen.panel.times.size - 1)], "each": each_change(seen.panel),
            "benchmark": benchmark("efficiency_gain"),
        }  # fmt: skip

    def monthly(self, since: Mapping[str, date], people: Collection[str], outcome: str) -> PanelFile:
        """The panel of whole months before today's; a rep with a month without orders is left out and named."""
        orders = self._of_reps().filter(col.rep.is_in(list(people)), col.ordered_on < self.today.replace(day=1))
        month = (col.ordered_on.dt.year() * 12 + col.ordered_on.dt.month() - 1).cast(pl.Float64)
        value = col.amount_base.sum() if outcome == "amount" else pl.len().cast(pl.Float64)
        rows = orders.group_by("rep", month.alias("time")).agg(value=value).filter(col.value > 0)
        last = self.today.year * 12 + self.today.month - 2
        rows = rows.filter(col.time > last - MOST_MONTHS)
        starts = {rep: float(on.year * 12 + on.month - 1) for rep, on in since.items()}
        told = rows.select(
            unit="rep", time="time", outcome=col.value.log(),
            first_treated=col.rep.replace_strict(starts, default=None, return_dtype=pl.Float64),
        )  # fmt: skip
        if told["unit"].n_unique() < 2 * LEAST_SIDE:
            raise TooFewToCompare(
                having=len(set(since) & set(told["unit"])), others=told["unit"].n_unique(), least=LEAST_SIDE
            )
        return PanelFile(panel(told), are_months=True)

    def _of_reps(self) -> pl.DataFrame:
        """Orders with the rep who took them, or the one who looks after the buyer today where that is not told."""
        owners = self.ledger.table("customers").select("customer_id", "owner")
        orders = self.ledger.table("orders").join(owners, on="customer_id", how="left")
        return orders.filter(col.amount > 0).with_columns(rep=pl.coalesce("rep", "owner"))

    def data_islands(self, stepped: Collection[str], customers: Collection[str] | None = None) -> Document:
        """数字化孤岛 How many buyers have their orders, messages and follow-ups in one place, and what connecting adds.

        stepped    buyers with a follow-up or a note on the desk
        customers  the buyers looked at; None: all
        returns    buyers, joined (share with all three), of each kind: buyers that have it, `adds` (how far `joined`
                   would rise were that kind connected for every buyer); alone: of each set of kinds the buyers with
                   just these; unmatched: messages per channel of which nobody knows the buyer
        """
        known = self.ledger.table("customers")["customer_id"]
        every = set(known if customers is None else known.filter(known.is_in(list(customers))))
        messages = self.ledger.table("messages")
        has = {
            "orders": every & set(self.ledger.table("orders")["customer_id"]),
            "messages": every & set(messages["customer_id"].drop_nulls()),
            "follow_ups": every & set(stepped),
        }
        joined = set.intersection(*has.values()) if every else set()
        stray = messages.filter(col.customer_id.is_null()).group_by("channel").len("messages").sort("channel")
        return {
            "buyers": len(every),
            "joined": len(joined) / len(every) if every else None,
            "kinds": [
                {"kind": kind, "buyers": len(found), "adds": _adds(kind, has, joined, len(every))}
                for kind, found in has.items()
            ],
            "alone": [
                {"kind": kind, "buyers": len(found - set.union(*(has[one] for one in has if one != kind)))}
                for kind, found in has.items()
            ],
            "unmatched": stray.to_dicts() if customers is None else [],
        }


def _adds(kind: str, has: Mapping[str, set[str]], joined: set[str], buyers: int) -> float | None:
    others = set.intersection(*(found for name, found in has.items() if name != kind))
    return (len(others) - len(joined)) / buyers if buyers else None


def _design(seen: Panel) -> tuple[str, str]:
    """The strongest design that these starts allow, and whom it compares with."""
    before = seen.start > 0
    never, treated = int((seen.start == seen.never).sum()), int((before & (seen.start < seen.never)).sum())
    if treated == 1 and never >= LEAST_SIDE:
        return "sdid", "never"
    if treated >= LEAST_SIDE and never >= LEAST_SIDE:
        return "cs", "never"
    if treated >= LEAST_SIDE and seen.groups.size > 1:
        return "cs", "notyet"
    if treated and not never and seen.groups.size == 1:
        return "its", "never"
    raise TooFewToCompare(having=treated, others=never, least=LEAST_SIDE)


def _percent(document: Document, best: str) -> Document:
    """The estimate as shares: e to the effect less one. A standard error alone gives a normal interval."""
    one = document[best]
    low, high = one.get("low"), one.get("high")
    if low is None and one.get("se") is not None:
        low, high = one["att"] - 1.96 * one["se"], one["att"] + 1.96 * one["se"]
    told = {
        "att": one["att"], "low": low, "high": high, "mde": document["mde"], "naive": document["naive"]["att"]
    }  # fmt: skip
    return {name: None if value is None else float(np.expm1(value)) for name, value in told.items()}


def each_change(seen: Panel) -> list[Document]:
    """Each rep's own change, after less before, against that of the reps without the tool over the same months.

    One rep's change is noisy: its months' scatter is in it. Empty where nobody is without the tool.
    """
    never = seen.outcome[seen.start == seen.never]
    rows = []
    for name, start, own in zip(seen.units, seen.start, seen.outcome, strict=True):
        if never.size and 0 < start < seen.never:
            against = own - never.mean(axis=0)
            rows.append({"rep": name, "change": float(np.expm1(against[start:].mean() - against[:start].mean()))})
    return rows
