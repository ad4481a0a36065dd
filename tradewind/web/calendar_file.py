"""A person's calendar as a file of RFC 5545, in the person's language.

Days are dates without a zone, moments are UTC: both are right in whatever zone a calendar shows them. Without METHOD a
component's DTSTAMP is when it was last revised (3.8.7.2), so an unchanged calendar is the same file, byte by byte.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

from tradewind.desk.calendar_entries import Entry, HolidayEntry, StepEntry
from tradewind.desk.clock_told import holiday_name
from tradewind.desk.models import FollowUp
from tradewind.web.numbers import reader
from tradewind.web.places import country

MADE_BY = "-//Tradewind//Calendar feed//EN"
EVERY = timedelta(hours=1)
STATES = {FollowUp.State.OPEN: "CONFIRMED", FollowUp.State.DONE: "CONFIRMED", FollowUp.State.DROPPED: "CANCELLED"}


def calendar_file(entries: Iterable[Entry], address: str) -> bytes:
    """The calendar of these entries. `address` is the desk's, without a slash at its end."""
    calendar = Calendar()
    name = gettext("Tradewind: next steps")
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("name", name)  # RFC 7986; X-WR- and X-PUBLISHED- are what most calendars read still
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, address))
    file: bytes = calendar.to_ical()
    return file


def _event(entry: Entry, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@tradewind")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.begins)
    event.add("dtend", _end(entry.until))
    event.add("transp", "TRANSPARENT")  # nobody is busy all day for it
    for name, value in _words(entry, address):
        if value:
            event.add(name, _plain(value))
    return event


def _plain(text: str) -> str:
    """The text without the control signs and line separators that a calendar's text may not hold; line ends stay."""
    kept = (
        sign if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Zl", "Zp"} else " " for sign in text
    )
    return "".join(kept)


def _end(until: date | datetime) -> date | datetime:
    """The end, which is not part of the entry: of days the day after the last one."""
    return until if isinstance(until, datetime) else until + timedelta(days=1)


def _words(entry: Entry, address: str) -> Sequence[tuple[str, str]]:
    if isinstance(entry, StepEntry):
        return _of_step(entry, address)
    assert isinstance(entry, HolidayEntry)
    place = country(entry.holiday.country)
    name = holiday_name(entry.holiday.holiday, reader().language)
    return [
        ("summary", gettext("{country}: {holiday}").format(country=place, holiday=name)),
        ("description", gettext("Buyers of yours there: {number}").format(number=entry.buyers)),
        ("status", "CONFIRMED"),
    ]


def _of_step(entry: StepEntry, address: str) -> Sequence[tuple[str, str]]:
    step = entry.step
    what = step.what or gettext("get in touch")
    line = gettext("{buyer}: {what}").format(buyer=" ".join(step.customer.name.split()), what=what)
    if step.state == FollowUp.State.DONE:
        line = f"✓ {line}"
    page = address + reverse("customers-one", args=[step.customer_id])
    told = [gettext("How it went: {result}").format(result=step.result) if step.result else "", _hours(entry.office)]
    return [
        ("summary", line),
        ("description", "\n".join([*filter(None, told), page])),
        ("url", page),
        ("status", STATES[FollowUp.State(step.state)]),
    ]


def _hours(office: tuple[datetime, datetime] | None) -> str:
    """When the buyer's office is open, by the team's clock."""
    if office is None:
        return ""
    since, until = map(timezone.localtime, office)
    shown = {"since": f"{since:%H:%M}", "until": f"{until:%H:%M}"}
    if until.date() > since.date():
        return gettext("The buyer's office is open {since} to {until} the next day, our time").format(**shown)
    return gettext("The buyer's office is open {since} to {until}, our time").format(**shown)
