"""When someone writes: the buyer by the buyer's clock, the rep by the rep's habits, never on a day of rest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from tradewind.ledger.sample.buyers import Buyer
from tradewind.ledger.sample.holidays import next_working_day, team_rests
from tradewind.ledger.sample.people import SamplePerson
from tradewind.ledger.sample.truth import TOOL_ANSWERS, used_to

CHINA_MIN = 480
OPENS, CLOSES, LATE = time(8, 45), time(18, 15), time(23, 30)
WINDOWS = (time(9, 15), time(14, 0), time(17, 15))  # when a rep with set times reads


@cache
def offset_min(zone: str, on: date) -> int:
    """Minutes by which a zone's clock is ahead of UTC at noon of a day."""
    offset = datetime.combine(on, time(12), ZoneInfo(zone)).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def buyer_writes_at(buyer: Buyer, on: date, random: Random) -> datetime:
    """A moment, naive UTC, on the buyer's next working day from `on`; one in ten writes in the evening."""
    on = next_working_day(on, buyer.market.rests, buyer.market.country)
    evening = random.random() < 0.1
    minute = random.triangular(1110, 1350, 1170) if evening else random.triangular(510, 1080, 640)
    local = datetime.combine(on, time()) + timedelta(seconds=int(minute * 60))
    return local - timedelta(minutes=offset_min(buyer.market.zone, on))


def rep_writes_at(on: date, random: Random) -> datetime:
    """A moment, naive UTC, on the team's next working day from `on`."""
    start = _opening(_working_day(on))
    return start + timedelta(seconds=random.randint(0, 8 * 3600)) - timedelta(minutes=CHINA_MIN)


def rep_answers_at(rep: SamplePerson, asked_at: datetime, random: Random, today: date, urgent: bool) -> datetime:
    """When the rep answers a message of `asked_at`, both naive UTC: in working hours, after the rep's own delay."""
    here = asked_at + timedelta(minutes=CHINA_MIN)
    faster = 1 - TOOL_ANSWERS * used_to(rep.tool_since(today), here.date())
    delay = timedelta(minutes=rep.answer_min * faster * random.lognormvariate(0.0, 0.9) * (0.5 if urgent else 1.0))
    read = _read_at(rep, here)
    answered = read + (delay if read == here else delay / 3)
    if answered > datetime.combine(read.date(), LATE):
        answered = _opening(_working_day(read.date() + timedelta(days=1))) + delay / 4
    return answered.replace(microsecond=0) - timedelta(minutes=CHINA_MIN)


def here_on(at: datetime) -> date:
    """The day in China of a moment in UTC."""
    return (at + timedelta(minutes=CHINA_MIN)).date()


def _read_at(rep: SamplePerson, here: datetime) -> datetime:
    """When the rep sees a message that comes at a moment of the China clock."""
    closes = LATE if rep.evenings else CLOSES
    if team_rests(here.date()) or here.time() >= closes:
        return _first_look(rep, _working_day(here.date() + timedelta(days=1)))
    if here.time() < OPENS:
        return _first_look(rep, here.date())
    if not rep.windows:
        return here
    later = [look for look in WINDOWS if look >= here.time()]
    if later:
        return datetime.combine(here.date(), later[0])
    return _first_look(rep, _working_day(here.date() + timedelta(days=1)))


def _first_look(rep: SamplePerson, on: date) -> datetime:
    return datetime.combine(on, WINDOWS[0]) if rep.windows else _opening(on)


def _opening(on: date) -> datetime:
    return datetime.combine(on, OPENS)


def _working_day(on: date) -> date:
    while team_rests(on):
        on += timedelta(days=1)
    return on
