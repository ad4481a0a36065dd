"""`tradewind messages read`: conversations in whatever form, as one JSON object a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.words import say
from tradewind.errors import TradewindError

if TYPE_CHECKING:
    from tradewind.findings.conversations import Told

DATES = ("auto", "dmy", "mdy", "ymd", "ydm")


@click.group()
def messages() -> None:
    """What was said to buyers, on WhatsApp, WeChat, by mail and elsewhere."""


@messages.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--dates", type=click.Choice(DATES), default="auto", help="Order of day, month and year in dates.")
@click.option("--timezone", metavar="ZONE", help="Zone of the clock that times without one were written by.")
@click.option("--summary", is_flag=True, help="End with what was read, as JSON on standard error.")
def read(paths: tuple[Path, ...], dates: str, timezone: str | None, summary: bool) -> None:
    """The messages in exported chats, mails and mailboxes, as one JSON object a line. Nothing is stored."""
    from tradewind.findings.conversations import Told

    every: list[Told] = []
    try:
        for path in paths:
            every.append(Told(path, dates, timezone, ask=_asked_date_order if sys.stdin.isatty() else None))
            for lines in every[-1].json_lines():
                sys.stdout.buffer.write(lines.encode("utf-8", "replace"))
    except TradewindError as error:
        if not summary:
            raise
        click.echo(say(error.message, **error.facts), err=True)
        _print_summary(every)
        raise click.exceptions.Exit(error.exit_status) from error
    if summary:
        _print_summary(every)


def _asked_date_order(**facts: object) -> str:
    question = say('{file}, line {row:,}: is "{value}" {first} ({one}) or {second} ({other})?', **facts)
    return str(click.prompt(question, type=click.Choice([str(facts["one"]), str(facts["other"])]), err=True))


def _print_summary(every: list[Told]) -> None:
    summaries = [told.summary() for told in every]
    document: dict[str, Any] = {
        "format": " + ".join(dict.fromkeys(one["format"] for one in summaries)) or None,
        "messages": sum(one["messages"] for one in summaries),
        "rejected": [line for one in summaries for line in one["rejected"]],
        "ambiguous": any(one["ambiguous"] for one in summaries),
    }
    left_out = sum(one.get("rejected_left_out", 0) for one in summaries)
    told = {**document, "rejected_left_out": left_out} if left_out else document
    click.echo(json.dumps(told, ensure_ascii=False), err=True)
