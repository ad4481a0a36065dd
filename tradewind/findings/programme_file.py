"""A programme as a person wrote it, in JSON: which input is what, which has a range, and what cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from tradewind.errors import (
    EmptyFile,
    FewFlows,
    FileMissing,
    FlowNotRead,
    KeyTwice,
    ManyFlows,
    NoInstalment,
    NotANumber,
    ProgrammeLacks,
    ProgrammeNoObject,
    ProgrammeNotRead,
    RangeBackwards,
    RateImpossible,
    TooLarge,
    UnknownEncoding,
    ValueOutOfRange,
    YearsOutOfRange,
)
from tradewind.process.gate import Standing
from tradewind.process.money import Flow, dated, yearly
from tradewind.process.pilot import Pilot
from tradewind.process.programme import Programme
from tradewind.process.ranges import Range

MOST_BYTES, MOST_YEARS, MOST_FLOWS = 1 << 20, 100, 1200
MOST_MONEY = 1e15
INPUTS = {
    "I": "investment", "T": "training", "m": "maintenance", "r": "rate", "H": "years", "p": "interruption",
    "L": "loss", "B": "base", "g": "gain", "u": "realised", "ramp_months": "ramp_months",
    "overlap_months": "overlap_months", "overlap_cost": "overlap_cost",
}  # fmt: skip
NEEDED = ("I", "r", "H", "B", "g")
SHARE, MONEY, MONTHS = (0.0, 1.0), (0.0, MOST_MONEY), (0.0, 12.0 * MOST_YEARS)
BOUNDS: dict[str, tuple[float, float]] = {
    "I": MONEY, "T": MONEY, "m": (0.0, 10.0), "r": (-1.0, 10.0), "H": (1.0, float(MOST_YEARS)), "p": SHARE,
    "L": MONEY, "B": MONEY, "g": (-10.0, 10.0), "u": SHARE, "ramp_months": MONTHS, "overlap_months": MONTHS,
    "overlap_cost": MONEY, "spent": MONEY, "remaining_capex": MONEY, "salvage": (-MOST_MONEY, MOST_MONEY),
}  # fmt: skip
BESIDE = ("spent", "remaining_capex", "salvage", "pilot", "flows", "as_of", "name", "note", "currency")
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a person asks of a programme.

    programme  null when only flows are given
    ranges     field of Programme -> its range
    flows      years from the first flow on and amounts, where they are given instead; past ones come before `as_of`
    unknown    keys that mean nothing here
    """

    rate: float
    programme: Programme | None
    standing: Standing
    pilot: Pilot = field(default=Pilot())
    ranges: Mapping[str, Range] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    as_of_years: float = 0.0
    unknown: tuple[str, ...] = ()


def programme_file(path: Path) -> Document:
    """The JSON object in a file. Raises FileMissing, TooLarge, EmptyFile, UnknownEncoding, and those of `parsed`."""
    if not path.is_file():
        raise FileMissing(file=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(file=path.name, most=1)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnknownEncoding(file=path.name) from None
    if not text.strip():
        raise EmptyFile(file=path.name)
    return parsed(text, path.name)


def parsed(text: str, file: str) -> Document:
    """The object that a text holds. Raises ProgrammeNotRead, ProgrammeNoObject, KeyTwice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            raise KeyTwice(file=file, key=next(name for name in names if names.count(name) > 1))
        return found

    try:
        document = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as cause:
        raise ProgrammeNotRead(file=file, row=cause.lineno) from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise ProgrammeNotRead(file=file, row=1) from None
    if not isinstance(document, dict):
        raise ProgrammeNoObject(file=file)
    return document


def asked_of(document: Document, file: str) -> Asked:
    """What the object asks. Raises an InputError for each thing that can be wrong with an input."""
    unknown = tuple(key for key in document if key not in INPUTS and key not in BESIDE)
    if "flows" in document:
        return _flows_asked(document, file, unknown)
    if missing := [key for key in NEEDED if key not in document]:
        raise ProgrammeLacks(file=file, keys=", ".join(missing))
    instalments = _instalments(document["I"], file) if isinstance(document["I"], dict) else {}
    said = {key: document[key] for key in INPUTS if key in document and not (key == "I" and instalments)}
    ranges = {INPUTS[key]: ranged(key, value, file) for key, value in said.items()}
    likely: dict[str, Any] = {name: one.likely for name, one in ranges.items()} | instalments
    programme = Programme(**{**likely, "years": round(likely["years"])})
    own = {name: one for name, one in ranges.items() if not one.is_known}
    return Asked(programme.rate, programme, _standing(document, file), _pilot(document, file), own, unknown=unknown)


def ranged(key: str, said: Any, file: str) -> Range:
    """A number, or [low, likely, high]. Raises NotANumber, RangeBackwards, ValueOutOfRange, RateImpossible."""
    if isinstance(said, list) and len(said) == 3:
        low, likely, high = (number(key, one, file) for one in said)
        if not low <= likely <= high:
            raise RangeBackwards(file=file, key=key, said=told(said))
        return Range(low, likely, high)
    if isinstance(said, list):
        raise RangeBackwards(file=file, key=key, said=told(said))
    exact = number(key, said, file)
    return Range(exact, exact, exact)


def number(key: str, said: Any, file: str) -> float:
    """A finite number within the key's bounds."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise NotANumber(file=file, key=key, said=told(said))
    low, high = BOUNDS[key]
    within = abs(said) <= MOST_MONEY and isfinite(said)
    if key == "r" and not (within and said > -1):
        raise RateImpossible(said=told(said))
    if key == "H" and not (within and said == round(said) and low <= said <= high):
        raise YearsOutOfRange(said=told(said), most=MOST_YEARS)
    if not within or not low <= said <= high:
        raise ValueOutOfRange(file=file, key=key, said=told(said), low=f"{low:g}", high=f"{high:g}")
    return float(said)


def told(said: Any) -> str:
    """A value as it was written, cut to what a sentence carries."""
    return json.dumps(said, ensure_ascii=False)[:60]


def _standing(document: Document, file: str) -> Standing:
    known = {key: number(key, document[key], file) for key in BESIDE[:3] if document.get(key) is not None}
    return Standing(known.get("spent", 0.0), known.get("remaining_capex"), known.get("salvage", 0.0))


def _pilot(document: Document, file: str) -> Pilot:
    said = document.get("pilot") or {}
    if not isinstance(said, dict):
        raise NotANumber(file=file, key="pilot", said=told(said))
    usual, found = Pilot(), {}
    for name in ("share", "training", "noise"):
        value = said.get(name, getattr(usual, name))
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueOutOfRange(file=file, key=f"pilot.{name}", said=told(value), low="0", high="1")
        found[name] = float(value)
    return Pilot(found["share"], found["training"], max(found["noise"], 1e-6))


def _instalments(said: dict[str, Any], file: str) -> dict[str, Any]:
    """I by date as the whole and its parts: years from the first day on, share."""
    days: dict[date, float] = {}
    for day, amount in said.items():
        try:
            days[date.fromisoformat(day)] = number("I", amount, file)
        except ValueError:
            raise NoInstalment(file=file, key="I", said=told({day: amount})) from None
    whole, first = sum(days.values()), min(days, default=None)
    if first is None or whole <= 0:
        raise NoInstalment(file=file, key="I", said=told(said))
    parts = tuple(((day - first).days / 365, amount / whole) for day, amount in sorted(days.items()))
    return {"investment": whole, "instalments": parts}


def _flows_asked(document: Document, file: str, unknown: tuple[str, ...]) -> Asked:
    if "r" not in document:
        raise ProgrammeLacks(file=file, keys="r")
    rate = number("r", document["r"], file)
    flows, first = flows_said(document["flows"])
    as_of = 0.0
    if document.get("as_of") is not None:
        if first is None or (day := _day(document["as_of"])) is None:
            raise FlowNotRead(said=told(document["as_of"]))
        as_of = (day - first).days / 365
    return Asked(rate, None, _standing(document, file), flows=tuple(flows), as_of_years=as_of, unknown=unknown)


def flows_said(said: Any) -> tuple[list[Flow], date | None]:
    """Amounts a year apart, or [day, amount] each; the first day where there are days. Raises FlowNotRead, FewFlows."""
    if not isinstance(said, list) or len(said) < 2:
        raise FewFlows(flows=len(said) if isinstance(said, list) else 1)
    if len(said) > MOST_FLOWS:
        raise ManyFlows(flows=len(said), most=MOST_FLOWS)
    if all(_is_amount(one) for one in said):
        return yearly([float(one) for one in said]), None
    pairs: list[tuple[date, float]] = []
    for one in said:
        day = _day(one[0]) if isinstance(one, list) and len(one) == 2 else None
        if day is None or not _is_amount(one[1]):
            raise FlowNotRead(said=told(one))
        pairs.append((day, float(one[1])))
    pairs.sort(key=lambda pair: pair[0])
    return dated([amount for _, amount in pairs], [day for day, _ in pairs]), pairs[0][0]


def _is_amount(said: Any) -> bool:
    return not isinstance(said, bool) and isinstance(said, int | float) and abs(said) <= MOST_MONEY


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
