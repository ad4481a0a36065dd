"""A strict reader of calendars, written from RFC 5545 and 7986 alone: `faults` names each rule that a file breaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "UID", "PRODID", "LOCATION"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "SEQUENCE", "URL",
        "LAST-MODIFIED", "CREATED", "LOCATION", "PRIORITY", "CLASS"}  # fmt: skip
OF_EVENT = ONCE | {"CATEGORIES", "COMMENT", "RRULE", "EXDATE"}
OF_CALENDAR = {"PRODID", "VERSION", "CALSCALE", "METHOD", "NAME", "DESCRIPTION", "REFRESH-INTERVAL", "URL", "COLOR"}
STATUSES, TRANSPARENCIES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}, {"OPAQUE", "TRANSPARENT"}


@dataclass
class Component:
    """A component with its lines (name, parameters, value) and those inside."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str | None:
        return next((value for known, _, value in self.lines if known == name), None)


def faults(file: bytes) -> list[str]:
    """Which rules the file breaks; empty for a right one."""
    found = _of_bytes(file)
    if found:
        return found
    tree, found = _tree(file.decode())
    if tree is None or found:
        return found or ["no VCALENDAR"]
    found += _of_calendar(tree)
    zones = {one.value("TZID") for one in tree.inside if one.name == "VTIMEZONE"}
    for event in tree.inside:
        if event.name == "VEVENT":
            found += [f"{event.value('UID')}: {fault}" for fault in _of_event(event, zones)]
    uids = Counter(event.value("UID") for event in tree.inside if event.name == "VEVENT")
    return found + [f"UID {uid} comes {times} times" for uid, times in uids.items() if times > 1]


def _of_bytes(file: bytes) -> list[str]:
    """3.1: lines end with CRLF, hold 75 octets at most and no control sign; no letter is torn by a fold."""
    if not file.endswith(b"\r\n"):
        return ["the last line has no end"]
    found = []
    for number, line in enumerate(file[:-2].split(b"\r\n"), 1):
        if len(line) > 75:
            found.append(f"line {number} has {len(line)} octets")
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            found.append(f"line {number} holds a control sign")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"line {number} is no UTF-8 by itself")
        if not line:
            found.append(f"line {number} is empty")
    return found


def _tree(text: str) -> tuple[Component | None, list[str]]:
    stack, root = [Component("")], None
    for line in text.replace("\r\n ", "").replace("\r\n\t", "")[:-2].split("\r\n"):
        match = LINE.fullmatch(line)
        if match is None:
            return None, [f"no content line: {line[:40]}"]
        name, parameters, value = match[1].upper(), match[2], match[3]
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].inside.append(stack[-1])
        elif name == "END":
            if len(stack) < 2 or stack.pop().name != value:
                return None, [f"END:{value} closes nothing"]
        elif len(stack) < 2:
            return None, [f"{name} stands outside"]
        else:
            stack[-1].lines.append((name, parameters, value))
    if len(stack) > 1:
        return None, [f"{stack[-1].name} has no END"]
    if [one.name for one in stack[0].inside] != ["VCALENDAR"]:
        return None, ["not one VCALENDAR"]
    root = stack[0].inside[0]
    return root, []


def _of_calendar(calendar: Component) -> list[str]:
    """3.6: PRODID and VERSION once; known properties only; something inside."""
    names = Counter(name for name, _, _ in calendar.lines)
    found = [f"{name} comes {names[name]} times" for name in ("PRODID", "VERSION") if names[name] != 1]
    found += [f"{name} is no property of a calendar" for name in names if not _known(name, OF_CALENDAR)]
    if calendar.value("VERSION") != "2.0":
        found.append("VERSION is not 2.0")
    return found + [fault for line in calendar.lines for fault in _of_text(*line)]


def _of_event(event: Component, zones: set[str | None]) -> list[str]:
    """3.6.1: what an event must have, may have, and how often; its end lies after its begin and is of the same kind."""
    names = Counter(name for name, _, _ in event.lines)
    found = [f"{name} is missing" for name in ("UID", "DTSTAMP", "DTSTART") if not names[name]]
    found += [f"{name} comes {names[name]} times" for name in ONCE if names[name] > 1]
    found += [f"{name} is no property of an event" for name in names if not _known(name, OF_EVENT)]
    if names["DTEND"] and names["DURATION"]:
        found.append("DTEND and DURATION")
    for line in event.lines:
        found += _of_text(*line) + _of_value(*line) + _of_time(*line, zones)
    begin, end = event.value("DTSTART"), event.value("DTEND")
    if begin and end and (len(begin) != len(end) or begin >= end):
        found.append(f"ends at {end}, begins at {begin}")
    return found


def _known(name: str, names: set[str]) -> bool:
    return name in names or name.startswith("X-")


def _of_text(name: str, _parameters: str, value: str) -> list[str]:
    """3.3.11: in a text comma, semicolon and backslash are escaped, and nothing else is."""
    if name not in TEXTS:
        return []
    rest = re.sub(r"\\[\\;,nN]", "", value)
    return [f"{name} holds a bare {sign}" for sign in "\\;," if sign in rest]


def _of_value(name: str, _parameters: str, value: str) -> list[str]:
    fits = {
        "STATUS": value in STATUSES,
        "TRANSP": value in TRANSPARENCIES,
        "SEQUENCE": value.isdigit(),
        "URL": re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"]+", value) is not None,
    }
    return [] if fits.get(name, True) else [f"{name} is {value}"]


def _of_time(name: str, parameters: str, value: str, zones: set[str | None]) -> list[str]:
    """3.3.4, 3.3.5: a date says VALUE=DATE; a time is of UTC or of a zone that the file describes."""
    if name not in {"DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "CREATED"}:
        return []
    is_date = "VALUE=DATE" in parameters.split(";")
    if is_date and name not in {"DTSTART", "DTEND"}:
        return [f"{name} is a date"]
    try:
        if is_date:
            if not re.fullmatch(r"\d{8}", value):
                return [f"{name} is no date: {value}"]
            date.fromisoformat(value)
        else:
            if not re.fullmatch(r"\d{8}T\d{6}Z?", value):
                return [f"{name} is no time: {value}"]
            datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")
    except ValueError:
        return [f"{name} does not exist: {value}"]
    zone = re.search(r';TZID="?([^";]+)', parameters)
    if zone:
        return [] if zone[1] in zones and not value.endswith("Z") else [f"{name} is of a zone not described"]
    return [] if is_date or value.endswith("Z") else [f"{name} is of no zone"]
