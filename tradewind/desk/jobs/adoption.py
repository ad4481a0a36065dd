"""Computing whether the tools pay, per scope, and storing it as the current run of its own matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import polars as pl
from django.conf import settings

from tradewind.desk import calendar, own_acts, roll_outs
from tradewind.desk.adoption import LEAST_PEOPLE, MATTER
from tradewind.desk.clocks import desk_clock
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.process import store
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Customer, FindingRun, FollowUp, Job, Note, Person, ScopeFinding, Team
from tradewind.errors import InputError, TooFewPeople, as_document
from tradewind.findings.tools import OUTCOMES, Tools
from tradewind.ledger import Ledger
from tradewind.ledger.schema import USAGE

Document = dict[str, Any]
OF_ONE = ("each", "weights")
WEEKS = 4
WINDOW_DAYS = WEEKS * 7


def run(job: Job, progress: Progress) -> None:
    """Compute anew after a roll-out was recorded or removed."""
    progress("mirror")
    whether_tools_pay(desk_ledger(), progress)


def whether_tools_pay(ledger: Ledger, progress: Progress) -> None:
    """Store the findings about tools as of today; on a desk without facts there is no run."""
    progress("adoption")
    found = desk_tools(ledger)
    if found.used.is_empty() and ledger.table("orders").is_empty():
        FindingRun.objects.filter(matter=MATTER).delete()
        return
    stepped = stepped_buyers()
    rows = [
        ScopeFinding(scope=scope, name=name, document=document)
        for scope, (people, customers) in _scopes().items()
        for name, document in _of_scope(found, scope, people, customers, stepped).items()
    ]
    store(FindingRun(matter=MATTER, facts_version=ledger.version, as_of=found.today), rows)


def desk_tools(ledger: Ledger) -> Tools:
    """The findings about tools as of today: imported use and the desk's own, by the team's clock and calendar."""
    today = calendar.today()
    local = pl.col("used_at").dt.replace_time_zone("UTC").dt.convert_time_zone(settings.TIME_ZONE)
    imported = ledger.table("usage").with_columns(used_at=local.dt.replace_time_zone(None))
    own = pl.DataFrame(list(own_acts.own_acts(today)), schema=USAGE, orient="row")
    return Tools(ledger, today, pl.concat([imported, own]), desk_clock().country)


def stepped_buyers() -> set[str]:
    """The buyers with a follow-up or a note on the desk."""
    steps = FollowUp.objects.values_list("customer__customer_id", flat=True).distinct()
    notes = Note.objects.filter(removed_at=None).values_list("customer__customer_id", flat=True).distinct()
    return {*steps, *notes}


def _of_scope(
    found: Tools, scope: str, people: list[Person], customers: list[str] | None, stepped: set[str]
) -> dict[str, Document]:
    """What is stored of a scope: of a person the own use, of more people their sums, of fewer than three no sum."""
    names = [one.username for one in people]
    islands = {"data_islands": found.data_islands(stepped, customers)}
    if scope.startswith("rep:"):
        return {"use": _or_why_not(lambda: found.tools_use(names)), **islands}
    if len(people) < LEAST_PEOPLE:
        few = {"refused": as_document(TooFewPeople(people=len(people), least=LEAST_PEOPLE))}
        return {"use": few, **{f"gain_{outcome}": few for outcome in OUTCOMES}, **islands}
    seats = roll_outs.licensed_seats() if scope == "all" else None
    days = roll_outs.first_days()
    gains = {f"gain_{one}": _or_why_not(partial(_sums_of_gain, found, days, names, one)) for one in OUTCOMES}
    return {"use": _or_why_not(partial(_sums_of_use, found, people, seats)), **gains, **islands}


def _sums_of_gain(found: Tools, days: Mapping[str, date], names: list[str], outcome: str) -> Document:
    """The gain of several people, without what it tells of each."""
    told = found.tools_gain(days, names, outcome)
    return {name: value for name, value in told.items() if name not in OF_ONE}


def _sums_of_use(found: Tools, people: list[Person], seats: int | None) -> Document:
    """The use of several people: how many have the habit in so many weeks, and the work done, nobody named."""
    told = found.tools_use([one.username for one in people], seats)
    weeks = Counter(one["habit_weeks"] for one in told.pop("reps"))
    since = found.today - timedelta(days=WINDOW_DAYS - 1)
    return {
        **told, "weeks": [{"weeks": n, "people": weeks[n]} for n in range(WEEKS, -1, -1)],
        "work": own_acts.work_done(people, since),
    }  # fmt: skip


def _or_why_not(told: Callable[[], Document]) -> Document:
    try:
        return told()
    except InputError as error:
        return {"refused": as_document(error)}


def _scopes() -> dict[str, tuple[list[Person], list[str] | None]]:
    """The reps of each scope whose sums someone may see, and its buyers; None stands for all of these."""
    people = list(Person.objects.filter(is_active=True).order_by("username"))
    reps = [one for one in people if one.role == Person.Role.REP]
    owned = list(Customer.objects.values_list("customer_id", "owner_id", "owner__team_id"))
    scopes: dict[str, tuple[list[Person], list[str] | None]] = {"all": (reps, None)}
    for one in people:
        scopes[f"rep:{one.pk}"] = [one], [key for key, owner, _ in owned if owner == one.pk]
    for team in Team.objects.all():
        ours = [key for key, owner, its in owned if its == team.pk or owner is None]
        scopes[f"team:{team.pk}"] = [one for one in reps if one.team_id == team.pk], ours
    return scopes
