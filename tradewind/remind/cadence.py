"""Whose turn is it by its tier? Days of silence since the last real contact, which any contact begins anew."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.remind.occasions import Facts, Occasion
from tradewind.remind.rules import Cadence
from tradewind.remind.shipped import CADENCE


def cadence_occasions(facts: Facts, cadence: Cadence, today: date) -> list[Occasion]:
    """The buyers whose silence has lasted for the days of their tier, those with a step ahead left out.

    A buyer that stays silent is due again after as many days more, so that one who was set aside comes back.

    >>> from tradewind.remind.rules import shipped_rules
    >>> from tradewind.remind.occasions import BUYERS, CONTACTS
    >>> buyers = pl.DataFrame([("a", "2", "BR", None, 0.0)], BUYERS, orient="row")
    >>> said = pl.DataFrame([("a", None, date(2026, 1, 10), "out")], CONTACTS, orient="row")
    >>> (due,) = cadence_occasions(Facts(buyers, said), shipped_rules().cadence, date(2026, 6, 1))
    >>> due.due_on.isoformat(), due.facts["every_days"]
    ('2026-05-10', 60)
    """
    if not cadence.is_on:
        return []
    found = []
    left_out = facts.planned | facts.left_alone
    told = silences(facts, today).join(facts.buyers.select("customer_id", "tier", "cycle_days"), on="customer_id")
    for key, last, unanswered, tier, cycle in told.sort("customer_id").iter_rows():
        silent, every = (today - last).days, cadence.days(tier or "", unanswered, cycle)
        if key in left_out or not every <= silent <= cadence.stop_after_days:
            continue
        due = last + timedelta(days=silent // every * every)
        found.append(Occasion(key, CADENCE, due, facts={"last_on": last.isoformat(), "every_days": every}))
    return found


def silences(facts: Facts, today: date) -> pl.DataFrame:
    """Of each buyer ever in contact: customer_id, last_on, unanswered (days with a contact of ours since its last)."""
    known = facts.contacts.filter(col.on <= today)
    theirs = col.direction == "in"
    last = known.group_by("customer_id").agg(last_on=col.on.max(), last_in_on=col.on.filter(theirs).max())
    since = known.filter(~theirs).join(last, on="customer_id")
    after = col.last_in_on.is_null() | (col.on > col.last_in_on)
    waiting = since.filter(after).group_by("customer_id").agg(unanswered=col.on.n_unique())
    joined = last.join(waiting, on="customer_id", how="left")
    return joined.select("customer_id", "last_on", col.unanswered.fill_null(0))
