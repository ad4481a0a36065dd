"""Meetings out of a calendar file: once, again every week, moved, cancelled, all day, hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tradewind.collect.meetings import meetings
from tradewind.errors import CalendarNotRead

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{one}\r\nEND:VEVENT\r\n" for n, one in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode()


def read(data: bytes, days: int = 14) -> list[tuple[str, int]]:
    found = meetings(data, "c.ics", "Asia/Shanghai", MONDAY, MONDAY + timedelta(days=days))
    return [(f"{since:%m-%d %H:%M}", int((until - since).total_seconds() / 60)) for since, until in found]


ONCE = "DTSTART;TZID=Asia/Shanghai:20261124T100000\r\nDTEND;TZID=Asia/Shanghai:20261124T113000"


def test_a_meeting_is_told_in_utc_and_a_time_without_zone_by_the_desks_clock() -> None:
    floating = "DTSTART:20261125T090000\r\nDURATION:PT45M"
    assert read(calendar(ONCE, floating, ONCE)) == [("11-24 02:00", 90), ("11-25 01:00", 45)]


def test_it_comes_again_by_the_clock_on_the_wall_but_for_the_days_left_out_or_moved() -> None:
    weekly = "DTSTART;TZID=Europe/Berlin:20261012T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE"
    assert read(calendar(weekly)) == [
        ("11-23 09:00", 60),
        ("11-25 09:00", 60),
        ("11-30 09:00", 60),
        ("12-02 09:00", 60),
    ]
    out = weekly + "\r\nEXDATE;TZID=Europe/Berlin:20261125T100000"
    assert len(read(calendar(out))) == 3
    moved = calendar(weekly, "DTSTART;TZID=Europe/Berlin:20261123T150000\r\nDURATION:PT1H\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261123T100000")  # fmt: skip
    assert read(moved.replace(b"UID:1", b"UID:0"))[0] == ("11-23 14:00", 60)


def test_what_keeps_nobody_busy_is_no_meeting() -> None:
    day = "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261125"
    long = "DTSTART:20261124T000000Z\r\nDTEND:20261127T000000Z"
    free, off = ONCE + "\r\nTRANSP:TRANSPARENT", ONCE + "\r\nSTATUS:CANCELLED"
    assert read(calendar(day, long, free, off, "SUMMARY:no time", "DTSTART:20261124T000000Z")) == []


def test_hostile_rules_cost_no_time_and_nonsense_is_refused_in_one_sentence() -> None:
    start = "DTSTART:19000101T000000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=SECONDLY"
    fine = "DTSTART:20261124T000000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=DAILY;BYSECOND=0,1,2;BYMINUTE=1,2"
    odd = "DTSTART:20261124T010000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=WEEKLY;UNTIL=20261101"
    never = "DTSTART:20261124T020000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    assert len(read(calendar(start, fine, odd, never))) == 3
    for broken in (
        b"",
        b"\x00\xff" * 50,
        b"BEGIN:VCALENDAR",
        b"hello",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"x" * 2_100_000,
    ):
        with pytest.raises(CalendarNotRead):
            meetings(broken, "c.ics", "UTC", MONDAY, MONDAY)
