"""`tradewind retention ripple`: what does a rise of churn set off, and what does waiting cost?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import as_options, reading_options
from tradewind.cli.words import say
from tradewind.errors import DeskEmpty, NotComputed, NothingOrdered

EVERY_MONTH, EVERY_QUARTER, EVERY_YEAR = 1, 3, 12
SHORT, LONG = 12, 60


@click.command()
@click.option("--orders", type=click.Path(path_type=Path), help="An order file, to learn from and to price with.")
@click.option("--own", is_flag=True, help="Learn from the desk's own history, and price with it.")
@click.option("--churn", metavar="BEFORE:AFTER", default="0.18:0.23", show_default=True, help="Two yearly shares.")
@click.option("--months", metavar="NUMBER", default="36", show_default=True, help="How far to look ahead, 1 to 600.")
@click.option("--feedback", metavar="NUMBER", help="How strongly slow service drives churn, 0 to 3 (default: 0.3).")
@click.option("--stop", metavar="MONTH", help="The month from which the cause is gone again.")
@reading_options
@JSON
def ripple(
    orders: Path | None,
    own: bool,
    churn: str,
    months: str,
    feedback: str | None,
    stop: str | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """What a rise of churn sets off in orders and response, and what waiting costs."""
    from tradewind.findings.ripple import asked
    from tradewind.findings.ripple import ripple as found

    asking = asked(churn, months, feedback, stop)
    document = found(asking, *_of_file(orders, reading)) if orders else found(asking, *_of_desk() if own else ())
    print_json(document) if as_json else _print(document)


def _of_file(orders: Path, reading: dict[str, Any]) -> tuple[Any, Any]:
    """What a year's orders in a file come to, and what its history says."""
    from tradewind.findings import Findings, default_today
    from tradewind.findings.files import currency_of, ledger_of_file
    from tradewind.findings.ripple import Money

    ledger = ledger_of_file(orders, **as_options(**reading))
    day = default_today(ledger)
    if day is None:
        raise NothingOrdered(file=orders.name)
    history = Findings(ledger, day).retention.own_ripple()
    return Money(history["yearly_amount"], currency_of(ledger)), history


def _of_desk() -> tuple[Any, Any]:
    """What the desk has stored of a year's orders and of its history."""
    owner = open_desk()
    from tradewind.desk.retention import has_orders
    from tradewind.desk.ripple import own_history

    money, history = own_history(owner)
    if history is None:
        raise NotComputed if has_orders() else DeskEmpty
    return money, history


def _print(document: dict[str, Any]) -> None:
    churn = document["churn"]
    click.echo(
        say(
            "Churn from {before} to {after} a year. Levels are relative to 1 before the change.",
            before=f"{churn['before']:.1%}", after=f"{churn['after']:.1%}",
        )
    )  # fmt: skip
    headings = [say(one) for one in ("Month", "Churn", "Customers", "Orders", "Response")]
    last = len(document["months"])
    step = EVERY_MONTH if last <= SHORT else EVERY_QUARTER if last <= LONG else EVERY_YEAR
    shown = [one for one in document["months"] if one["month"] in (1, last) or one["month"] % step == 0]
    print_table(headings, [_row(one) for one in shown])
    if document["stop"]:
        _print_stop(document)
    _print_words(document, last)


def _row(month: dict[str, Any]) -> tuple[object, ...]:
    return (
        month["month"],
        _share(month["churn"]),
        *(_level(month[name]) for name in ("customers", "orders", "response")),
    )


def _share(share: float) -> str:
    return f"{share:.1%}" if share < 10 else "> 1,000 %"


def _level(level: float) -> str:
    return f"{level:.3f}" if level < 1000 else "> 1,000"


def _print_stop(document: dict[str, Any]) -> None:
    stop = document["stop"]
    end = stop["months"][-1]
    click.echo(
        say(
            "Stopped in month {month}: orders end at {orders}, and {saved} of a year's orders are saved.",
            month=stop["month"], orders=_level(end["orders"]), saved=f"{stop['years_of_orders_saved']:.1%}",
        )
    )  # fmt: skip


def _print_words(document: dict[str, Any], last: int) -> None:
    gain, phi = document["loop_gain"], document["parameters"]["phi"]
    words = [say("Loop gain {gain}: each turn of the loop is weaker than the last.", gain=f"{gain:.2f}")]
    if document["runaway"]:
        words = [say("Loop gain {gain}: a runaway. Each turn is stronger than the last.", gain=f"{gain:.2f}")]
    if document["collapses_in"]:
        words.append(say("In month {month} no orders are left.", month=document["collapses_in"]))
    if document["waiting"]:
        words.append(
            say(
                "Waiting for one month costs {cost} of a year's orders by month {last}.",
                cost=f"{document['waiting'][0]['years_of_orders_a_month']:.1%}", last=last,
            )
        )  # fmt: skip
    band = document["bands"]["orders"]
    words += [
        say(
            "Companies within the article's ranges have orders of {p50} in month {last} ({p5}–{p95}, 90 %).",
            last=last, **{name: f"{value:.3f}" for name, value in band.items()},
        ),
        say("Fitted to one published case, primary source not given: an association, no proof."),
        say("The strength of feedback, {phi} here, is in no published figure; try others.", phi=f"{phi:g}"),
    ]  # fmt: skip
    for one in [*words, *_own_words(document["own"])]:
        click.echo(one)


def _own_words(own: dict[str, Any] | None) -> list[str]:
    """How much own history counts, and what it lacks."""
    if own is None:
        return []
    weights = {name: f"{weight:.0%}" for name, weight in own["weights"].items()}
    words = [say("Own history counts {psi} in orders, {sf} in response, {phi} in feedback.", **weights)]
    lacking = {
        "few_months": say("Too thin: {months} months of history; 24 are needed.", months=own["months"]),
        "few_segments": say(
            "Too thin: {segments} countries, tiers or reps with 30 active buyers; 6 are needed.",
            segments=own["segments"],
        ),
        "no_ship_dates": say(
            "Too thin: fewer than half of the months have ship dates, which response and feedback need."
        ),
        "churn_too_noisy": say(
            "Too thin for feedback: most of the movement of churn is chance, as the groups are small."
        ),
    }
    return words + [lacking[code] for code in own["missing"]]
