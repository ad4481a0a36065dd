"""Strings that stand in tables of data: the messages of errors, and what the codes of findings say."""

from __future__ import annotations

from collections.abc import Iterator

from tradewind.cli.attention import CHANGED, MEASURES, RANKERS, REGIONS
from tradewind.cli.backtest import METHODS
from tradewind.desk import clock_told, reasons, reminder_words
from tradewind.desk.backup.steps import STEPS
from tradewind.desk.problems import LINES, PROBLEMS
from tradewind.errors import TradewindError

TABLES: tuple[tuple[str, tuple[dict[str, str], ...]], ...] = (
    ("tradewind/desk/reasons.py", reasons.TABLES),
    ("tradewind/desk/reminder_words.py", reminder_words.TABLES),
    ("tradewind/desk/clock_told.py", (clock_told.WHY_CLOSED, clock_told.SOURCES, {"": clock_told.OPEN})),
    ("tradewind/desk/problems.py", (PROBLEMS, LINES)),
    ("tradewind/cli/attention.py", (RANKERS, REGIONS, CHANGED, MEASURES)),
    ("tradewind/cli/backtest.py", (METHODS,)),
    ("tradewind/desk/backup/steps.py", (STEPS,)),
)


def told_by_tables() -> Iterator[tuple[str, str]]:
    """(where, msgid) of each."""
    for kind in _kinds(TradewindError):
        yield "tradewind/errors.py", kind.message
    for place, tables in TABLES:
        for table in tables:
            yield from ((place, text) for text in table.values())


def _kinds(root: type[TradewindError]) -> Iterator[type[TradewindError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)
