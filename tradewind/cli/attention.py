"""`tradewind attention …`: when to read messages, and what may interrupt? On a file, without any set-up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say

DAY = click.DateTime(["%Y-%m-%d"])
MESSAGES = click.option(
    "--messages", type=click.Path(path_type=Path), required=True, help="A file of messages: Parquet, CSV, JSON lines."
)
TIMEZONE = click.option("--timezone", required=True, metavar="ZONE", help="The rep's zone, e.g. +08:00.")
SCORES = ("auc", "average_precision", "recall_at_10", "ece")
RANKERS = {"keywords": "Urgent words", "sender_rate": "Answers to this sender", "thread_rule": "Own threads"}


@click.group()
def attention() -> None:
    """When to read messages, what may interrupt, and what interruptions cost."""


@attention.command()
@MESSAGES
@click.option("--personas", type=click.IntRange(1, 100), default=6, show_default=True, help="How many reps to judge.")
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was said to Parquet.")
@JSON
def backtest(messages: Path, personas: int, predictions: Path | None, as_json: bool) -> None:
    """How right the chance of an answer within 48 hours would have been, beside simpler rankers."""
    from tradewind.findings.attention import attention_of_file
    from tradewind.findings.files import require_folder, write_predictions

    if predictions is not None:
        require_folder(predictions)
    said, document = attention_of_file(messages).backtest(personas)
    if predictions is not None:
        write_predictions(said, predictions)
    print_json(document) if as_json else _print_backtest(document)


@attention.command()
@MESSAGES
@TIMEZONE
@click.option("--windows", type=click.IntRange(1, 24), default=3, show_default=True, help="How many a day.")
@click.option("--from", "first", default="08:00", show_default=True, help="No window before.")
@click.option("--to", "last", default="21:00", show_default=True, help="No window after.")
@click.option("--slot", type=int, default=15, show_default=True, help="Minutes between possible windows, 5 to 15.")
@click.option("--within-hours", type=click.FloatRange(0.25, 200), default=4.0, show_default=True, help="The deadline.")
@click.option("--aim", type=click.Choice(["wait", "late"]), default="wait", help="Least waiting, or fewest too late.")
@click.option("--blocked", multiple=True, metavar="HH:MM-HH:MM", help="No window then: lunch, a meeting.")
@click.option("--test-from", type=DAY, help="Plan on the messages before this day, judge on those from then on.")
@JSON
def plan(
    messages: Path, timezone: str, windows: int, first: str, last: str, slot: int, within_hours: float, aim: str,
    blocked: tuple[str, ...], test_from: datetime | None, as_json: bool,
) -> None:  # fmt: skip
    """The windows in which the senders wait least, in their own business minutes."""
    from tradewind.findings.attention import attention_of_file, window_rule

    rule = window_rule(windows, first, last, slot, within_hours, aim, blocked)
    document = attention_of_file(messages).plan(timezone, rule, test_from.date() if test_from else None)
    print_json(document) if as_json else _print_plan(document, within_hours)


@attention.command()
@MESSAGES
@click.option("--rep", required=True, metavar="SENDER", help="Whose meter: as the file names the sender.")
@TIMEZONE
@click.option("--since", type=DAY, help="The day on which windows began: compare before and after.")
@JSON
def meter(messages: Path, rep: str, timezone: str, since: datetime | None, as_json: bool) -> None:
    """Interruptions a day, what they cost as a range, and how soon the senders are answered."""
    from tradewind.findings.attention import attention_of_file

    document = attention_of_file(messages).meter(rep, timezone, since.date() if since else None)
    print_json(document) if as_json else _print_meter(document)


def _print_backtest(document: dict[str, Any]) -> None:
    headings = [
        say("Rep"),
        say("Messages"),
        say("Answered"),
        "ROC-AUC",
        say("Average precision"),
        say("Top tenth"),
        "ECE",
    ]
    rows = [
        (one["persona"], one["messages"], f"{one['base_rate']:.1%}", *(_number(one[score]) for score in SCORES))
        for one in document["personas"]
    ]
    whole = (say("Mean"), None, f"{document['mean']['base_rate']:.1%}", *(_number(document["mean"][s]) for s in SCORES))
    simpler = [
        (say(RANKERS[name]), None, None, *(_number(scores.get(score)) for score in SCORES))
        for name, scores in document["baselines"].items()
    ]
    print_table(headings, [*rows, whole, *simpler])


def _print_plan(document: dict[str, Any], within_hours: float) -> None:
    click.echo(
        say(
            "Read at {windows}. {interruptions:.0f} interruptions a workday instead of {realtime:.1f}.",
            windows=", ".join(document["windows"]), interruptions=document["interruptions_per_day"],
            realtime=document["realtime_interruptions_per_day"],
        )
    )  # fmt: skip
    late = say("Read within {hours:g} h", hours=within_hours)
    rows = [
        (", ".join(one["windows"]), one["mean_wait_min"], one["median_wait_min"], f"{one['within_share']:.1%}")
        for one in (document, document["even"])
    ]
    print_table([say("Windows"), say("Mean wait, min"), say("Median wait, min"), late], rows)
    if price := document["late_slot"]:
        for region in price["regions"]:
            click.echo(
                say(
                    "A {window} window saves senders in {region} {minutes:.0f} business minutes on average.",
                    window=price["window"], region=say(REGIONS[region["region"]]), minutes=region["saves_min"],
                )
            )  # fmt: skip


REGIONS = {"americas": "the Americas", "europe_africa": "Europe and Africa", "asia_pacific": "Asia and the Pacific"}
CHANGED = {
    "less": "less than before", "more": "more than before", "not_proven": "a change is not proven",
    "too_short": "too few days to tell",
}  # fmt: skip
MEASURES = {
    "interruptions_per_day": "Interruptions a day", "longest_free_min": "Longest free block, min",
    "response_min": "Response, business min",
}  # fmt: skip


def _print_meter(document: dict[str, Any]) -> None:
    if not document["workdays"]:
        click.echo(say("The messages lie on no workday, so there is nothing to measure."))
        return
    lost, published = document["focus_lost_h_per_day"], document["benchmark"]
    click.echo(
        say(
            "{number:.1f} interruptions a workday; focus lost {low:.1f} to {high:.1f} h a day, {middle:.1f} h at the "
            "calibrated cost; published {average:g} h ({from_h:g}–{to_h:g}).",
            number=document["interruptions_per_day"], low=lost["low"], high=lost["high"], middle=lost["calibrated"],
            average=published["average"], from_h=published["low"], to_h=published["high"],
        )
    )  # fmt: skip
    click.echo(say("Longest free block in office hours: {minutes:.0f} min.", minutes=document["longest_free_min"]))
    headings = [say(h) for h in ("Channel", "Answered", "Median, business min", "Within the deadline")]
    rows = [
        (one["channel"], one["answered"], one["median_office_min"], _share(one["within_share"]))
        for one in document["response"]["channels"]
    ]
    print_table(headings, rows)
    for name, one in (document["changes"] or {}).items():
        click.echo(
            f"{say(MEASURES[name])}: {_number(one['before'])} → {_number(one['after'])}, {say(CHANGED[one['verdict']])}"
        )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
