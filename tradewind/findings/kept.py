"""Were the warnings right that were stored at the time? As a JSON document, for every door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl
from polars import col

from tradewind.findings.documents import Document, rows
from tradewind.retention import kept_record as kept
from tradewind.retention.backtest import calibration

FEWEST = 10  # chances in a group; fewer tell nothing of calibration


@dataclass(frozen=True)
class KeptWarnings:
    """What the desk has stored of what was said.

    warnings  kept_record.WARNINGS without contacted_on
    contacts  customer_id, on: messages to buyers and follow-ups that were done
    said      kept_record.SAID
    since     the first day on which anything was stored; null before it
    """

    warnings: pl.DataFrame
    contacts: pl.DataFrame
    said: pl.DataFrame
    since: date | None


def kept_document(
    stored: KeptWarnings, days: pl.DataFrame, today: date, horizon_days: int, customers: Collection[str] | None
) -> Document:
    """The record of stored warnings by month and in all, and of stored chances; see retention.kept_record.

    returns  since, today, horizon_days, months, total, labels {label: warnings}, calibration_months, calibration
    """
    since = stored.since or today
    told = of(with_contacts(stored.warnings, stored.contacts), customers)
    judged = kept.judged_warnings(told, days, today, horizon_days)
    left = of(kept.left_silences(stored.warnings, days, since, today, horizon_days), customers)
    said = kept.said_and_happened(of(stored.said, customers), days, today, horizon_days)
    labels = judged.drop_nulls("label").group_by("label").agg(n=pl.len()).sort("label")
    return {
        "since": stored.since and stored.since.isoformat(),
        "today": today.isoformat(),
        "horizon_days": horizon_days,
        "months": rows(kept.by_month(judged, left)),
        "total": rows(kept.in_all(judged, left))[0],
        "labels": dict(labels.iter_rows()),
        "calibration_months": rows(kept.calibration_by_month(said)),
        "calibration": rows(calibration(said)) if said.height >= FEWEST else [],
    }


def with_contacts(warnings: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """The warnings with the first contact on or after the day on which they were told."""
    when = contacts.select("customer_id", contacted_on=col.on).sort("contacted_on")
    return warnings.sort("warned_on").join_asof(
        when, left_on="warned_on", right_on="contacted_on", by="customer_id", strategy="forward",
        check_sortedness=False,
    )  # fmt: skip


def of(frame: pl.DataFrame, customers: Collection[str] | None) -> pl.DataFrame:
    """The rows of some buyers; all where that is null."""
    return frame if customers is None else frame.filter(col.customer_id.is_in(list(customers)))
