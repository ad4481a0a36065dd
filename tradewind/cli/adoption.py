"""`tradewind adoption …`: do our digital tools pay? On files, without any set-up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say, to_say

FILE = click.Path(path_type=Path)
VERDICTS = {
    "gain": to_say("A gain is proven: the interval lies above 0."),
    "loss": to_say("A loss is proven: the interval lies below 0."),
    "not_proven": to_say("No gain is proven. That does not say that there is none: one of {mde} would have shown."),
}
ESTIMATES = {
    "simple": to_say("Mean over cohorts and periods"),
    "dynamic": to_say("By time since the start"),
    "group": to_say("By cohort"),
    "calendar": to_say("By period"),
    "did": to_say("Difference in differences"),
    "sc": to_say("Synthetic control"),
    "sdid": to_say("Synthetic difference in differences"),
    "its": to_say("Interrupted time series"),
    "twfe": to_say("Two-way regression (naive)"),
    "naive": to_say("After less before (naive)"),
}


@click.group()
def adoption() -> None:
    """Whether digital tools pay: what a roll-out gained, and how well people read data."""


@adoption.command()
@click.option("--panel", type=FILE, required=True, help="A table with one row per unit and period.")
@click.option("--unit", required=True, metavar="COL", help="Who: rep, team, shop.")
@click.option("--time", required=True, metavar="COL", help="The period: a number, or a month such as 2026-03.")
@click.option("--outcome", required=True, metavar="COL", help="What the tool should raise.")
@click.option("--first-treated", required=True, metavar="COL", help="First period with the tool; 0 or empty: never.")
@click.option(
    "--control", type=click.Choice(["never", "notyet"]), default="never", show_default=True, help="Whom with."
)
@click.option("--design", type=click.Choice(["cs", "sdid", "its"]), default="cs", show_default=True, help="How.")
@JSON
def gain(
    panel: Path, unit: str, time: str, outcome: str, first_treated: str, control: str, design: str, as_json: bool
) -> None:
    """What a roll-out gained, with its interval and the smallest gain that would have shown."""
    from tradewind.findings import adoption as findings

    document = findings.gain(findings.panel_file(panel, unit, time, outcome, first_treated), design, control)
    print_json(document) if as_json else _print_gain(document)


@adoption.command()
@click.option("--events", type=FILE, required=True, help="A log of what people did: who, when, tool, module, action.")
@click.option("--seats", type=click.IntRange(1), required=True, help="How many licensed seats there are.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Look from this day (default: the log's last day).")
@click.option("--country", default="", help="Whose holidays and make-up workdays hold, e.g. CN.")
@JSON
def usage(events: Path, seats: int, today: datetime | None, country: str, as_json: bool) -> None:
    """Who really uses the tools: a habit of core actions, of the licensed seats."""
    from tradewind.findings.tool_use import use_of_file

    document = use_of_file(events, seats, today.date() if today else None, country)
    print_json(document) if as_json else _print_usage(document)


@adoption.command()
@click.argument("responses", type=FILE)
@click.option("--model", type=click.Choice(["2pl", "1pl"]), default="2pl", show_default=True, help="Item model.")
@JSON
def calibrate(responses: Path, model: str, as_json: bool) -> None:
    """How hard the items of a test are, and how well they tell people apart."""
    from tradewind.findings.data_reading import calibration

    document = calibration(responses, model)
    if as_json:
        return print_json(document)
    click.echo(
        say("{people:,} people, log-likelihood {log:.3f}.", people=document["people"], log=document["log_likelihood"])
    )
    rows = [(one["item"], one["discrimination"], one["difficulty"]) for one in document["items"]]
    return print_table([say(heading) for heading in ("Item", "Discrimination", "Difficulty")], rows)


@adoption.command()
@click.argument("responses", type=FILE)
@click.option("--items", type=FILE, required=True, help="What calibrate --json printed.")
@JSON
def score(responses: Path, items: Path, as_json: bool) -> None:
    """Each person's data-reading score, 0 to 100, with its 90 % band."""
    from tradewind.findings.data_reading import scores

    document = scores(responses, items)
    if as_json:
        return print_json(document)
    names = ("answers", "theta", "sd", "score", "low", "high")
    rows = [tuple(one[name] for name in names) for one in document["people"]]
    return print_table([say(heading) for heading in ("Answers", "Ability", "SD", "Score", "From", "To")], rows)


def _print_usage(document: dict[str, Any]) -> None:
    published = document["benchmark"]
    click.echo(
        say(
            "{first} to {today}: real use {use} of {seats:,} seats, tried {tried}. Published {average} ({low}–{high}), "
            "as published, primary source not given.",
            first=document["from"], today=document["today"], seats=document["seats"],
            **{name: _share(document[key]) for name, key in (("use", "real_use"), ("tried", "tried"))},
            **{name: _share(published[name]) for name in ("average", "low", "high")},
        )
    )  # fmt: skip
    parts = [*((one["module"], one) for one in document["modules"]), *((one["tool"], one) for one in document["tools"])]
    shares = [(name, *(_share(one[key]) for key in ("real_use", "active", "tried"))) for name, one in parts]
    print_table([say(heading) for heading in ("Module or tool", "Real use", "Active", "Tried")], shares)
    people = [
        (
            one["rep"],
            one["last_used_on"],
            one["core_days"],
            one["habit_weeks"],
            say("yes") if one["is_habit"] else say("no"),
        )
        for one in document["reps"]
    ]
    print_table([say(heading) for heading in ("Person", "Last use", "Core days", "Weeks", "Habit")], people)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _print_gain(document: dict[str, Any]) -> None:
    click.echo(
        say(
            "{treated:,} of {units:,} units get the tool within {periods:,} periods.",
            treated=document["treated_units"], units=document["units"], periods=document["periods"],
        )
    )  # fmt: skip
    if document["left_out"]:
        click.echo(say("Left out, not there in every period: {units}.", units=", ".join(document["left_out"][:10])))
    headings = [say(heading) for heading in ("Estimate", "Effect", "SE", "From", "To")]
    print_table(headings, [(say(name), *_row(document[key])) for key, name in ESTIMATES.items() if key in document])
    if document["design"] == "its":
        click.echo(say("Weak evidence: one series before and after. Whatever else changed then is in it."))
    mde = document["mde"]
    click.echo(say(VERDICTS[document["verdict"]], mde="–" if mde is None else f"{mde:.4f}"))


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    return tuple("–" if one.get(key) is None else f"{one[key]:.4f}" for key in ("att", "se", "low", "high"))
