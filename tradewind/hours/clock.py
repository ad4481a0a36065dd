"""A clock on somebody's wall: the zone, the hours of the office there, and the days on which it is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from tradewind.errors import HoursOutOfRange, NaiveTime, NoHours, NoWorkday, YearOutOfRange
from tradewind.hours.public_holidays import FIRST_YEAR, LAST_YEAR, Holiday, holiday_on, is_make_up_workday
from tradewind.hours.weekends import weekend_of
from tradewind.hours.zones import rules

OPENS_MIN, CLOSES_MIN = 9 * 60, 18 * 60
DAY_MIN = 24 * 60
NIGHT, WEEKEND, HOLIDAY, CLOSED_DAY = "night", "weekend", "holiday", "closed_day"


@dataclass(frozen=True)
class Clock:
    """Somebody's office, a buyer's or a rep's.

    zone        a name of the zone database, or `UTC+08:00`
    country     whose weekend and public holidays hold (ISO 3166 alpha-2); without it Saturday and Sunday, no holidays
    opens_min   minutes after midnight, 0 to 1440, before `closes_min`; lunch is not considered
    weekend     own closed weekdays, 0 Monday … 6 Sunday; None: those of the country
    closed_on   own closed days beside the country's
    raises      UnknownZone, HoursOutOfRange, NoWorkday when every weekday is closed
    """

    zone: str
    country: str = ""
    opens_min: int = OPENS_MIN
    closes_min: int = CLOSES_MIN
    weekend: frozenset[int] | None = None
    closed_on: frozenset[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        rules(self.zone)
        if not 0 <= self.opens_min < self.closes_min <= DAY_MIN:
            raise HoursOutOfRange(opens=of_minutes(self.opens_min), closes=of_minutes(self.closes_min))
        if self.weekend is not None and self.weekend >= frozenset(range(7)):
            raise NoWorkday

    @property
    def rules(self) -> tzinfo:
        """The rules of the zone."""
        return rules(self.zone)


@dataclass(frozen=True)
class Closed:
    """Why an office is closed: `night`, `weekend`, `holiday` (and which), or `closed_day`, one of its own."""

    code: str
    holiday: Holiday | None = None


def is_open(clock: Clock, at: datetime) -> bool:
    """Whether it is work time there at that moment. Raises NaiveTime, YearOutOfRange."""
    return why_closed(clock, at) is None


def why_closed(clock: Clock, at: datetime) -> Closed | None:
    """Why it is no work time there at that moment; None when it is. The day counts before the hour.

    >>> from datetime import datetime, UTC
    >>> carnival = why_closed(Clock("America/Sao_Paulo", "BR"), datetime(2026, 2, 16, 15, tzinfo=UTC))
    >>> carnival.code, carnival.holiday.name
    ('holiday', 'Carnival')
    """
    local = local_time(clock, at)
    if closed := day_closed(clock, local.date()):
        return closed
    minute = local.hour * 60 + local.minute
    return None if clock.opens_min <= minute < clock.closes_min else Closed(NIGHT)


def day_closed(clock: Clock, day: date) -> Closed | None:
    """Why the office is closed all that day; None when it works."""
    if day in clock.closed_on:
        return Closed(CLOSED_DAY)
    if clock.country and (holiday := holiday_on(clock.country, day)):
        return Closed(HOLIDAY, holiday)
    weekend = weekend_of(clock.country, day) if clock.weekend is None else clock.weekend
    if day.weekday() not in weekend or (clock.country and is_make_up_workday(clock.country, day)):
        return None
    return Closed(WEEKEND)


def local_time(clock: Clock, at: datetime) -> datetime:
    """The moment as the clock there shows it. Raises NaiveTime, YearOutOfRange."""
    moment = aware(at)
    if not FIRST_YEAR < moment.year < LAST_YEAR:  # a year to spare at each end: the zone may turn it
        raise YearOutOfRange(year=moment.year, first=FIRST_YEAR + 1, last=LAST_YEAR - 1)
    return moment.astimezone(clock.rules)


def aware(at: datetime) -> datetime:
    """The moment in UTC; raises NaiveTime when it names none."""
    if at.utcoffset() is None:
        raise NaiveTime(time=at.isoformat())
    return at.astimezone(UTC)


def span_of(said: str) -> tuple[int, int]:
    """09:00-18:00 as minutes after midnight. Raises NoHours.

    >>> span_of("08:30-24:00")
    (510, 1440)
    """
    found = re.fullmatch(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", said.strip())
    if found is None:
        raise NoHours(said=said)
    opens, opens_min, closes, closes_min = map(int, found.groups())
    return opens * 60 + opens_min, closes * 60 + closes_min


def of_minutes(minutes: int) -> str:
    """Minutes after midnight as a clock shows them, e.g. 18:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
