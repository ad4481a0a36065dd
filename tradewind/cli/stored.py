"""`tradewind retention kept`, `cohorts`, `efforts`, `signals`: what the desk has stored, as documents and as tables."""

from __future__ import annotations

from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say
from tradewind.desk.reasons import SIGNAL_NAMES
from tradewind.errors import DeskEmpty, NotComputed


@click.command()
@JSON
def kept(as_json: bool) -> None:
    """Were the warnings right that were stored at the time, month by month, never recomputed?"""
    document = stored("kept_record")
    headings = ("Month", "Warned", "Right", "False", "After a contact", "Not over yet", "Precision", "Left", "Recall")
    names = ("warned", "right", "false_alarms", "saved", "pending", "precision", "left", "recall")
    rows = [(one["month"][:7], *(one[name] for name in names)) for one in document["months"]]
    shown(document, as_json, headings, [*rows, (say("All"), *(document["total"][name] for name in names))])


@click.command()
@JSON
def cohorts(as_json: bool) -> None:
    """The share of each quarter's new buyers who ordered in the quarters after it."""
    document = stored("cohorts")
    longest = max((len(one["shares"]) for one in document["cohorts"]), default=0)
    headings = ("Began", "Buyers", *(f"+{n}" for n in range(longest)))
    rows = [
        (one["cohort"], one["buyers"], *one["shares"], *[None] * (longest - len(one["shares"])))
        for one in document["cohorts"]
    ]
    shown(document, as_json, headings, rows)


@click.command()
@JSON
def efforts(as_json: bool) -> None:
    """What goes to new and to old buyers, beside what each order."""
    document = stored("new_or_old")
    headings = ("Buyers who", "Buyers", "Follow-ups", "Messages", "Cost", "Order days", "Ordered")
    names = ("buyers", "follow_ups", "messages", "cost", "orders", "amount")
    words = {True: "began within a year", False: "began before that"}
    rows = [(say(words[one["is_new"]]), *(one[name] for name in names)) for one in document["groups"]]
    shown(document, as_json, headings, rows)


@click.command()
@JSON
def signals(as_json: bool) -> None:
    """What messages, ratings, late shipments and cancellations add to the chance of silence."""
    document = stored("signals")
    headings = ("Signal", "Known", "Cases", "Log-loss saved", "95% interval", "Verdict")
    rows = [
        (
            say(SIGNAL_NAMES[one["signal"]]), f"{one['known']:.0%}", one["cases"], f"{one['gain']:.4f}",
            f"{one['low']:.4f} – {one['high']:.4f}", say(verdict(one)),
        )
        for one in document["signals"]
    ]  # fmt: skip
    shown(document, as_json, headings, rows)


def verdict(one: dict[str, Any]) -> str:
    """Whether the interval lies on one side of nothing."""
    if one["proven"]:
        return "helps"
    return "makes it worse" if one["high"] < 0 else "nothing proven"


def stored(name: str) -> Any:
    """A stored sum over the whole desk. Raises DeskEmpty, NotComputed."""
    owner = open_desk()
    from tradewind.desk.retention import current_run, has_orders, scope_finding

    run = current_run()
    found = scope_finding(owner, run, name) if run else None
    if found is None:
        raise NotComputed if run or has_orders() else DeskEmpty
    return found


def shown(document: Any, as_json: bool, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """The document as it is stored, or its rows as a table."""
    if as_json:
        print_json(document)
    else:
        print_table([say(heading) for heading in headings], rows)
