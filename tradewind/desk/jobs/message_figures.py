"""The figures of each person's messages, and teams' sums, stored as the current run of their own matter.

A person's own stand under that person's scope, which nobody else reads unless it is shared; a team's sums are made of
at least five people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from tradewind.desk import calendar, contact_rules
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.meter import BASIS, FEWEST_PEOPLE, MATTER, METER, MODEL
from tradewind.desk.models import FindingRun, Person, ReadingPlan, ScopeFinding
from tradewind.findings.attention_meter import team_document
from tradewind.findings.inbox import TeamInbox
from tradewind.hours import written_zone


def store_figures(
    version: int,
    teams: Sequence[TeamInbox],
    people: Mapping[str, Person],
    rules: contact_rules.Rules,
    orders: pl.DataFrame,
    progress: Progress,
) -> None:
    """Compute and store what `desk.meter` tells, of these people by these rules of contact."""
    zone = written_zone(settings.TIME_ZONE)
    since = {one.person_id: one.since for one in ReadingPlan.objects.exclude(since=None)}
    rows: list[ScopeFinding] = []
    meters: dict[int, dict[str, Any]] = {}
    for team in teams:
        for rep in team.reps:
            progress("figures")
            person = people[rep]
            found = team.meter(rep, zone, since.get(person.pk), rules, orders)
            documents = {BASIS: team.basis(rep, zone), MODEL: team.model_document(rep)}
            if found is not None and found["workdays"]:
                meters[person.pk] = documents[METER] = found
            rows += [ScopeFinding(scope=f"rep:{person.pk}", name=name, document=one) for name, one in documents.items()]
    rows += sums(meters, people.values())
    store(version, rows)


def sums(meters: dict[int, dict[str, Any]], people: Iterable[Person]) -> list[ScopeFinding]:
    """The sums of each team, and of all, of which enough people have figures."""
    scopes: dict[str, list[dict[str, Any]]] = {}
    for person in people:
        if person.pk in meters:
            for scope in ("all", *([f"team:{person.team_id}"] if person.team_id else [])):
                scopes.setdefault(scope, []).append(meters[person.pk])
    enough = {scope: told for scope, told in scopes.items() if len(told) >= FEWEST_PEOPLE}
    return [ScopeFinding(scope=scope, name=METER, document=team_document(told)) for scope, told in enough.items()]


@transaction.atomic
def store(version: int, rows: list[ScopeFinding]) -> None:
    """Show this run from now on; the one before goes."""
    FindingRun.objects.filter(matter=MATTER).delete()
    run = FindingRun.objects.create(matter=MATTER, facts_version=version, as_of=calendar.today(), is_current=True)
    for row in rows:
        row.run = run
    ScopeFinding.objects.bulk_create(rows)
