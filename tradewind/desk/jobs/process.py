"""Computing what really happens in the work, per scope, and storing it as the current run of its own matter."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from tradewind.desk import calendar
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Customer, FindingRun, Job, Person, ProcessChange, ScopeFinding, Team
from tradewind.desk.process import MATTER, current_run
from tradewind.desk.process_changes import standing, stored_as
from tradewind.errors import InputError, as_document
from tradewind.findings import Findings
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
    for scope, cases in cases_of_scopes(found).items():
        progress("process")
        rows.append(ScopeFinding(scope=scope, name="process_map", document=told(found, cases)))
        rows += [
            ScopeFinding(scope=scope, name=stored_as(one), document=compared(found, one, cases)) for one in changes
        ]
    store(FindingRun(matter=MATTER, facts_version=ledger.version, as_of=as_of, data_end=newest), rows)


def compare(job: Job, progress: Progress) -> None:
    """Store before against after one dated change, beside what the current run has stored."""
    change, run = standing().filter(pk=job.arguments["change"]).first(), current_run()
    if change is None or run is None:
        return
    progress("process")
    found = Findings(desk_ledger(), run.as_of).process
    for scope, cases in cases_of_scopes(found).items():
        document = compared(found, change, cases)
        ScopeFinding.objects.update_or_create(
            run=run, scope=scope, name=stored_as(change), defaults={"document": document}
        )


def compared(found: Process, change: ProcessChange, cases: Cases) -> dict[str, Any]:
    """Before against after a change over these cases, or why that cannot be: `{"refused": …}`."""
    try:
        return found.comparison(change.on, cases=cases)
    except InputError as error:
        return {"refused": as_document(error)}


def told(found: Process, cases: Cases) -> dict[str, Any]:
    """The map over these cases (null: all), or why there is none: `{"refused": …}`."""
    try:
        return found.process_map(cases=cases)
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
    """Show this run from now on; the one before goes."""
    FindingRun.objects.filter(matter=MATTER).delete()
    run.is_current = True
    run.save()
    for row in rows:
        row.run = run
    ScopeFinding.objects.bulk_create(rows)
