"""今日 A rep's day, and a manager's: how much is due and done, who has no next step; a manager's line per person.

Whom to contact now is in `day_queue`. The page, the API and the command line show this same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from tradewind.desk import access
from tradewind.desk.models import BuyerRisk, Customer, FindingRun, FollowUp, Person, Reminder

MOST_DUE, MOST_DONE, LANE = 200, 500, 8
RHYTHM_DAYS = 180  # a buyer silent for longer does not order regularly
STEPS, REMINDERS = "steps", "reminders"
State = Reminder.State
DUE_DAY = Coalesce("snoozed_until", "due_on")  # on which a reminder is due


@dataclass
class Sums:
    """The strip: buyers with a step or a reminder that is overdue and due today, steps done today, reminders that wait
    for room in a day, money at risk in base currency."""

    overdue: int
    today: int
    done: int
    money: float
    waiting: int = 0


@dataclass
class RepLine:
    """One person's line on a manager's page; `oldest_on` is the due day of the longest overdue step or reminder."""

    person: Person | None
    buyers: int = 0
    at_risk: int = 0
    money: float = 0.0
    overdue: int = 0
    today: int = 0
    waiting: int = 0
    oldest_on: date | None = None


@dataclass
class Scope:
    """Whose day: one person's own with that of whom the person stands in for, or all that the person may see."""

    person: Person
    is_team: bool = False

    def customers(self) -> QuerySet[Customer]:
        """The buyers to look after."""
        seen = access.customers_of(self.person)
        return seen if self.is_team else seen.filter(owner__in=self._mine())

    def steps(self) -> QuerySet[FollowUp]:
        """The next steps to do, open and closed."""
        seen = access.follow_ups_of(self.person)
        return seen if self.is_team else seen.filter(person__in=self._mine())

    def reminders(self) -> QuerySet[Reminder]:
        """The reminders to answer, standing and closed."""
        seen = Reminder.objects.filter(customer__in=access.customers_of(self.person))
        return seen if self.is_team else Reminder.objects.filter(owner=self.person)

    def _mine(self) -> list[int]:
        return [self.person.pk, *access.stands_in_for(self.person)]


def scope_for(person: Person, asked: str = "") -> Scope:
    """Whose day to show: a rep's own; for others the team's unless `mine` is asked for."""
    return Scope(person, is_team=person.role != Person.Role.REP and asked != "mine")


def due_reminders(scope: Scope, today: date) -> QuerySet[Reminder]:
    """The standing reminders that are due by today, those that wait for room included; `day` is when each is due."""
    rows = scope.reminders().filter(state__in=Reminder.STANDING).annotate(day=DUE_DAY)
    return rows.filter(day__lte=today)


Counted = dict[int | None, dict[str, tuple[int, int, int, date | None]]]  # by person: overdue, today, waiting, oldest


def counted(scope: Scope, today: date) -> Counted:
    """What is due to each person by today, in one query: steps, and reminders of buyers without a step that is due."""
    late = Q(day__lt=today)
    due = scope.steps().filter(state=FollowUp.State.OPEN, due_on__lte=today).order_by()
    steps = due.annotate(day=F("due_on")).values_list("person").annotate(
        what=Value(STEPS, CharField()), late=Count("pk", filter=late), now=Count("pk", filter=~late),
        wait=Count("pk", filter=Q(pk=None)), first=Min("day", output_field=DateField()),
    )  # fmt: skip
    stepless = due_reminders(scope, today).exclude(Exists(due_step(today))).order_by()
    waits = Q(is_waiting=True)
    on_time, first = ~late & ~waits, Min("day", filter=~waits, output_field=DateField())
    reminders = stepless.values_list("owner").annotate(
        what=Value(REMINDERS, CharField()), late=Count("pk", filter=late & ~waits), now=Count("pk", filter=on_time),
        wait=Count("pk", filter=waits), first=first,
    )  # fmt: skip
    found: Counted = {}
    for number, what, overdue, now, waiting, first in steps.union(reminders, all=True):
        found.setdefault(number, {})[what] = (overdue, now, waiting, first)
    return found


def sums(scope: Scope, run: FindingRun | None, today: date) -> Sums:
    """The strip of the day, but for what is done."""
    strip = Sums(0, 0, 0, 0.0)
    for of_person in counted(scope, today).values():
        for overdue, due, waiting, _ in of_person.values():
            strip.overdue, strip.today, strip.waiting = (
                strip.overdue + overdue, strip.today + due, strip.waiting + waiting,
            )  # fmt: skip
    money = BuyerRisk.objects.filter(run=run, on_list=True, customer__in=scope.customers()).aggregate(
        money=Sum("money_at_risk")
    )
    strip.money = money["money"] or 0.0
    return strip


def sums_of(lines: Sequence[RepLine]) -> Sums:
    """The strip of a team's day, out of its lines."""
    overdue, today = sum(line.overdue for line in lines), sum(line.today for line in lines)
    return Sums(overdue, today, 0, sum(line.money for line in lines), sum(line.waiting for line in lines))


@dataclass(frozen=True)
class StepsOfToday:
    """Open steps that are due by today, the longest due first, and those closed today as done, the last first."""

    due: list[FollowUp]
    done: list[FollowUp]


def steps_of_today(scope: Scope, today: date, most: int = MOST_DUE) -> StepsOfToday:
    """Both in one query: at most `most` that are due, and 500 that are done."""
    is_due = Q(state=FollowUp.State.OPEN, due_on__lte=today)
    is_done = Q(state=FollowUp.State.DONE, closed_at__date=today)
    rows = scope.steps().filter(is_due | is_done).select_related("customer", "customer__owner", "person", "closed_by")
    found = list(rows.order_by("state", "due_on", "pk")[: most + MOST_DONE])  # done comes before open
    done = [one for one in found if one.state == FollowUp.State.DONE]
    done.sort(key=lambda one: (one.closed_at is not None and one.closed_at.timestamp(), one.pk), reverse=True)
    return StepsOfToday([one for one in found if one.state == FollowUp.State.OPEN][:most], done[:MOST_DONE])


def without_step(scope: Scope, run: FindingRun | None, most: int = LANE) -> list[BuyerRisk]:
    """无下一步: the buyers who order regularly and have no open step, those with most money first; not those whom the
    churn list has, who are in the queue."""
    rows = BuyerRisk.objects.filter(run=run, customer__in=scope.customers(), on_list=False, order_days__gt=1)
    regular = rows.filter(silent_days__lt=RHYTHM_DAYS).exclude(Exists(open_step()))
    return list(regular.select_related("customer").order_by("-trailing_amount", "pk")[:most])


def reps(scope: Scope, run: FindingRun | None, today: date, colleagues: Iterable[Person]) -> list[RepLine]:
    """A line per person, nobody's buyers (person None) among them: whose list is overdue first, then by money."""
    lines: dict[int | None, RepLine] = {}
    people = {person.pk: person for person in colleagues}
    listed = Q(risks__run=run, risks__on_list=True)
    money, at_risk = Sum("risks__money_at_risk", filter=listed), Count("risks", filter=listed)
    grouped = scope.customers().order_by().values_list("owner")
    owned = list(grouped.annotate(n=Count("pk", distinct=True), at_risk=at_risk, money=money))
    due_of = counted(scope, today)
    named = {*(owner for owner, *_ in owned), *due_of} - {None}
    gone = named - people.keys()  # who has left, or is on no team
    people |= Person.objects.in_bulk(gone) if gone else {}
    for owner, buyers, listed_ones, worth in owned:
        lines[owner] = RepLine(people[owner] if owner else None, buyers, listed_ones, worth or 0.0)
    for number, told in due_of.items():
        line = lines.setdefault(number, RepLine(people[number] if number else None))
        for overdue, now, waiting, oldest in told.values():
            line.overdue, line.today, line.waiting = line.overdue + overdue, line.today + now, line.waiting + waiting
            if oldest and oldest < today:
                line.oldest_on = min(oldest, line.oldest_on or oldest)
    return sorted(lines.values(), key=lambda line: (-line.overdue, line.person is not None, -line.money))


def unassigned(scope: Scope, run: FindingRun | None, most: int = LANE) -> list[BuyerRisk]:
    """The buyers of nobody, those with most money first."""
    rows = BuyerRisk.objects.filter(run=run, customer__in=scope.customers().filter(owner=None))
    return list(rows.select_related("customer").order_by("-trailing_amount", "pk")[:most])


def open_step() -> QuerySet[FollowUp]:
    """Of a query with buyers: their open steps."""
    return FollowUp.objects.filter(customer=OuterRef("customer"), state=FollowUp.State.OPEN)


def due_step(today: date) -> QuerySet[FollowUp]:
    """Of a query with buyers: their open steps that are due by today."""
    return open_step().filter(due_on__lte=today)
