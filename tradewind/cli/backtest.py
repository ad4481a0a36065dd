"""`tradewind retention backtest`: how right would the chances have been, told anew at earlier days?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import reading_options
from tradewind.cli.retention import HORIZON, ORDERS, anew
from tradewind.cli.words import say, to_say
from tradewind.errors import CutoffNotRead

METHODS = {
    "tradewind": to_say("Tradewind's blend"), "overdue": to_say("Overdue by the own cycle"),
    "recency": to_say("Days since the last order"), "bgnbd": to_say("BG/NBD alone"),
}  # fmt: skip
SCORES = ("auc", "average_precision", "brier", "log_loss", "ece", "orders_mae")


@click.command()
@ORDERS
@HORIZON
@click.option(
    "--cutoffs", multiple=True, metavar="DATE…", help="Days to look from (default: three, a full window each)."
)
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was said to Parquet.")
@click.argument("more_cutoffs", nargs=-1, metavar="")
@reading_options
@JSON
def backtest(
    orders: Path | None, horizon: int, cutoffs: tuple[str, ...], predictions: Path | None,
    more_cutoffs: tuple[str, ...], as_json: bool, **reading: Any,
) -> None:  # fmt: skip
    """How right the chances would have been at earlier days, beside simpler rankers."""
    from tradewind.findings.files import require_folder, write_predictions

    if predictions is not None:
        require_folder(predictions)
    if orders is None:
        open_desk()
    found = anew(orders, None, reading).retention.backtest(horizon, days((*cutoffs, *more_cutoffs)))
    if predictions is not None:
        write_predictions(found.predictions, predictions)
    print_json(found.document) if as_json else show(found.document)


def days(said: tuple[str, ...]) -> list[date] | None:
    """The cutoffs as days: one after another, or with commas; None where none is said. Raises CutoffNotRead."""
    texts = [text for one in said for text in one.replace(",", " ").split()]
    return [day(text) for text in texts] or None


def day(text: str) -> date:
    """A day, or the day of a time as other programs write it. Raises CutoffNotRead."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise CutoffNotRead(said=text) from None


def show(document: dict[str, Any]) -> None:
    """The mean scores as a table, and the cutoffs they are of."""
    for one in document["cutoffs"]:
        rate = one["base_rate"]
        click.echo(
            say(
                "{cutoff}: {buyers:,} buyers, of whom {silent} did not order in the {horizon} days.",
                cutoff=one["cutoff"], buyers=one["buyers"], horizon=document["horizon_days"],
                silent="–" if rate is None else f"{rate:.0%}",
            )
        )  # fmt: skip
        if one["window_days"] < document["horizon_days"]:
            click.echo(say("The orders end {days} days after it: its scores say little.", days=one["window_days"]))
    headings = (say("Mean"), "ROC-AUC", say("Average precision"), "Brier", say("Log-loss"), "ECE", say("Orders MAE"))
    rows = [
        (say(METHODS[name]), *(None if scores[one] is None else f"{scores[one]:.3f}" for one in SCORES))
        for name, scores in document["mean"].items()
    ]
    print_table(headings, rows)
    weights = ", ".join(
        f"{name} {weight:.2f}" for name, weight in document["chosen"]["weights"].items() if weight > 0.005
    )
    click.echo(say("Blend at the last cutoff: {weights}.", weights=weights))
