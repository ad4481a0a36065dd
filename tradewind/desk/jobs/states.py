"""Each buyer's state after a run: what has changed is written down, once."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tradewind.desk import bulk
from tradewind.desk.models import BuyerRisk, BuyerState, FindingRun
from tradewind.findings.retention import Retention

State = BuyerState.State
AT_ONCE = bulk.KEYS_AT_ONCE
COLUMNS = (
    "customer_id", "number", "on", "state", "was", "why", "last_ordered_on", "silent_days", "cycle_days", "late",
    "p_no_order", "money_at_risk", "flagged_on", "channel", "budget", "reasons", "run_id", "is_current", "seen_at",
)  # fmt: skip
BEFORE = pl.Schema({"customer_id": pl.String, "state": pl.String, "last_ordered_on": pl.Date})
GIVEN = pl.Schema({"customer_id": pl.String, "last_ordered_on": pl.Date, "flagged_on": pl.Date, "channel": pl.String})


def given_flags(budget: float) -> pl.DataFrame:
    """The flags of the warnings that stand, as `Retention.buyers_at_risk` takes them; those that were given under
    another budget of false alarms are looked at anew."""
    rows = BuyerState.objects.filter(is_current=True, state=State.AT_RISK, budget=budget)
    told = rows.values_list("customer__customer_id", "last_ordered_on", "flagged_on", "channel")
    return pl.DataFrame(list(told), schema=GIVEN, orient="row")


def update_states(run: FindingRun, found: Retention, buyers: pl.DataFrame) -> None:
    """Write down which buyers of the run stand otherwise than before; a second time there is nothing to write.

    buyers   as `Retention.buyers_at_risk` returned them for the run
    """
    current = BuyerState.objects.filter(is_current=True)
    before = current.values_list("customer__customer_id", "state", "last_ordered_on")
    changes = found.state_changes(buyers, pl.DataFrame(list(before), schema=BEFORE, orient="row"))
    for part in changes.iter_slices(AT_ONCE):
        _write(run, part)


@transaction.atomic
def _write(run: FindingRun, changes: pl.DataFrame) -> None:
    keys = changes["customer_id"].to_list()
    risks = BuyerRisk.objects.filter(run=run, customer__customer_id__in=keys).select_related("customer")
    risk_of = {risk.customer.customer_id: risk for risk in risks}
    numbers = dict(
        BuyerState.objects.filter(customer__customer_id__in=keys)
        .values_list("customer_id")
        .annotate(last=Max("number"))
    )
    touched = [risk_of[key].customer_id for key in keys if key in risk_of]
    BuyerState.objects.filter(customer__in=touched, is_current=True).update(is_current=False)
    rows = [
        _row(run, one, risk_of[one["customer_id"]], numbers.get(risk_of[one["customer_id"]].customer_id, 0) + 1)
        for one in changes.to_dicts()
        if one["customer_id"] in risk_of
    ]
    bulk.insert(BuyerState, COLUMNS, rows)


def _row(run: FindingRun, change: dict[str, Any], risk: BuyerRisk, number: int) -> tuple[Any, ...]:
    days = (change["last_ordered_on"], change["flagged_on"])
    ordered, flagged = (day and day.isoformat() for day in days)
    budget = run.parameters["early_warning"]["budget"]
    return (
        risk.customer_id, number, run.as_of.isoformat(), change["state"], change["was"] or "", change["why"], ordered,
        change["silent_days"], change["cycle_days"], change["late"], change["p_no_order"], change["money_at_risk"],
        flagged, change["channel"] or "", budget, json.dumps(risk.reasons), run.pk, True, _seen(change),
    )  # fmt: skip


def _seen(change: dict[str, Any]) -> str | None:
    """A first look is no change, and good news needs nobody: both are in the history alone."""
    is_news = change["was"] and change["state"] != State.HEALTHY
    return None if is_news else bulk.stored_time(timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f"))
