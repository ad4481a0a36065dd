"""`tradewind remind today`, `tradewind remind dry-run`: whom the rules name, on the desk or on a file of orders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import reading_options
from tradewind.cli.retention import ORDERS, TODAY, anew
from tradewind.cli.words import in_words, language, say
from tradewind.errors import NoSuchPerson

SHOWN = 30
RULES = click.option("--rules", type=click.Path(path_type=Path), help="A file with rules, as JSON (docs/api.md).")


@click.command("today")
@click.option("--rep", metavar="NAME", help="User name of whose reminders (default: the whole team's).")
@ORDERS
@TODAY
@RULES
@reading_options
@JSON
def remind_today(
    rep: str | None, orders: Path | None, today: datetime | None, rules: Path | None, as_json: bool, **reading: Any
) -> None:
    """Whom to contact today and why, one entry per buyer, the most urgent money first."""
    document = _of_file(orders, today, rules, reading) if orders else _of_desk(rep)
    if as_json:
        print_json(document)
        return
    waiting = sum(one["is_waiting"] for one in document["reminders"])
    summary = say("{today}: {due:,} reminders, {waiting:,} of them beyond the day's work.", today=document["today"],
                  due=len(document["reminders"]), waiting=waiting)  # fmt: skip
    click.echo(summary)
    _table(document["reminders"])


@click.command("dry-run")
@RULES
@JSON
def dry_run(rules: Path | None, as_json: bool) -> None:
    """What the rules in force, or those of a file, would remind of tonight; nothing is written."""
    me = open_desk()
    from tradewind.desk.jobs.dry_run import dry_run as tried
    from tradewind.desk.reminder_rules import rules_in_force, told_to
    from tradewind.findings.remind_files import rules_of_file

    document = told_to(me, tried(rules_of_file(rules) if rules else rules_in_force())) or {}
    if as_json:
        print_json(document)
        return
    click.echo(
        say(
            "{day}: {new:,} new reminders, {waiting:,} of them beyond the day's work; by the rules in force {now:,}.",
            day=document["day"], new=document["reminders"], waiting=document["waiting"],
            now=document["in_force"]["reminders"],
        )
    )  # fmt: skip
    _table(document["first"])


def _of_file(orders: Path, today: datetime | None, rules: Path | None, reading: dict[str, Any]) -> dict[str, Any]:
    """By cadence, order dates, holidays and the early warning, as if nobody had been reminded of anything yet."""
    from tradewind.findings.remind_files import rules_of_file

    said = rules_of_file(rules)
    return anew(orders, today, reading).remind.reminders(said)


def _of_desk(rep: str | None) -> dict[str, Any]:
    me = open_desk()
    from tradewind.desk.day_told import reminders_document
    from tradewind.desk.models import Person

    person = Person.objects.filter(username=rep, is_active=True).first() if rep else me
    if person is None:
        raise NoSuchPerson(person=rep)
    return reminders_document(person, "mine" if rep else "")


def _table(rows: list[dict[str, Any]]) -> None:
    from tradewind.desk.reminder_words import sentence

    told = [
        (
            one["name"], one.get("owner"), round(one["money_at_risk"]),
            "; ".join(sentence(why, in_words, language()) for why in one["reasons"]),
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    if told:
        print_table([say(heading) for heading in ("Buyer", "Owner", "Money at risk", "Why")], told)
    if len(rows) > SHOWN:
        click.echo(say("… and {more:,} more; --json lists them all.", more=len(rows) - SHOWN))
