"""Days on which one writes to a buyer: birthdays, fairs, other days, and holidays that close its office for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from polars import col

from tradewind.hours import Clock, Holiday, holiday_on
from tradewind.hours.clock import day_closed
from tradewind.remind.occasions import Facts, Occasion
from tradewind.remind.rules import Rules
from tradewind.remind.shipped import Rule

ACTIVE_DAYS = 365  # a greeting is for buyers in contact within these
DAY = timedelta(days=1)
RULE_OF = {"birthday": "birthday", "fair": "fair", "other": "other_day"}


def greeting_occasions(facts: Facts, rules: Rules, today: date) -> list[Occasion]:
    """Greetings whose day is near; until the day itself, of a holiday until it begins."""
    recent = facts.contacts.filter(col.on > today - timedelta(days=ACTIVE_DAYS))
    active = set(recent["customer_id"].unique().to_list()) - facts.left_alone
    found = [*special_days(facts, rules, today, active)]
    rule = rules.by_code["holiday"]
    if rule.is_on:
        buyers = facts.buyers.filter(col.country.str.len_chars() == 2).select("customer_id", "country")
        for key, country in buyers.sort("customer_id").iter_rows():
            if key in active:
                found += holidays(key, country, rule, rules.holiday_least_days, today)
    return found


def special_days(facts: Facts, rules: Rules, today: date, active: set[str]) -> Iterator[Occasion]:
    known = facts.buyers.select("customer_id").sort("customer_id")["customer_id"].to_list()
    for row in facts.special_days.sort("key").to_dicts():
        rule = rules.by_code[RULE_OF[row["kind"]]]
        day = next_time(row["on"], today) if row["is_yearly"] else row["on"]
        due = day - timedelta(days=rule.days)
        if rule.is_on and due <= today <= day:
            buyers = [row["customer_id"]] if row["customer_id"] else [key for key in known if key in active]
            told = {"name": row["name"] or "", "on": day.isoformat()}
            yield from (Occasion(key, rule.code, due, row["key"], told) for key in buyers)


def holidays(key: str, country: str, rule: Rule, least: int, today: date) -> Iterator[Occasion]:
    """The closed times of the country with a holiday, long enough, that begin within the rule's days."""
    for holiday, first, last in closed_times(country, today, rule.days, least):
        told = {
            "holiday": holiday.name, "holiday_zh": holiday.name_zh or holiday.name, "on": first.isoformat(),
            "until": last.isoformat(), "country": country,
        }  # fmt: skip
        yield Occasion(key, rule.code, first - timedelta(days=rule.days), first.isoformat(), told)


@lru_cache(maxsize=4096)
def closed_times(country: str, today: date, days: int, least: int) -> tuple[tuple[Holiday, date, date], ...]:
    """(first holiday, first and last closed day) of each run of at least `least` closed days with a holiday that begins
    within `days` days after today.

    >>> ((carnival, first, last),) = closed_times("BR", date(2026, 2, 11), 5, 4)
    >>> carnival.name, first.isoformat(), last.isoformat()
    ('Carnival', '2026-02-14', '2026-02-18')
    """
    office, found = Clock("UTC", country), []
    day = today + DAY
    while day <= today + timedelta(days=days):
        if not day_closed(office, day) or day_closed(office, day - DAY):
            day += DAY
            continue
        last = day
        while day_closed(office, last + DAY):
            last += DAY
        run = [day + timedelta(days=n) for n in range((last - day).days + 1)]
        named = [holiday for one in run if (holiday := holiday_on(country, one))]
        if named and len(run) >= least:
            found.append((named[0], day, last))
        day = last + DAY
    return tuple(found)


def next_time(first: date, today: date) -> date:
    """The yearly day that comes next, today included; of 29 February the 28th where there is none."""
    for year in (today.year, today.year + 1):
        day = _in_year(first, year)
        if day >= today:
            return day
    return _in_year(first, today.year + 1)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
