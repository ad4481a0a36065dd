"""沟通窗口 When a person reads messages: the windows of a day, moved out of meetings, and the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tradewind.desk.clocks import desk_clock
from tradewind.desk.models import Meeting, Person, ReadingPlan
from tradewind.hours import Clock
from tradewind.hours.clock import DAY_MIN, day_closed, local_time

FURTHEST = timedelta(days=15)  # of the next window: two weeks of holidays lie between at most
Span = tuple[datetime, datetime]  # from, until (not included)


@dataclass(frozen=True)
class Windows:
    """A person's windows as they fall: `now` the one that is open, `next` the next one to begin, `last` the end of the
    one before; each None where there is none within two weeks."""

    now: Span | None
    next: datetime | None
    last: datetime | None


def plan_of(person: Person) -> ReadingPlan:
    """The person's plan; an unsaved one without windows where none was chosen yet."""
    return ReadingPlan.objects.filter(person=person).first() or ReadingPlan(person=person)


def windows_at(plan: ReadingPlan, now: datetime) -> Windows:
    """How the plan's windows lie around a moment (aware). At most one query, none where no window was chosen."""
    if not plan.windows:
        return Windows(None, None, None)
    clock = desk_clock()
    today = local_time(clock, now).date()
    first, days = today - FURTHEST, range(2 * FURTHEST.days + 1)
    busy = meetings_of(plan, now - FURTHEST, now + FURTHEST)
    spans = [span for n in days for span in spans_on(plan, clock, first + timedelta(days=n), busy)]
    return Windows(
        next((span for span in spans if span[0] <= now < span[1]), None),
        next((begins for begins, _ in spans if begins > now), None),
        next((ends for _, ends in reversed(spans) if ends <= now), None),
    )


def spans_on(plan: ReadingPlan, clock: Clock, day: date, busy: Iterable[Span] = ()) -> list[Span]:
    """The windows of a local day, none on a day off; one that begins within a meeting begins when that ends."""
    if day_closed(clock, day):
        return []
    midnight = datetime.combine(day, time(), clock.rules)
    lasts, spans = timedelta(minutes=plan.lasts_min), []
    for minute in plan.windows:
        begins = midnight + timedelta(minutes=minute)
        for since, until in busy:
            begins = until if since <= begins < until else begins
        spans.append((begins, begins + lasts))
    return spans


def meetings_of(plan: ReadingPlan, since: datetime, until: datetime) -> list[Span]:
    """The meetings that touch a stretch of time, by their begin."""
    found = Meeting.objects.filter(person=plan.person_id, ends_at__gt=since, starts_at__lt=until)
    return list(found.order_by("starts_at").values_list("starts_at", "ends_at"))


def within_hours(plan: ReadingPlan, now: datetime) -> bool:
    """Whether the moment lies on a workday within the hours that the person allows."""
    local = local_time(desk_clock(), now)
    minute = local.hour * 60 + local.minute
    return day_closed(desk_clock(), local.date()) is None and plan.from_min <= minute <= min(plan.to_min, DAY_MIN)
