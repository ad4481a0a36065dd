"""How a buyer's clock looks on a page: the time there, the city, and open or why not, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext

from tradewind.desk import clocks
from tradewind.desk.clock_told import OPEN, WHY_CLOSED, city, face_of, holiday_name
from tradewind.desk.clocks import BuyersClock
from tradewind.desk.models import Customer
from tradewind.errors import NeverOpens
from tradewind.web.numbers import reader


@dataclass(frozen=True)
class Shown:
    """A clock in words. `opens` is None while it is open."""

    at: datetime
    local: str
    day: str
    city: str
    state: str
    is_open: bool
    is_certain: bool
    opens: str | None


def attach(buyers: Sequence[Customer]) -> None:
    """Give each buyer what its clock shows now as `clock`; None where nothing tells its zone. One query for all."""
    now, known = timezone.now(), clocks.clocks_of(buyers)
    for buyer in buyers:
        buyer.clock = shown(known[buyer.pk], now)  # type: ignore[attr-defined]


def shown(buyers: BuyersClock, now: datetime) -> Shown | None:
    """What the clock shows at the moment `now`."""
    if buyers.clock is None:
        return None
    try:
        face = face_of(buyers.clock, now)
    except NeverOpens:
        return None
    holiday = holiday_name(face.closed.holiday, reader().language) if face.closed and face.closed.holiday else ""
    state = gettext(WHY_CLOSED[face.closed.code]).format(holiday=holiday) if face.closed else gettext(OPEN)
    return Shown(
        at=face.local,
        local=f"{face.local:%H:%M}",
        day=_weekday(face.local),
        city=city(face.zone, str(reader())),
        state=state,
        is_open=face.closed is None,
        is_certain=buyers.found.is_certain,
        opens=f"{_weekday(face.opens)} {face.opens:%H:%M}" if face.closed else None,
    )


def holiday(one: Any) -> str:
    """The name of a `Holiday` in the reader's language, as far as we know it."""
    return holiday_name(one, reader().language)


def _weekday(day: date) -> str:
    return format_date(day, "EEE", locale=reader())
