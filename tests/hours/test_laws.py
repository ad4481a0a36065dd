"""Laws that hold for every office, held against zoneinfo minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.hours import Clock, business_deadline, business_minutes_between, is_open, next_open, next_working_morning
from tradewind.hours.clock import day_closed

MINUTE = timedelta(minutes=1)
# among them half-hour, quarter-hour and two-hour changes of the clock, and days that never were
ZONES = (
    "America/Sao_Paulo", "America/New_York", "America/St_Johns", "America/Havana", "Europe/Berlin", "Europe/Dublin",
    "Africa/Casablanca", "Africa/Cairo", "Antarctica/Troll", "Asia/Kathmandu", "Asia/Shanghai", "Asia/Tehran",
    "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Kwajalein",
    "Asia/Pyongyang", "America/Caracas", "America/Asuncion",
)  # fmt: skip
COUNTRIES = ("", "BR", "US", "CN", "SA", "IR", "NP", "BN", "IN", "AE", "MA")
minutes_of_day = st.integers(0, 24 * 4).map(lambda quarters: quarters * 15)
moments = st.datetimes(datetime(1991, 6, 1), datetime(2090, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@cache
def zone_rules(zone: str) -> ZoneInfo:
    """The zone as the locked package has it; the machine's own copy may be older."""
    with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


@st.composite
def turning(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and often a moment within a day of a change of its clock."""
    zone, at = draw(st.sampled_from(ZONES)), draw(moments)
    if draw(st.booleans()):
        return zone, at
    rules, until = zone_rules(zone), at + timedelta(days=400)
    while at < until:
        if at.astimezone(rules).utcoffset() != (at + timedelta(days=1)).astimezone(rules).utcoffset():
            return zone, at + timedelta(minutes=draw(st.integers(-600, 2000)))
        at += timedelta(days=1)
    return zone, at


@st.composite
def offices(draw: st.DrawFn) -> tuple[Clock, datetime]:
    zone, at = draw(turning())
    opens, closes = sorted(draw(st.lists(minutes_of_day, min_size=2, max_size=2, unique=True)))
    weekend = draw(st.none() | st.frozensets(st.integers(0, 6), max_size=3))
    near = st.integers(-3, 5).map(lambda days: at.date() + timedelta(days=days))
    return Clock(
        zone, draw(st.sampled_from(COUNTRIES)), opens, closes, weekend, draw(st.frozensets(near, max_size=3))
    ), at


def works(clock: Clock, at: datetime) -> bool:
    """Work time by the plain wall clock of zoneinfo."""
    local = at.astimezone(zone_rules(clock.zone))
    return (
        day_closed(clock, local.date()) is None and clock.opens_min <= local.hour * 60 + local.minute < clock.closes_min
    )


@settings(max_examples=75, deadline=None)
@given(offices())
def test_next_open_is_the_first_minute_of_work_time_from_then_on(case: tuple[Clock, datetime]) -> None:
    clock, at = case
    opened = next_open(clock, at)
    assert opened >= at
    assert works(clock, opened) and is_open(clock, opened)
    assert next_open(clock, opened) == opened
    scanned, last = at, min(opened, at + timedelta(days=5))
    while scanned < last:
        assert not works(clock, scanned)
        scanned += MINUTE


@settings(max_examples=50, deadline=None)
@given(offices(), st.integers(0, 3 * 24 * 60))
def test_business_minutes_are_the_open_minutes_of_a_scan(case: tuple[Clock, datetime], length: int) -> None:
    clock, at = case
    counted = sum(works(clock, at + minute * MINUTE) for minute in range(length))
    assert business_minutes_between(clock, at, at + length * MINUTE) == counted


@settings(max_examples=75, deadline=None)
@given(offices(), st.integers(-20_000, 20_000), st.integers(-20_000, 20_000))
def test_business_minutes_add_up(case: tuple[Clock, datetime], first: int, second: int) -> None:
    clock, a = case
    b, c = a + first * MINUTE, a + second * MINUTE
    assert business_minutes_between(clock, a, c) == pytest.approx(
        business_minutes_between(clock, a, b) + business_minutes_between(clock, b, c)
    )


@settings(max_examples=75, deadline=None)
@given(offices(), st.integers(0, 3000))
def test_by_the_deadline_so_many_minutes_have_passed_and_not_before(case: tuple[Clock, datetime], minutes: int) -> None:
    clock, at = case
    due = business_deadline(clock, at, minutes)
    assert business_minutes_between(clock, at, due) == minutes
    if minutes:
        assert business_minutes_between(clock, at, due - MINUTE) == minutes - 1


@settings(max_examples=50, deadline=None)
@given(offices())
def test_a_working_morning_is_the_first_open_minute_of_its_day(case: tuple[Clock, datetime]) -> None:
    clock, at = case
    morning = next_working_morning(clock, at)
    assert morning >= at and works(clock, morning)
    day = morning.astimezone(zone_rules(clock.zone)).date()
    earlier = morning - MINUTE
    while earlier > morning - timedelta(hours=26):
        assert not (works(clock, earlier) and earlier.astimezone(zone_rules(clock.zone)).date() == day)
        earlier -= MINUTE


@settings(max_examples=100, deadline=None)
@given(turning())
def test_the_scan_and_the_office_agree_on_every_minute_around_a_change_of_the_clock(case: tuple[str, datetime]) -> None:
    zone, at = case
    clock = Clock(zone)
    for minutes in range(0, 24 * 60, 7):
        moment = at + minutes * MINUTE
        assert is_open(clock, moment) == works(clock, moment)
        local = moment.astimezone(zone_rules(zone))
        expected = local.weekday() < 5 and time(9) <= local.time() < time(18)
        assert is_open(clock, moment) == expected


def test_a_day_lost_at_the_date_line_has_no_work_time() -> None:
    samoa = Clock("Pacific/Apia")
    assert date(2011, 12, 30).weekday() == 4
    thursday_evening = datetime(2011, 12, 30, 5, tzinfo=UTC)  # 19:00 on the 29th
    assert next_open(samoa, thursday_evening) == datetime(2012, 1, 1, 19, tzinfo=UTC)  # Monday the 2nd, 9:00 at +14
    assert (
        business_minutes_between(samoa, datetime(2011, 12, 29, 10, tzinfo=UTC), datetime(2012, 1, 1, 10, tzinfo=UTC))
        == 540
    )
