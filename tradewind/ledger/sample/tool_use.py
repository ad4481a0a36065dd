"""Who used the tool when, for what: rolled out once, taken up rep by rep, by two of them never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from tradewind.ledger.sample.holidays import team_rests
from tradewind.ledger.sample.hours import CHINA_MIN
from tradewind.ledger.sample.people import REPS, SamplePerson
from tradewind.ledger.sample.truth import TOOL, used_to

Row = tuple[Any, ...]  # as ledger.schema.USAGE
# Module, action, whether the work is done with it, share of all actions.
ACTIONS = (
    ("collect", "log_message", True, 30), ("collect", "add_contact", True, 6), ("collect", "import_file", True, 3),
    ("collect", "open_buyer", False, 22), ("remind", "open_list", False, 12), ("remind", "close_follow_up", True, 13),
    ("remind", "snooze", True, 4), ("analyse", "open_report", False, 7), ("analyse", "compare_buyers", True, 2),
    ("analyse", "export_report", True, 1),
)  # fmt: skip


def sample_usage(today: date, seed: int, work: float = 1.0) -> Iterator[Row]:
    """Actions as rows of ledger.schema.USAGE, up to yesterday, rep after rep.

    work   how much there is to do with it, against a rep of 50 buyers
    """
    for rep in REPS:
        random = Random(f"{seed}/usage/{rep.username}")  # noqa: S311
        for on, actions in _days(rep, today, random, work):
            yield from _day(rep, on, actions, random)


def _days(rep: SamplePerson, today: date, random: Random, work: float) -> Iterator[tuple[date, int]]:
    """The days on which the rep opened the tool, and how many actions that was."""
    since = rep.tool_since(today)
    if since is None:
        return
    for ahead in range((today - since).days):
        on = since + timedelta(days=ahead)
        if team_rests(on) or (on.weekday() == 5 and random.random() < 0.8):
            continue
        usual = work * rep.a_day * (0.45 + 0.55 * used_to(since, on))
        if random.random() < min(0.97, 0.45 + rep.a_day / 60):
            yield on, max(1, round(random.gammavariate(4.0, usual / 4.0)))


def _day(rep: SamplePerson, on: date, actions: int, random: Random) -> Iterator[Row]:
    begins = datetime.combine(on, time(8, 45)) - timedelta(minutes=CHINA_MIN)
    seconds = sorted(random.sample(range(9 * 3600), actions))
    chosen = random.choices(ACTIONS, [share for *_, share in ACTIONS], k=actions)
    for second, (module, action, core, _) in zip(seconds, chosen, strict=True):
        yield rep.username, begins + timedelta(seconds=second), TOOL, module, action, core
