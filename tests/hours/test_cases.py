"""Real days and places: what a rep would look up by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tradewind.errors import HoursOutOfRange, NaiveTime, NeverOpens, NoWorkday, UnknownZone, YearOutOfRange
from tradewind.hours import (
    Clock,
    business_deadline,
    business_minutes_between,
    holiday_on,
    holidays_ahead,
    holidays_known,
    is_make_up_workday,
    is_open,
    local_time,
    next_open,
    next_working_morning,
    overlap,
    weekend_of,
    why_closed,
)

BRAZIL = Clock("America/Sao_Paulo", "BR")
CHINA = Clock("Asia/Shanghai", "CN")
NEW_YORK = Clock("America/New_York", "US")
SAUDI = Clock("Asia/Riyadh", "SA")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def reason(clock: Clock, text: str) -> str | None:
    closed = why_closed(clock, utc(text))
    return closed.code if closed else None


def test_brazil_is_closed_over_carnival() -> None:
    for day in ("2026-02-16", "2026-02-17"):
        closed = why_closed(BRAZIL, utc(f"{day}T15:00"))
        assert closed and closed.holiday
        assert (closed.code, closed.holiday.name, closed.holiday.name_zh, closed.holiday.name_local) == (
            "holiday",
            "Carnival",
            "狂欢节",
            "Carnaval",
        )
    assert reason(BRAZIL, "2026-02-13T09:00") == "night"
    assert reason(BRAZIL, "2026-02-14T15:00") == "weekend"
    assert next_open(BRAZIL, utc("2026-02-13T21:00")) == utc("2026-02-19T12:00")


def test_spring_festival_closes_china_and_its_saturdays_make_up_for_it() -> None:
    assert [day for day in range(14, 29) if is_open(CHINA, datetime(2026, 2, day, 2, tzinfo=UTC))] == [
        14,
        24,
        25,
        26,
        27,
        28,
    ]
    assert is_make_up_workday("CN", date(2026, 2, 28)) and not is_make_up_workday("CN", date(2026, 3, 7))
    assert reason(CHINA, "2026-02-20T02:00") == "holiday"
    assert reason(CHINA, "2026-02-22T02:00") == "weekend"


def test_a_make_up_day_before_new_year_belongs_to_the_year_before() -> None:
    assert is_make_up_workday("CN", date(2011, 12, 31))


def test_a_year_whose_days_off_china_has_not_announced_is_not_known() -> None:
    assert holidays_known("CN", 2026) and not holidays_known("CN", 2027)
    assert holidays_known("US", 2027)
    assert not holidays_known("IN", 2036), "its holidays by the moon are listed until 2035"


def test_thanksgiving_and_an_observed_day_close_the_united_states() -> None:
    assert next_open(NEW_YORK, utc("2026-11-25T23:30")) == utc("2026-11-27T14:00")
    assert holiday_on("US", date(2026, 7, 3)), "the 4th is a Saturday"


@pytest.mark.parametrize(
    ("country", "day", "closed"),
    [
        ("SA", date(2026, 6, 1), {4, 5}),
        ("EG", date(2026, 6, 1), {4, 5}),
        ("IL", date(2026, 6, 1), {4, 5}),
        ("BD", date(2026, 6, 1), {4, 5}),
        ("AE", date(2021, 6, 1), {4, 5}),
        ("AE", date(2026, 6, 1), {5, 6}),
        ("IR", date(2026, 6, 1), {4}),
        ("NP", date(2026, 6, 1), {5}),
        ("BN", date(2026, 6, 1), {4, 6}),
        ("MR", date(2026, 6, 1), {5, 6}),
        ("LY", date(2026, 6, 1), {4, 5}),
        ("DE", date(2026, 6, 1), {5, 6}),
        ("", date(2026, 6, 1), {5, 6}),
    ],
)
def test_offices_close_on_the_weekend_of_their_country(country: str, day: date, closed: set[int]) -> None:
    assert weekend_of(country, day) == closed


def test_every_weekend_that_cldr_and_holidays_agree_on_is_ours() -> None:
    import holidays
    from babel import Locale
    from babel.core import UnknownLocaleError

    compared = 0
    for country in holidays.list_supported_countries(include_aliases=False):
        try:
            locale = Locale.parse(f"und_{country}")
        except UnknownLocaleError:
            continue
        cldr = {(locale.weekend_start + n) % 7 for n in range((locale.weekend_end - locale.weekend_start) % 7 + 1)}
        if country not in ("NP", "PS", "SO") and cldr == holidays.country_holidays(country, years=2026).weekend:
            compared += 1
            assert weekend_of(country, date(2026, 6, 1)) == cldr, country
    assert compared > 200


def test_a_saudi_office_opens_on_sunday() -> None:
    assert reason(SAUDI, "2026-11-06T08:00") == reason(SAUDI, "2026-11-07T08:00") == "weekend"
    assert next_open(SAUDI, utc("2026-11-05T15:00")) == utc("2026-11-08T06:00")


def test_india_is_closed_on_republic_day() -> None:
    closed = why_closed(Clock("Asia/Kolkata", "IN"), utc("2026-01-26T06:00"))
    assert closed and closed.holiday and closed.holiday.name_zh == "共和国日"


def test_the_night_of_the_change_moves_the_opening_by_an_hour() -> None:
    assert next_open(NEW_YORK, utc("2026-03-06T23:00")) == utc("2026-03-09T13:00")  # from the 8th on at -4
    assert next_open(NEW_YORK, utc("2026-10-30T22:00")) == utc("2026-11-02T14:00")  # from the 1st on at -5
    berlin = Clock("Europe/Berlin", "DE")
    assert next_open(berlin, utc("2026-03-27T17:00")) == utc("2026-03-30T07:00")
    assert next_open(berlin, utc("2026-10-23T16:00")) == utc("2026-10-26T08:00")
    sunday = Clock("Europe/Berlin", opens_min=0, closes_min=24 * 60, weekend=frozenset())
    assert len(overlap(sunday, sunday, date(2026, 3, 29))) == 1
    assert sum((end - start).total_seconds() for start, end in overlap(sunday, sunday, date(2026, 3, 29))) == 23 * 3600
    assert sum((end - start).total_seconds() for start, end in overlap(sunday, sunday, date(2026, 10, 25))) == 25 * 3600


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Asia/Kathmandu", "2026-06-08T03:15"),
        ("Pacific/Chatham", "2026-06-07T20:15"),
        ("Australia/Lord_Howe", "2026-06-07T22:30"),
        ("Pacific/Kiritimati", "2026-06-07T19:00"),
        ("Antarctica/Troll", "2026-06-08T07:00"),
        ("UTC-03:30", "2026-06-08T12:30"),
    ],
)
def test_odd_zones_open_on_their_own_monday_morning(zone: str, opens: str) -> None:
    assert next_open(Clock(zone), utc("2026-06-07T12:00")) == utc(opens)


def test_lord_howe_moves_by_half_an_hour() -> None:
    summer, winter = (
        next_open(Clock("Australia/Lord_Howe"), utc("2026-04-03T12:00")),
        next_open(Clock("Australia/Lord_Howe"), utc("2026-04-06T12:00")),
    )
    assert (summer, winter) == (utc("2026-04-05T22:30"), utc("2026-04-06T22:30"))
    assert next_open(Clock("Australia/Lord_Howe"), utc("2026-04-02T12:00")) == utc("2026-04-02T22:00")


def test_the_snooze_ends_when_a_working_day_begins() -> None:
    assert next_working_morning(NEW_YORK, utc("2026-11-23T13:00")) == utc("2026-11-23T14:00"), "before the office opens"
    assert next_working_morning(NEW_YORK, utc("2026-11-23T14:01")) == utc("2026-11-24T14:00"), "already open: tomorrow"
    assert next_working_morning(NEW_YORK, utc("2026-11-25T20:00")) == utc("2026-11-27T14:00"), "Thanksgiving between"


def test_a_rep_in_china_shares_the_afternoon_with_germany_and_nothing_with_new_york() -> None:
    assert overlap(CHINA, Clock("Europe/Berlin", "DE"), date(2026, 11, 10)) == [
        (utc("2026-11-10T08:00"), utc("2026-11-10T10:00"))
    ]
    assert overlap(CHINA, NEW_YORK, date(2026, 11, 10)) == []
    late = Clock("Asia/Shanghai", "CN", 9 * 60, 24 * 60)
    assert overlap(late, NEW_YORK, date(2026, 11, 10)) == [(utc("2026-11-10T14:00"), utc("2026-11-10T16:00"))]
    assert overlap(CHINA, Clock("Europe/Berlin", "DE"), date(2026, 10, 1)) == [], "National Day"


def test_a_deadline_of_four_hours_runs_over_the_weekend() -> None:
    assert business_deadline(NEW_YORK, utc("2026-11-20T21:00"), 240) == utc("2026-11-23T16:00")
    assert business_minutes_between(NEW_YORK, utc("2026-11-20T21:00"), utc("2026-11-23T16:00")) == 240


def test_own_hours_weekend_and_closed_days_come_before_the_country() -> None:
    own = Clock("America/Sao_Paulo", "BR", 8 * 60, 12 * 60, frozenset({6}), frozenset({date(2026, 2, 11)}))
    assert is_open(own, utc("2026-02-14T11:00")), "works on Saturdays"
    assert reason(own, "2026-02-11T12:00") == "closed_day"
    assert reason(own, "2026-02-12T15:00") == "night"


def test_holidays_ahead_name_each_country_once_and_runs_as_one() -> None:
    ahead = holidays_ahead(["CN", "CN", "BR", "XX"], date(2026, 2, 14), 7)
    assert [(one.country, one.holiday.on.day, one.until.day) for one in ahead] == [
        ("BR", 16, 17), ("CN", 16, 16), ("CN", 17, 19), ("BR", 18, 18), ("CN", 20, 20),
    ]  # fmt: skip


def test_a_holiday_by_the_moon_says_that_it_may_move() -> None:
    holiday = holiday_on("EG", date(2027, 3, 9))
    assert holiday and holiday.is_estimated and holiday.name == "Eid al-Fitr" and holiday.name_zh == "开斋节"


def test_what_is_no_moment_no_zone_no_hours_or_no_known_year_is_refused() -> None:
    for ask in (is_open, next_open, next_working_morning, local_time):
        with pytest.raises(NaiveTime):
            ask(BRAZIL, datetime(2026, 2, 13, 9))
    with pytest.raises(NaiveTime):
        business_minutes_between(BRAZIL, datetime(2026, 2, 13), utc("2026-02-14"))
    with pytest.raises(YearOutOfRange):
        is_open(BRAZIL, utc("2200-01-01"))
    with pytest.raises(UnknownZone):
        Clock("Mars/Olympus")
    with pytest.raises(UnknownZone):
        Clock("UTC+99:00")
    with pytest.raises(HoursOutOfRange):
        Clock("UTC", opens_min=600, closes_min=600)
    with pytest.raises(NoWorkday):
        Clock("UTC", weekend=frozenset(range(7)))
    always = frozenset(date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(450))
    with pytest.raises(NeverOpens):
        next_open(Clock("UTC", closed_on=always), utc("2026-01-01"))
