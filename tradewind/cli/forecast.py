"""`tradewind forecast …`: what will be sold, and how right that would have been. On a file, or on the desk's orders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import as_options, reading_options
from tradewind.cli.words import say, to_say

if TYPE_CHECKING:
    from tradewind.findings.forecast import Sold

FILE = click.Path(path_type=Path)
SALES = click.option("--sales", type=FILE, help="Sales per month (unique_id, ds, y), or orders (default: the desk's).")
HORIZON = click.option("--horizon", type=click.IntRange(1, 36), default=12, show_default=True, help="Months ahead.")
PREDICTIONS = click.option("--predictions", type=FILE, help="A Parquet file to write what is said to.")
MODELS = {
    "tradewind": to_say("Tradewind"),
    "seasonal_naive": to_say("As a year ago"),
    "auto_ets": to_say("AutoETS"),
    "auto_theta": to_say("AutoTheta"),
    "imapa": to_say("IMAPA"),
}
SHOWN = 60


@click.group()
def forecast() -> None:
    """What will be sold each month, with bands as wide as past errors were."""


@forecast.command()
@SALES
@HORIZON
@click.option(
    "--level", "levels", type=click.IntRange(50, 99), multiple=True, help="Bands in percent (default: 80 95)."
)
@click.argument("more", nargs=-1, type=click.IntRange(50, 99), metavar="[LEVEL]…")
@PREDICTIONS
@reading_options
@JSON
def run(
    sales: Path | None, horizon: int, levels: tuple[int, ...], more: tuple[int, ...], predictions: Path | None,
    as_json: bool, **reading: Any,
) -> None:  # fmt: skip
    """Forecast the sales of the next months; orders so that total, rep, line, market and buyer add up."""
    from tradewind.findings import forecast as findings

    asked = sorted({*levels, *more}) or [80, 95]
    document = findings.run(opened(sales, horizon, reading), horizon, asked, predictions)
    if as_json:
        return print_json(document)
    rows = document["predictions"]
    ends = [f"{end}{level}" for level in asked for end in ("lo", "hi")]
    words = [say(heading) for heading in ("Series", "Month", "Expected")]
    told = [(one["unique_id"], one["ds"][:7], one["mean"], *(one[end] for end in ends)) for one in rows[:SHOWN]]
    print_table([*words, *ends], told)
    if len(rows) > SHOWN:
        click.echo(say("{more:,} more rows: ask for --json or --predictions FILE.", more=len(rows) - SHOWN))
    return None


@forecast.command()
@SALES
@HORIZON
@click.option("--windows", type=click.IntRange(1, 24), default=4, show_default=True, help="How many past windows.")
@click.option("--scale", type=click.Choice(["auto", "seasonal", "naive"]), default="auto", show_default=True,
              help="Naive forecast that errors are scaled by: of a year before, or of the month before.")  # fmt: skip
@click.option("--without-peers", is_flag=True, help="Leave out the usual models, which take most of the time.")
@PREDICTIONS
@reading_options
@JSON
def backtest(
    sales: Path | None, horizon: int, windows: int, scale: str, without_peers: bool, predictions: Path | None,
    as_json: bool, **reading: Any,
) -> None:  # fmt: skip
    """How right the forecast would have been in past months, beside the usual models."""
    from tradewind.findings import forecast as findings

    sold = opened(sales, horizon, reading)
    document = findings.judged(sold, horizon, windows, scale, not without_peers, predictions)
    if as_json:
        return print_json(document)
    click.echo(
        say(
            "{series:,} series, {windows:,} windows of {horizon:,} months, each forecast from what was known before "
            "it.",
            series=document["series"],
            windows=windows,
            horizon=horizon,
        )
    )
    if document["left_out"]:
        click.echo(say("Left out, too short: {series}.", series=", ".join(document["left_out"][:10])))
    headings = [say(heading) for heading in ("Model", "MASE", "RMSSE", "WAPE", "In the 80% band", "In the 95% band")]
    return print_table(headings, [(say(MODELS[name]), *_row(one)) for name, one in document["models"].items()])


def opened(sales: Path | None, horizon: int, reading: dict[str, Any]) -> Sold:
    """What was sold, out of a file or off the desk. Raises DeskEmpty, and what reading raises."""
    from tradewind.findings import forecast as findings

    if sales is not None:
        return findings.sold_in_file(sales, horizon, **as_options(**reading))
    from tradewind.cli.opening import open_desk

    open_desk()
    from tradewind.desk.mirror import desk_ledger
    from tradewind.desk.retention import has_orders
    from tradewind.errors import DeskEmpty

    if not has_orders():
        raise DeskEmpty
    return findings.sold_in(desk_ledger(), horizon, "orders")


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    errors = ["–" if one[name] is None else f"{one[name]:.3f}" for name in ("mase", "rmsse", "wape")]
    held = one["coverage"] or {}
    return *errors, *("–" if level not in held else f"{held[level]:.0%}" for level in ("80", "95"))
