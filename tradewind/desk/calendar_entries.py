"""What stands in a person's calendar: the next steps, and the buyers' holidays where these are asked for.

Each entry keeps one `uid` for good and counts its changes in `sequence`, so that a calendar changes what it has
instead of showing it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from tradewind.desk import access, clocks
from tradewind.desk.models import AuditEntry, CalendarFeed, Customer, FollowUp, Person
from tradewind.hours import BuyersHoliday, Clock
from tradewind.hours.day import work_spans

MOST_OPEN, MOST_CLOSED = 2_000, 500
CLOSED_DAYS, HOLIDAY_DAYS = 30, 60
State = FollowUp.State


@dataclass(frozen=True)
class Entry:
    """What every entry has. `until` is the last day or, of a moment, the end; a day is the team's."""

    uid: str
    begins: date | datetime
    until: date | datetime
    changed_at: datetime
    sequence: int


@dataclass(frozen=True)
class StepEntry(Entry):
    """A next step on its day; `office` is from when until when the buyer's works on that day, where known."""

    step: FollowUp
    office: tuple[datetime, datetime] | None


@dataclass(frozen=True)
class HolidayEntry(Entry):
    """A public holiday in a country, with how many of the person's buyers are there."""

    holiday: BuyersHoliday
    buyers: int


def entries_of(feed: CalendarFeed, today: date) -> list[Entry]:
    """Everything in the person's calendar, by day; only what the person may see now. Open steps, however old; done
    and dropped ones for 30 days; holidays of 60 days."""
    steps = _steps(feed.person, today)
    found: list[Entry] = [*_step_entries(steps)]
    if feed.with_holidays:
        found += _holiday_entries(feed, today)
    return sorted(found, key=lambda entry: (_day(entry.begins), entry.uid))


def _steps(person: Person, today: date) -> list[FollowUp]:
    mine = access.follow_ups_of(person).filter(person=person).select_related("customer")
    since = timezone.now() - timedelta(days=CLOSED_DAYS)
    planned = Q(state=State.DROPPED) | ~Q(what="")  # a contact that nobody had planned was never in the calendar
    closed = mine.exclude(state=State.OPEN).filter(planned, closed_at__gt=since).order_by("-closed_at")
    return [*mine.filter(state=State.OPEN).order_by("due_on", "pk")[:MOST_OPEN], *closed[:MOST_CLOSED]]


def _step_entries(steps: Sequence[FollowUp]) -> Iterable[StepEntry]:
    changes = _changes(steps)
    open_ones = [step for step in steps if step.state == State.OPEN]
    buyers: dict[int, Customer] = {step.customer_id: step.customer for step in open_ones}
    known = clocks.clocks_of(list(buyers.values()))
    for step in steps:
        count, last = changes.get(step.pk, (1, step.made_at))
        clock = known[step.customer_id].clock if step.state == State.OPEN else None
        yield StepEntry(
            uid=f"step-{step.pk}.{_stamp(step.made_at)}", begins=step.due_on, until=step.due_on, changed_at=last,
            sequence=count - 1, step=step, office=_office(clock, step.due_on) if clock else None,
        )  # fmt: skip


def _office(clock: Clock, day: date) -> tuple[datetime, datetime] | None:
    spans = work_spans(clock, day)
    return (spans[0][0], spans[-1][1]) if spans else None


def _changes(steps: Sequence[FollowUp]) -> dict[int, tuple[int, datetime]]:
    """How often each step was changed, and when last, as the audit tells."""
    about = [f"step:{step.pk}" for step in steps]
    told = AuditEntry.objects.filter(about__in=about).order_by().values_list("about")
    return {int(key.partition(":")[2]): (n, last) for key, n, last in told.annotate(n=Count("pk"), last=Max("at"))}


def _holiday_entries(feed: CalendarFeed, today: date) -> Iterable[HolidayEntry]:
    for one, buyers in clocks.holidays_ahead(feed.person, today, HOLIDAY_DAYS):
        key = f"holiday-{one.country}-{one.holiday.on:%Y%m%d}.{feed.person_id}-{_stamp(feed.person.created_at)}"
        yield HolidayEntry(
            uid=key, begins=one.holiday.on, until=one.until, changed_at=feed.made_at, sequence=0,
            holiday=one, buyers=buyers,
        )  # fmt: skip


def _stamp(moment: datetime) -> str:
    """A moment to the microsecond: with a row's number it makes a name that no other desk gives."""
    return f"{int(moment.timestamp() * 1_000_000)}"


def _day(begins: date | datetime) -> date:
    return timezone.localdate(begins) if isinstance(begins, datetime) else begins
