"""What do signals beside the orders add? Messages, ratings, late shipments, cancellations; as a JSON document."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from tradewind.findings.documents import Document
from tradewind.ledger import Ledger
from tradewind.retention.diary import day_number
from tradewind.retention.signals import own_signals, slice_days, what_signals_add
from tradewind.retention.slices import Past


def signals_document(ledger: Ledger, past: Past, today: date) -> Document:
    """What each signal added on the team's own past, out of time; see signals.what_signals_add.

    returns  today, horizon_days, days (that were looked at), signals: a row each, none where history is too short
    """
    days = slice_days(past, day_number(today))
    signals = own_signals(days, ledger.table("orders"), ledger.table("messages"), ledger.table("ratings"))
    added = what_signals_add(past, day_number(today), signals)
    return {
        "today": today.isoformat(), "horizon_days": past.horizon_days, "days": [day.isoformat() for day in days],
        "signals": [asdict(one) for one in added],
    }  # fmt: skip
