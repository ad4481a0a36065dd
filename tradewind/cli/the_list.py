"""The warning list as a terminal shows it: its sum, its first buyers, and what it was made with."""

from __future__ import annotations

from typing import Any

import click

from tradewind.cli.printing import print_table
from tradewind.cli.reasons import reason_in_words
from tradewind.cli.words import say
from tradewind.desk.reasons import MEMBERS, WEIGHTS

SHOWN = 20
SHOWN_WEIGHT = 0.005


def print_watch(document: dict[str, Any]) -> None:
    """The list of a document of `watch`."""
    listed = [buyer for buyer in document["buyers"] if buyer["on_list"]]
    money = sum(buyer["money_at_risk"] for buyer in listed)
    about = {"buyers": len(document["buyers"]), "named": len(listed), "money": money}
    print_first(listed[:SHOWN], today=document["today"], horizon_days=document["horizon_days"], **about)
    print_how(document["parameters"])


def print_first(
    listed: list[dict[str, Any]], today: str, horizon_days: int, buyers: int, named: int, money: float, **_more: object
) -> None:
    """The sum of the list in a sentence, and its first buyers in a table."""
    click.echo(
        say(
            "As of {today}: {named:,} of {buyers:,} buyers are at risk, with {money} at risk in {horizon} days.",
            today=today, named=named, buyers=buyers, money=f"{money:,.0f}", horizon=horizon_days,
        )
    )  # fmt: skip
    headings = ("Buyer", "Last order", "Silent", "Cycle", "No order", "Money at risk", "Why")
    rows = [
        (
            buyer["name"], buyer["last_ordered_on"], buyer["silent_days"], buyer["cycle_days"],
            f"{buyer['p_no_order']:.0%}", round(buyer["money_at_risk"]), reason_in_words(buyer["reasons"][0]),
        )
        for buyer in listed
    ]  # fmt: skip
    print_table([say(heading) for heading in headings], rows)
    if named > len(listed):
        click.echo(say("… and {more:,} more; --json lists them all.", more=named - len(listed)))


def print_how(made: dict[str, Any]) -> None:
    """What the list was made with, in two lines."""
    if "early_warning" not in made:  # stored by an earlier version
        return
    early, chosen = made["early_warning"], made["chosen"]
    if early["by"] == "rule":
        click.echo(say("By the rule: the history is too short for the early warning."))
    else:
        click.echo(
            say(
                "By the early warning, within {budget} false alarms; {reached} were reached since {first}.",
                budget=f"{early['budget']:.0%}", reached=f"{early['reached']:.1%}", first=early["from_on"],
            )
        )  # fmt: skip
    weights = sorted(chosen["weights"].items(), key=lambda one: -one[1])
    told = ", ".join(f"{say(MEMBERS[name])} {weight:.0%}" for name, weight in weights if weight >= SHOWN_WEIGHT)
    click.echo(
        say("The chance of no order is a blend: {members}; {why}.", members=told, why=say(WEIGHTS[chosen["why"]]))
    )
