"""Computing the findings from the facts, and storing them so that every door tells the same numbers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from tradewind.desk import bulk, calendar, inbox_job, queue
from tradewind.desk.jobs.adoption import whether_tools_pay
from tradewind.desk.jobs.cases import update_cases
from tradewind.desk.jobs.kept import keep_chances, kept_warnings, steps_done
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.process import what_happens
from tradewind.desk.jobs.states import given_flags, update_states
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import (
    BuyerRisk,
    Customer,
    DeskState,
    Drawing,
    FindingRun,
    Job,
    Message,
    Person,
    ScopeFinding,
    Team,
)
from tradewind.desk.reminder_rules import queue_reminders
from tradewind.desk.retention import DAYS, DOCUMENTED, MATTER
from tradewind.desk.seasons import left_alone
from tradewind.findings import Findings, default_today, documents
from tradewind.findings.retention import Retention, only
from tradewind.ledger import Ledger

HORIZON_DAYS = 90
AT_ONCE = 5_000


def run(job: Job, progress: Progress) -> None:
    """Compute who stays, what happens and whether tools pay as of today, store each as its matter's current run, and
    have reminders made of it."""
    progress("mirror")
    ledger = desk_ledger()
    who_stays(ledger, progress)
    what_happens(ledger, progress)
    whether_tools_pay(ledger, progress)
    queue_reminders()
    if Message.objects.exists():
        inbox_job.look()


def who_stays(ledger: Ledger, progress: Progress) -> None:
    """Store who stays as the current run, and bring the cases up to date."""
    data_end = default_today(ledger)
    if data_end is None:
        FindingRun.objects.filter(matter=MATTER).delete()
        return
    as_of = calendar.as_of(data_end, calendar.today())
    progress("computing")
    found = Findings(ledger, as_of).retention
    stored, buyers = _store(found, ledger.version, as_of, data_end, progress)
    progress("states")
    update_states(stored, found, buyers)
    keep_chances(stored)
    _store_scopes(stored, found, steps_done())
    _make_current(stored)
    queue.enqueue("charts", None, run=stored.pk)


def _store(
    found: Retention, version: int, as_of: date, data_end: date, progress: Progress
) -> tuple[FindingRun, pl.DataFrame]:
    """The run with all its rows, not yet current, and its buyers at risk."""
    budget = DeskState.now().false_alarms
    run = FindingRun.objects.create(
        matter=MATTER,
        facts_version=version,
        as_of=as_of,
        data_end=data_end,
        horizon_days=HORIZON_DAYS,
        parameters=found.watch_parameters(HORIZON_DAYS, budget),
    )
    buyers = found.buyers_at_risk(HORIZON_DAYS, budget=budget, given=given_flags(budget), snoozed=left_alone(as_of))
    numbers = dict(Customer.objects.values_list("customer_id", "pk"))
    for part in buyers.iter_slices(AT_ONCE):
        progress("storing", 0, buyers.height)
        with transaction.atomic():
            bulk.insert(BuyerRisk, ("run_id", "customer_id", *DOCUMENTED, "reasons"), _risk_rows(run, part, numbers))
    return run, buyers


def _risk_rows(run: FindingRun, part: pl.DataFrame, numbers: dict[str, int]) -> list[tuple[Any, ...]]:
    texts = part.with_columns(pl.col(DAYS).dt.to_string("iso"), pl.col("channel", "why_not").fill_null(""))
    reasons = (json.dumps(documents.reasons(row)) for row in part["reasons"].to_list())
    keys = part["customer_id"].to_list()
    rows = zip(keys, texts.select(DOCUMENTED).iter_rows(), reasons, strict=True)
    return [(run.pk, numbers[key], *row, why) for key, row, why in rows if key in numbers]


def _store_scopes(run: FindingRun, found: Retention, steps: pl.DataFrame) -> None:
    """The sums of every scope: what one person may see, summed over these buyers."""
    record, kept = found.warning_record_buyers(HORIZON_DAYS), kept_warnings(found.ledger, steps)
    signals, budget = found.signals(HORIZON_DAYS), run.parameters["early_warning"]["budget"]
    rows = []
    for scope, customers in _scopes().items():
        sums = {
            "churn_rate": found.rate(customers),
            "cohorts": documents.cohorts(found.cohorts(customers), found.today),
            "own_ripple": found.own_ripple(customers),
            "warning_record": documents.record(only(record, customers), found.today, HORIZON_DAYS),
            "early_record": found.early_record(HORIZON_DAYS, budget, customers),
            "kept_record": found.kept_record(kept, HORIZON_DAYS, customers),
            "new_or_old": found.new_or_old(steps, customers),
            "signals": signals,
        }
        found_of = [(name, told) for name, told in sums.items() if told is not None]
        rows += [ScopeFinding(run=run, scope=scope, name=name, document=told) for name, told in found_of]
    ScopeFinding.objects.bulk_create(rows)


def _scopes() -> dict[str, list[str] | None]:
    """The customer_ids of each scope whose sums someone may see; None stands for all of them."""
    scopes: dict[str, list[str] | None] = {"all": None}
    owned = list(Customer.objects.values_list("customer_id", "owner_id", "owner__team_id"))
    for rep in Person.objects.filter(is_active=True):
        scopes[f"rep:{rep.pk}"] = [key for key, owner, _ in owned if owner == rep.pk]
    for team in Team.objects.all():
        scopes[f"team:{team.pk}"] = [key for key, owner, its in owned if its == team.pk or owner is None]
    return scopes


@transaction.atomic
def _make_current(run: FindingRun) -> None:
    """Show this run from now on; the one before goes, and so do those that never became current. Of a run by which a
    buyer's state changed the parameters stay."""
    others = FindingRun.objects.filter(matter=MATTER).exclude(pk=run.pk)
    others.filter(states=None).delete()
    for rows in (BuyerRisk, ScopeFinding, Drawing):
        rows._default_manager.filter(run__in=others).delete()
    others.update(is_current=False)
    run.is_current = True
    run.save(update_fields=["is_current"])
    update_cases(run)
