"""`tradewind today`: whom to contact now and why, what is done, who has no next step."""

from __future__ import annotations

from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say
from tradewind.errors import NoSuchPerson


@click.command()
@click.option("--rep", metavar="NAME", help="User name of whose day it is (default: the desk's owner, the whole team).")
@JSON
def today(rep: str | None, as_json: bool) -> None:
    """A rep's day: what is due and who is at risk, the most urgent money first."""
    me = open_desk()
    from tradewind.desk.day_told import day_document
    from tradewind.desk.models import Person

    person = Person.objects.filter(username=rep, is_active=True).first() if rep else me
    if person is None:
        raise NoSuchPerson(person=rep)
    document = day_document(person, "mine" if rep else "")
    if as_json:
        print_json(document)
    else:
        _print_day(document)


def _print_day(document: dict[str, Any]) -> None:
    click.echo(
        say(
            "{today}: {overdue:,} overdue, {due:,} due today, {done:,} done today, {money} at risk.",
            today=document["today"], overdue=document["overdue"], due=document["due_today"],
            done=document["done_today"], money=f"{document['money_at_risk']:,.0f}",
        )
    )  # fmt: skip
    rows = [
        (
            one["name"], one["owner"], one["step"] and one["step"]["due_on"], one["step"] and one["step"]["what"],
            round(one["money_at_risk"]),
        )
        for one in document["queue"]
    ]  # fmt: skip
    if rows:
        print_table([say(heading) for heading in ("Buyer", "Owner", "Due", "Next step", "Money at risk")], rows)
