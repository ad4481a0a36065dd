"""The options of every command that reads a file, and the questions that a terminal may answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from tradewind.cli.words import say

C = TypeVar("C", bound=Callable[..., Any])
DATES = ("auto", "dmy", "mdy", "ymd")


def reading_options(command: C) -> C:
    """Add --dates, --skip-bad-rows, --currency, --sheet and --column to a command."""
    options = (
        click.option(
            "--dates", type=click.Choice(DATES), default="auto", help="Order of day, month and year in dates."
        ),
        click.option("--skip-bad-rows", is_flag=True, help="Leave out rows with a cell that cannot be read."),
        click.option("--currency", metavar="ISO", help="Currency of amounts that name none, e.g. USD."),
        click.option("--sheet", help="The sheet of a workbook to read."),
        click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column holds."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def as_options(
    dates: str, skip_bad_rows: bool, currency: str | None, sheet: str | None, columns: tuple[str, ...]
) -> dict[str, Any]:
    """The command line's options as those of collect."""
    pairs = dict(pair.rpartition("=")[::2] for pair in columns)
    currency = currency.upper() if currency else None
    return {"dates": dates, "skip_bad_rows": skip_bad_rows, "currency": currency, "sheet": sheet, "headings": pairs}


def ask_date_order(**facts: object) -> str:
    """Ask at the terminal which order of dates the file has."""
    click.echo(say("{file}: column {column} has dates such as {example}. Is that {dmy} or {mdy}?", **facts), err=True)
    return str(click.prompt(say("Order of dates"), type=click.Choice(DATES[1:]), err=True))
