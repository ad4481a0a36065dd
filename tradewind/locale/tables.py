"""Strings that stand in tables of data: the messages of errors, and what the codes of findings say."""

from __future__ import annotations

from collections.abc import Iterator

from tradewind.cli.attention import CHANGED, MEASURES, RANKERS, REGIONS
from tradewind.cli.backtest import METHODS
from tradewind.desk import clock_told, reasons
from tradewind.desk.backup.steps import STEPS
from tradewind.desk.problems import LINES, PROBLEMS
from tradewind.errors import TradewindError


def told_by_tables() -> Iterator[tuple[str, str]]:
    """(where, msgid) of each."""
    for kind in _kinds(TradewindError):
        yield "tradewind/errors.py", kind.message
    for table in reasons.TABLES:
        for text in table.values():
            yield "tradewind/desk/reasons.py", text
    for text in (*clock_told.WHY_CLOSED.values(), *clock_told.SOURCES.values(), clock_told.OPEN):
        yield "tradewind/desk/clock_told.py", text
    for text in (PROBLEMS | LINES).values():
        yield "tradewind/desk/problems.py", text
    for table in (RANKERS, REGIONS, CHANGED, MEASURES):
        for text in table.values():
            yield "tradewind/cli/attention.py", text
    for text in METHODS.values():
        yield "tradewind/cli/backtest.py", text
    for text in STEPS.values():
        yield "tradewind/desk/backup/steps.py", text


def _kinds(root: type[TradewindError]) -> Iterator[type[TradewindError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)
