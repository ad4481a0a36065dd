"""The options of every command that reads a file, and the questions that a terminal may answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from tradewind.cli.words import say
from tradewind.desk.answers import rate_said

C = TypeVar("C", bound=Callable[..., Any])
DATES = ("auto", "dmy", "mdy", "ymd", "ydm")
DECIMALS = ("auto", "point", "comma")


def reading_options(command: C) -> C:
    """Add what a person can say about the reading of a file to a command: --dates, --skip-bad-rows, --rate …"""
    options = (
        click.option(
            "--dates", type=click.Choice(DATES), default="auto", help="Order of day, month and year in dates."
        ),
        click.option("--skip-bad-rows", is_flag=True, help="Leave out rows with a cell that cannot be read."),
        click.option("--decimal", type=click.Choice(DECIMALS), default="auto", help="Decimal sign of amounts."),
        click.option("--currency", metavar="ISO", help="Currency of amounts that name none, e.g. USD."),
        click.option("--rate", "rates", multiple=True, metavar="CUR=NUMBER", help="Its units for one of the base."),
        click.option("--without-rates", is_flag=True, help="Count orders without an exchange rate as no money."),
        click.option("--sheet", help="The sheet of a workbook to read."),
        click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column holds."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def as_options(columns: tuple[str, ...], rates: tuple[str, ...], currency: str | None, **others: Any) -> dict[str, Any]:
    """The command line's options as those of an import. Raises RateNotRead."""
    headings = dict(pair.rpartition("=")[::2] for pair in columns)
    told = dict(map(rate_said, rates))
    return {**others, "currency": currency.upper() if currency else None, "headings": headings, "rates": told}


def ask_date_order(**facts: object) -> str:
    """Ask at the terminal which order the dates of a file have; the facts are those of AmbiguousDates."""
    if "column" in facts:
        question = say('{file}, column {column}: is "{value}" {first} ({one}) or {second} ({other})?', **facts)
    else:
        question = say('{file}, line {row:,}: is "{value}" {first} ({one}) or {second} ({other})?', **facts)
    choice = click.Choice([str(facts["one"]), str(facts["other"])])
    return str(click.prompt(question, type=choice, err=True))
