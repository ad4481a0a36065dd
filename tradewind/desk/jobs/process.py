"""Computing what really happens in the work, per scope, and storing it as the current run of its own matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from tradewind.desk import calendar, process_reading
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Customer, FindingRun, Job, Person, ProcessChange, ScopeFinding, Team
from tradewind.desk.process import MATTER, current_run
from tradewind.desk.process_changes import check_stored_as, six_months_after, standing, stored_as
from tradewind.errors import InputError, as_document
from tradewind.findings import Findings
from tradewind.findings.event_log import Asking
from tradewind.findings.process import Process
from tradewind.ledger import Ledger

Cases = list[str] | None


def what_happens(ledger: Ledger, progress: Progress) -> None:
    """Store the findings about the desk's events; without events there is no run."""
    newest = last_day(ledger)
    if newest is None:
        FindingRun.objects.filter(matter=MATTER).delete()
        return
    as_of = calendar.as_of(newest, calendar.today())
    found = Findings(ledger, as_of).process
    rows = []
    changes = list(standing())
    asking = asked(found)
    for scope, cases in cases_of_scopes(found).items():
        progress("process")
        rows.append(ScopeFinding(scope=scope, name="process_map", document=told(found, asking, cases)))
        rows += [one for change in changes for one in compared(found, asking, change, scope, cases)]
    store(FindingRun(matter=MATTER, facts_version=ledger.version, as_of=as_of, data_end=newest), rows)


def compare(job: Job, progress: Progress) -> None:
    """Store before against after one dated change, beside what the current run has stored."""
    change, run = standing().filter(pk=job.arguments["change"]).first(), current_run()
    if change is None or run is None:
        return
    progress("process")
    found = Findings(desk_ledger(), run.as_of).process
    asking = asked(found)
    for scope, cases in cases_of_scopes(found).items():
        for one in compared(found, asking, change, scope, cases):
            ScopeFinding.objects.update_or_create(
                run=run, scope=scope, name=one.name, defaults={"document": one.document}
            )


def asked(found: Process) -> Asking:
    """How the team reads its log; activities that the log has no more end no case."""
    reading = process_reading.now()
    present = set(found.events()["activity"].drop_nulls().unique())
    closing = tuple(one for one in reading.closing if one in present)
    return Asking(reading.office(), reading.standard, closing)


def compared(found: Process, asking: Asking, change: ProcessChange, scope: str, cases: Cases) -> list[ScopeFinding]:
    """Before against after a change, to this day and, once that has come, to the day of its six-month check."""
    rows = [ScopeFinding(scope=scope, name=stored_as(change), document=told_of(found, asking, change, cases))]
    if (checked_on := six_months_after(change.on)) <= found.today:
        document = told_of(replace(found, today=checked_on), asking, change, cases)
        rows.append(ScopeFinding(scope=scope, name=check_stored_as(change), document=document))
    return rows


def told_of(found: Process, asking: Asking, change: ProcessChange, cases: Cases) -> dict[str, Any]:
    """Before against after a change over these cases, or why that cannot be: `{"refused": …}`."""
    try:
        return found.comparison(change.on, asking, cases=cases)
    except InputError as error:
        return {"refused": as_document(error)}


def told(found: Process, asking: Asking, cases: Cases) -> dict[str, Any]:
    """The map over these cases (null: all), or why there is none: `{"refused": …}`."""
    try:
        return found.process_map(asking, cases)
    except InputError as error:
        return {"refused": as_document(error)}


def cases_of_scopes(found: Process) -> dict[str, Cases]:
    """The cases of each scope whose sums someone may see; None stands for all of them.

    An order is a scope's where its buyer is; what is no order is its who did a step of it.
    """
    scopes: dict[str, Cases] = {"all": None}
    owned = list(Customer.objects.values_list("customer_id", "owner_id", "owner__team_id"))
    people = list(Person.objects.filter(is_active=True))
    for one in people:
        mine = [key for key, owner, _ in owned if owner == one.pk]
        scopes[f"rep:{one.pk}"] = found.cases_of(mine, names_of([one]))
    for team in Team.objects.all():
        ours = [key for key, owner, its in owned if its == team.pk or owner is None]
        scopes[f"team:{team.pk}"] = found.cases_of(ours, names_of([one for one in people if one.team_id == team.pk]))
    return scopes


def names_of(people: list[Person]) -> list[str]:
    """What an event may call these people."""
    return [name for one in people for name in (one.username, one.name) if name]


def last_day(ledger: Ledger) -> date | None:
    """The day of the newest event that does not lie ahead; null where there is none."""
    ahead = pl.lit(calendar.tomorrow())
    newest = ledger.lazy("events").filter(pl.col("happened_at") < ahead).select(pl.col("happened_at").max())
    moment = newest.collect().item()
    return moment.date() if moment else None


@transaction.atomic
def store(run: FindingRun, rows: list[ScopeFinding]) -> None:
    """Show this run of its matter from now on; the one before goes."""
    FindingRun.objects.filter(matter=run.matter).delete()
    run.is_current = True
    run.save()
    for row in rows:
        row.run = run
    ScopeFinding.objects.bulk_create(rows)
