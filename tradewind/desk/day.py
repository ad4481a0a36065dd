"""今日 A rep's day, and a manager's: whom to contact now and why, what is done, who has no next step.

The page, the API and the command line show this same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from tradewind.desk import access
from tradewind.desk.models import BuyerRisk, ChurnWarning, Customer, FindingRun, FollowUp, Person
from tradewind.desk.retention import NEWEST_CASE

QUEUE, MOST_DONE, LANE = 50, 500, 8
DUE_URGENCY, MOST_LATE_DAYS, LATE_DAYS = 2.0, 14, 7
RHYTHM_DAYS = 180  # a buyer silent for longer does not order regularly


@dataclass
class Entry:
    """A buyer to be contacted now: by its open step that is due, by its risk, or both."""

    customer: Customer
    step: FollowUp | None = None
    risk: BuyerRisk | None = None
    case: ChurnWarning | None = None
    stake: float = 0.0
    late_days: int = 0


@dataclass
class Queue:
    """Whom to contact now; how many more have a case that a person has closed; whether there are more."""

    entries: list[Entry]
    settled: int
    is_cut: bool


@dataclass
class Sums:
    """The strip: open steps that are overdue and due today, steps done today, money at risk in base currency."""

    overdue: int
    today: int
    done: int
    money: float


@dataclass
class RepLine:
    """One person's line on a manager's page; `oldest_on` is the due day of the longest overdue step."""

    person: Person | None
    buyers: int = 0
    at_risk: int = 0
    money: float = 0.0
    overdue: int = 0
    today: int = 0
    oldest_on: date | None = None


@dataclass
class Scope:
    """Whose day: one person's own, or all that the person may see (`team`)."""

    person: Person
    is_team: bool = False

    def customers(self) -> QuerySet[Customer]:
        seen = access.customers_of(self.person)
        return seen if self.is_team else seen.filter(owner=self.person)

    def steps(self) -> QuerySet[FollowUp]:
        seen = access.follow_ups_of(self.person)
        return seen if self.is_team else seen.filter(person=self.person)


def scope_for(person: Person, asked: str = "") -> Scope:
    """Whose day to show: a rep's own; for others the team's unless `mine` is asked for."""
    return Scope(person, is_team=person.role != Person.Role.REP and asked != "mine")


def sums(scope: Scope, run: FindingRun | None, today: date) -> Sums:
    """The strip of the day, but for what is done."""
    due = scope.steps().filter(state=FollowUp.State.OPEN, due_on__lte=today).order_by()
    counts = due.aggregate(overdue=Count("pk", filter=Q(due_on__lt=today)), today=Count("pk", filter=Q(due_on=today)))
    money = BuyerRisk.objects.filter(run=run, on_list=True, customer__in=scope.customers()).aggregate(
        money=Sum("money_at_risk")
    )
    return Sums(counts["overdue"], counts["today"], 0, money["money"] or 0.0)


def sums_of(lines: Sequence[RepLine]) -> Sums:
    """The strip of a team's day, out of its lines."""
    overdue, today = sum(line.overdue for line in lines), sum(line.today for line in lines)
    return Sums(overdue, today, 0, sum(line.money for line in lines))


def done_today(scope: Scope, today: date, most: int = MOST_DONE) -> list[FollowUp]:
    """The steps that were closed today as done, the last first, at most 500."""
    done = scope.steps().filter(state=FollowUp.State.DONE, closed_at__date=today)
    return list(done.select_related("customer", "person", "closed_by").order_by("-closed_at")[:most])


def queue(scope: Scope, run: FindingRun | None, today: date, most: int = QUEUE) -> Queue:
    """Whom to contact now, one entry per buyer, most money at risk times urgency first.

    A step that is due is urgency 2, and a seventh more for each day overdue up to 14; a buyer on the churn list without
    a step is urgency 1. The money is the list's own: money at risk per day of waiting. A promised step counts at least
    as the middle one of the list. Buyers on the list who have a step later, were contacted today, or whose case a
    person has closed, are taken care of and not here.
    """
    steps = list(
        scope.steps()
        .filter(state=FollowUp.State.OPEN, due_on__lte=today)
        .select_related("customer", "customer__owner", "person")
        .order_by("due_on", "pk")[: 4 * most]
    )
    due = {step.customer_id for step in steps}
    known = {risk.customer_id: risk for risk in _risks(scope, run, today, most, due)}
    risks = [risk for number, risk in known.items() if number not in due]
    entries = {risk.customer_id: Entry(risk.customer, risk=risk) for risk in risks}
    for step in steps:
        late = (today - step.due_on).days
        entries[step.customer_id] = Entry(step.customer, step, known.get(step.customer_id), late_days=late)
    _attach_cases(list(entries.values()))
    kept = [entry for entry in entries.values() if entry.step or not _is_settled(entry)]
    middle = median([risk.score for risk in risks]) if risks else 1.0
    kept.sort(key=lambda entry: (-_urgency(entry, middle), entry.customer.name))
    return Queue(kept[:most], len(entries) - len(kept), len(entries) >= most)


def without_step(scope: Scope, run: FindingRun | None, most: int = LANE) -> list[BuyerRisk]:
    """无下一步: the buyers who order regularly and have no open step, those with most money first; not those whom the
    churn list has, who are in the queue."""
    rows = BuyerRisk.objects.filter(run=run, customer__in=scope.customers(), on_list=False, order_days__gt=1)
    regular = rows.filter(silent_days__lt=RHYTHM_DAYS).exclude(Exists(_open_step()))
    return list(regular.select_related("customer").order_by("-trailing_amount", "pk")[:most])


def reps(scope: Scope, run: FindingRun | None, today: date, colleagues: Iterable[Person]) -> list[RepLine]:
    """A line per person, nobody's buyers (person None) among them: whose list is overdue first, then by money."""
    lines: dict[int | None, RepLine] = {}
    people = {person.pk: person for person in colleagues}
    listed = Q(risks__run=run, risks__on_list=True)
    money, at_risk = Sum("risks__money_at_risk", filter=listed), Count("risks", filter=listed)
    grouped = scope.customers().order_by().values_list("owner")
    owned = list(grouped.annotate(n=Count("pk", distinct=True), at_risk=at_risk, money=money))
    due = scope.steps().filter(state=FollowUp.State.OPEN, due_on__lte=today).order_by()
    late = Count("pk", filter=Q(due_on__lt=today))
    told = due.values_list("person").annotate(due=Count("pk"), late=late, oldest=Min("due_on"))
    due_of = list(told)
    gone = {number for number, *_ in (*owned, *due_of) if number} - people.keys()  # who has left, or is on no team
    people |= Person.objects.in_bulk(gone) if gone else {}
    for owner, buyers, listed_ones, worth in owned:
        lines[owner] = RepLine(people[owner] if owner else None, buyers, listed_ones, worth or 0.0)
    for number, all_due, overdue, oldest in due_of:
        line = lines.setdefault(number, RepLine(people[number]))
        line.overdue, line.today, line.oldest_on = overdue, all_due - overdue, oldest if overdue else None
    return sorted(lines.values(), key=lambda line: (-line.overdue, line.person is not None, -line.money))


def unassigned(scope: Scope, run: FindingRun | None, most: int = LANE) -> list[BuyerRisk]:
    """The buyers of nobody, those with most money first."""
    rows = BuyerRisk.objects.filter(run=run, customer__in=scope.customers().filter(owner=None))
    return list(rows.select_related("customer").order_by("-trailing_amount", "pk")[:most])


def _risks(scope: Scope, run: FindingRun | None, today: date, most: int, due: set[int]) -> list[BuyerRisk]:
    """What the run says about the buyers whose step is `due`, and of the list the first `most` who wait for one."""
    if run is None:
        return []
    contacted = FollowUp.objects.filter(customer=OuterRef("customer"), state=FollowUp.State.DONE, closed_at__date=today)
    listed = BuyerRisk.objects.filter(run=run, on_list=True, customer__in=scope.customers())
    waiting = listed.exclude(Exists(_open_step())).exclude(Exists(contacted))
    both = waiting | BuyerRisk.objects.filter(run=run, customer__in=due)
    ranked = both.annotate(is_due=Q(customer__in=due)).select_related("customer", "customer__owner")
    return list(ranked.order_by("-is_due", "-score", "customer__name")[: most + len(due)])


def _open_step() -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(customer=OuterRef("customer"), state=FollowUp.State.OPEN)


def _attach_cases(entries: Sequence[Entry]) -> None:
    cases = ChurnWarning.objects.filter(customer__in=[entry.customer.pk for entry in entries]).order_by(*NEWEST_CASE)
    newest = {case.customer_id: case for case in reversed(cases.select_related("assigned"))}
    for entry in entries:
        entry.case = newest.get(entry.customer.pk)
        if entry.risk:
            entry.stake = entry.risk.money_at_risk


def _is_settled(entry: Entry) -> bool:
    """Whether a person has closed the case of this buyer's silence already."""
    case, risk = entry.case, entry.risk
    return bool(case and risk and case.closed_by_id and case.last_ordered_on == risk.last_ordered_on)


def _urgency(entry: Entry, middle: float) -> float:
    money = entry.risk.score if entry.risk else 0.0
    if entry.step is None:
        return money
    return max(money, middle) * (DUE_URGENCY + min(entry.late_days, MOST_LATE_DAYS) / LATE_DAYS)


def entry_of(scope: Scope, run: FindingRun | None, today: date, customer: Customer) -> Entry | None:
    """The buyer's entry by its open step, if that is due by today; None when the buyer is taken care of."""
    steps = scope.steps().filter(customer=customer, state=FollowUp.State.OPEN, due_on__lte=today)
    step = steps.select_related("customer", "customer__owner", "person").first()
    if step is None:
        return None
    risk = BuyerRisk.objects.filter(run=run, customer=customer).first() if run else None
    entry = Entry(step.customer, step, risk, late_days=(today - step.due_on).days)
    _attach_cases([entry])
    return entry
