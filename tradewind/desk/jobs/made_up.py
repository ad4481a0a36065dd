"""Writing the made-up sample company: people, then table after table in short transactions.

The simulator gives the same rows for the same day, and each part is counted in the transaction that writes it. So a
killed load goes on where it was, and a load that runs twice does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl
from django.db import transaction
from django.utils import timezone

from tradewind.desk import bulk, doubles, facts, sample, search
from tradewind.desk.audit import note_change
from tradewind.desk.jobs import undoing
from tradewind.desk.jobs.made_up_rows import TABLES, rows_of
from tradewind.desk.jobs.made_up_steps import write_steps
from tradewind.desk.jobs.made_up_tools import write_roll_outs
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import Batch, DeskState, ExchangeRate, Job, Person, ProcessChange, Team
from tradewind.ledger.sample import SampleCompany, sample_company
from tradewind.ledger.sample.people import SamplePerson
from tradewind.ledger.sample.truth import process_changed_on

AT_ONCE = 4_000
CHANGE = "Inspections booked earlier 提前预约验货"


def run(job: Job, progress: Progress) -> None:
    """Write the sample of the job's batch; when that is cancelled or fails, take back what was written."""
    batch = Batch.objects.get(pk=job.arguments["batch"])
    if batch.state != Batch.State.WRITING:
        return
    try:
        _write(batch, progress)
    except BaseException:
        undoing.take_back(batch)
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CANCELLED)
        raise


def _write(batch: Batch, progress: Progress) -> None:
    progress("simulating")
    company = sample_company(date.fromisoformat(batch.options["today"]), buyers=batch.options["buyers"])
    people = _people(company.people)
    total = sum(frame.height for frame in company.tables.values())
    for table in TABLES:
        frame = company.tables[table]
        while (done := _written(batch, table)) < frame.height:
            progress("writing", sum(_written(batch, one) for one in TABLES), total)
            _write_part(batch, table, frame.slice(done, AT_ONCE), people)
            bulk.breathe()
    _finish(batch, company, people, total)


@transaction.atomic
def _write_part(batch: Batch, table: str, part: pl.DataFrame, people: Mapping[str, Person]) -> None:
    model, columns = TABLES[table]
    bulk.insert(model, columns, rows_of(table, part, batch, people))
    if table == "customers":
        search.index(part["customer_id"].to_list())
    batch.facts[table] = {"created": _written(batch, table) + part.height}
    batch.save(update_fields=["facts"])


def _written(batch: Batch, table: str) -> int:
    count: int = batch.facts.get(table, {}).get("created", 0)
    return count


@transaction.atomic
def _people(made_up: tuple[SamplePerson, ...]) -> dict[str, Person]:
    """The made-up people by the name that the sample has for each; a name that someone has is not touched."""
    return {one.username: _person(one) for one in made_up}


def _person(one: SamplePerson) -> Person:
    team, _ = Team.objects.get_or_create(name=one.team, defaults={"made_up": True})
    taken = Person.objects.filter(username=one.username, made_up=False).exists()
    username = f"{one.username}.sample" if taken else one.username
    person = Person.objects.filter(username=username, made_up=True).first()
    if person is None:
        return Person.objects.add(username, name=one.name, role=one.role, team=team, made_up=True)
    person.is_active, person.team, person.role = True, team, one.role
    person.save(update_fields=["is_active", "team", "role"])
    return person


@transaction.atomic
def _finish(batch: Batch, company: SampleCompany, people: Mapping[str, Person], total: int) -> None:
    batch.state, batch.finished_at = Batch.State.DONE, timezone.now()
    batch.read = batch.created = total
    write_steps(batch, company, people)
    batch.reading = {
        "made_rates": _rates(batch, company), "made_changes": [_dated_change(batch).pk],
        "made_roll_outs": write_roll_outs(batch, people),
    }  # fmt: skip
    batch.save()
    DeskState.objects.filter(id=1).update(base_currency=company.base)
    sample.note_written(batch)
    note_change(batch.by, "import_done", f"batch:{batch.pk}", facts=batch.facts)
    facts.changed()
    doubles.look()


def _dated_change(batch: Batch) -> ProcessChange:
    """The change of process that the simulator knows of, dated, so that before and after can be seen."""
    on = process_changed_on(date.fromisoformat(batch.options["today"]))
    return ProcessChange.objects.create(on=on, name=CHANGE, made_by=batch.by)


def _rates(batch: Batch, company: SampleCompany) -> list[tuple[str, str, str]]:
    """Set the sample's exchange rates where the desk has none of its own for that day; says which."""
    known = set(ExchangeRate.objects.filter(base=company.base).values_list("currency", "on"))
    made = [one for one in company.rates if one[:2] not in known]
    ExchangeRate.objects.bulk_create(
        ExchangeRate(base=company.base, currency=currency, on=on, per_base=Decimal(rate), by=batch.by)
        for currency, on, rate in made
    )
    return [(currency, on.isoformat(), rate) for currency, on, rate in made]
