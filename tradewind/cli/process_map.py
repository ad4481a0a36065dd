"""`tradewind process map` and `process compare`: what really happens in an event log, and what a change changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.process_log import comparison_of_desk, comparison_of_file, map_of_desk, map_of_file
from tradewind.cli.words import say

C = TypeVar("C", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])
BETWEEN = ">"
DATES = ("auto", "dmy", "mdy", "ymd")
SHOWN = 20
PATHS = 0.8
DAY_S, HOUR_S, MINUTE_S = 86400, 3600, 60


def log_options(command: C) -> C:
    """Add what a person can say about an event log to a command."""
    several: dict[str, Any] = {"multiple": True, "metavar": "ACTIVITY"}
    options = (
        click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column holds."),
        click.option("--sheet", help="The sheet of a workbook to read."),
        click.option("--dates", type=click.Choice(DATES), default="auto", help="Order of day, month and year."),
        click.option("--office", "zone", metavar="ZONE", help="Count business hours, e.g. Asia/Shanghai."),
        click.option("--country", default="", help="Whose weekend and holidays hold there, e.g. CN."),
        click.option("--hours", default="09:00-18:00", show_default=True, help="When that office is open."),
        click.option("--closing", help="An activity that ends a case (default: learnt).", **several),
        click.option("--late", help="An activity that tells of a late shipment.", **several),
        click.option("--complaint", help="One that tells of a complaint.", **several),
        click.option("--cancellation", help="One that tells of a cancellation.", **several),
        click.option("--today", type=DAY, help="Look from the end of this day (default: the last event)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("map")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--standard", metavar="A>B>C", help="The drawn standard way, to hold the cases against.")
@click.option("--svg", type=click.Path(path_type=Path), help="Draw the map into this file.")
@click.option(
    "--paths",
    type=click.FloatRange(0, 1),
    default=PATHS,
    show_default=True,
    help="Share of all steps to draw; rare ones go first.",
)
@log_options
@JSON
def process_map(
    file: Path | None, standard: str | None, svg: Path | None, paths: float, as_json: bool, **asked: Any
) -> None:
    """What really happens in an event log FILE, or on the desk: steps, lengths, ways, rework, where cases stand."""
    way = tuple(step.strip() for step in standard.split(BETWEEN)) if standard else ()
    document = map_of_file(file, way, asked) if file else map_of_desk(way, asked)
    if svg:
        _draw(document, paths, svg)
    _warn(document["problems"])
    print_json(document) if as_json else _print_map(document)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--at", "change", type=DAY, required=True, help="The first day after the change.")
@log_options
@JSON
def compare(file: Path | None, change: datetime, as_json: bool, **asked: Any) -> None:
    """Lengths, rework and troubles before and after a change, in FILE or on the desk, kinds held constant."""
    document = comparison_of_file(file, change.date(), asked) if file else comparison_of_desk(change.date(), asked)
    print_json(document) if as_json else _print_comparison(document)


def _draw(document: dict[str, Any], paths: float, to: Path) -> None:
    from tradewind.findings.files import write_text
    from tradewind.findings.process_drawing import drawn_map

    title = say("Process map: {cases:,} cases, {shown:.0%} of all steps", cases=document["cases"], shown=paths)
    write_text(drawn_map(document["dfg"], document["begins"], paths, title), to)


def _warn(problems: list[dict[str, Any]]) -> None:
    for one in problems:
        click.echo(_sentence(one), err=True)


def _sentence(one: dict[str, Any]) -> str:
    """A problem of a log in the reader's language."""
    sentences = {
        "strange_times": lambda: say(
            "{events:,} events in {cases:,} cases lie at times that cannot be, {first} to {last}; "
            "they are counted as they are.",
            **one,
        ),
        "no_resource": lambda: say("{events:,} events name nobody who did them; they count as __NONE__.", **one),
        "left_out": lambda: say("{events:,} events without a case, an activity or a time were left out.", **one),
        "long_case": lambda: say(
            "The case {case_id} has {events:,} events; look whether the right column is the case.", **one
        ),
        "no_flow": lambda: say(
            "No case has two events, so nothing follows anything; look whether the right column is the case."
        ),
        "days_only": lambda: say("The times are whole days, so nothing is known of what took less."),
    }
    return sentences[one["code"]]()


def lasted(seconds: float | None) -> str:
    """A length for a person."""
    if seconds is None:
        return "–"
    size = abs(seconds)
    if size >= DAY_S:
        return say("{n} d", n=f"{seconds / DAY_S:,.1f}")
    if size >= HOUR_S:
        return say("{n} h", n=f"{seconds / HOUR_S:.1f}")
    return say("{n} min", n=f"{seconds / MINUTE_S:.1f}") if size >= MINUTE_S else say("{n} s", n=f"{seconds:.0f}")


def _print_map(document: dict[str, Any]) -> None:
    click.echo(
        say(
            "{cases:,} cases, {events:,} events, {activities:,} activities, {variants:,} ways; a case takes {median} "
            "(median).",
            median=lasted(document["median_case_s"]),
            **{name: document[name] for name in ("cases", "events", "activities", "variants")},
        )
    )
    headings = [say(one) for one in ("From", "To", "Times", "Median", "Mean")]
    rows = [
        (one["from"], one["to"], one["count"], lasted(one["median_s"]), lasted(one["mean_s"]))
        for one in document["dfg"][:SHOWN]
    ]
    print_table(headings, rows)
    if (more := len(document["dfg"]) - SHOWN) > 0:
        click.echo(say("… and {more:,} more; --json lists them all.", more=more))
    _print_troubles(document["risk"])
    if document["standing"]:
        headings = [say(one) for one in ("Stands at", "Cases", "Waited", "Will still take")]
        stands = [
            (one["activity"], one["cases"], lasted(one["waited_median_s"]), lasted(one["remaining_median_s"]))
            for one in document["standing"][:SHOWN]
        ]
        print_table(headings, stands)
    if standard := document["conformance"]:
        click.echo(
            say(
                "{fitting:,} of {cases:,} cases go the standard way exactly; fitness {fit}.",
                fitting=standard["fitting"], cases=standard["cases"], fit=f"{standard['fitness']:.1%}",
            )
        )  # fmt: skip


def _print_troubles(risk: dict[str, Any]) -> None:
    names = {
        "rework": say("Rework"), "late": say("Late shipment"),
        "complaint": say("Complaint"), "cancellation": say("Cancellation"),
    }  # fmt: skip
    found = [(name, risk[kind]) for kind, name in names.items() if risk[kind]]
    rows = [(name, one["cases"], f"{one['share']:.1%}", f"{one['low']:.1%}–{one['high']:.1%}") for name, one in found]
    print_table([say(one) for one in ("Trouble", "Cases", "Share", "95 % interval")], rows)


def _print_comparison(document: dict[str, Any]) -> None:
    cases = document["cases"]
    click.echo(
        say("{before:,} cases before {day}, {after:,} from it on; cases of one kind against their like.",
            before=cases["before"], after=cases["after"], day=document["change_on"])
    )  # fmt: skip
    verdicts = {"better": say("better"), "worse": say("worse"), "not_proven": say("not proven"), None: "–"}
    names = {
        "median_case_s": say("Length of a case"), "rework_share": say("Rework"), "late_share": say("Late shipment"),
        "complaint_share": say("Complaint"), "cancellation_share": say("Cancellation"), "any_share": say("Any trouble"),
        "cost_per_case": say("Cost per case"),
    }  # fmt: skip
    rows = []
    for name, one in document["figures"].items():
        told = [_figure(name, one[part]) for part in ("before", "after", "low", "high")]
        rows.append((names[name], told[0], told[1], f"{told[2]} … {told[3]}", verdicts[one["verdict"]]))
    print_table([say(head) for head in ("Figure", "Before", "After", "Difference, 95 %", "Verdict")], rows)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name.endswith("_s"):
        return lasted(value)
    return f"{value:.1%}" if name.endswith("_share") else f"{value:,.2f}"
