"""`tradewind retention …`: whom are we losing? On a file without any set-up, or on the desk's own data."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import as_options, reading_options
from tradewind.cli.ripple import ripple
from tradewind.cli.states import recompute, states
from tradewind.cli.stored import cohorts, efforts, kept, signals
from tradewind.cli.the_list import SHOWN, print_first, print_watch
from tradewind.cli.warnings import warnings
from tradewind.cli.watch_folder import ENGINE, MASTER, print_list, spark_master
from tradewind.cli.words import say
from tradewind.errors import DeskEmpty, NothingOrdered

if TYPE_CHECKING:
    from tradewind.findings import Findings

HORIZON_DAYS = 90
DAY = click.DateTime(["%Y-%m-%d"])
ORDERS = click.option(
    "--orders", type=click.Path(path_type=Path), help="An order file or a folder of Parquet; else the desk's own data."
)
TODAY = click.option("--today", type=DAY, help="Look from this day (default on a file: its last order day).")
HORIZON = click.option("--horizon", type=click.IntRange(1, 3650), default=HORIZON_DAYS, show_default=True, help="Days.")


@click.group()
def retention() -> None:
    """Which buyers are drifting away, and whether earlier warnings were right."""


retention.add_command(ripple)
retention.add_command(warnings)
retention.add_command(states)
retention.add_command(recompute)
for command in (kept, cohorts, efforts, signals):
    retention.add_command(command)


@retention.command()
@ORDERS
@TODAY
@HORIZON
@ENGINE
@MASTER
@reading_options
@JSON
def watch(
    orders: Path | None, today: datetime | None, horizon: int, engine: str, master: str | None, as_json: bool,
    **reading: Any,
) -> None:  # fmt: skip
    """Buyers at risk, most money at risk first, each with its reasons."""
    spark = spark_master(engine, master, orders)
    if orders is not None and orders.is_dir():
        _watch_folder(orders, today, horizon, spark, as_json)
        return
    document = _stored("watch", orders, today, horizon) or anew(orders, today, reading).retention.watch(horizon)
    print_json(document) if as_json else print_watch(document)


@retention.command()
@ORDERS
@TODAY
@reading_options
@JSON
def rate(orders: Path | None, today: datetime | None, as_json: bool, **reading: Any) -> None:
    """The churn rate month by month, beside the published figure."""
    document = _stored("churn_rate", orders, today) or _rate_anew(orders, today, reading)
    print_json(document) if as_json else _print_rate(document)


@retention.command()
@ORDERS
@TODAY
@HORIZON
@reading_options
@JSON
def record(orders: Path | None, today: datetime | None, horizon: int, as_json: bool, **reading: Any) -> None:
    """Was the list right? Of those it would have named in the past, how many did stop."""
    document = _stored("warning_record", orders, today, horizon) or anew(orders, today, reading).retention.record(
        horizon
    )
    print_json(document) if as_json else _print_record(document)


def _stored(name: str, orders: Path | None, today: datetime | None, horizon: int | None = None) -> Any | None:
    """What the desk has stored for this question; None when it must be computed."""
    if orders is not None:
        return None
    owner = open_desk()
    from tradewind.desk.retention import current_run, has_orders, scope_finding, watch_document

    run = current_run()
    if run is None and not has_orders():
        raise DeskEmpty
    if run is None or (today and today.date() != run.as_of) or (horizon not in (None, run.horizon_days)):
        click.echo(say("The desk has not stored this; it is computed now."), err=True)
        return None
    return watch_document(owner, run) if name == "watch" else scope_finding(owner, run, name)


def _rate_anew(orders: Path | None, today: datetime | None, reading: dict[str, Any]) -> dict[str, Any]:
    """The churn rate; on the desk's data beside the desk's own figure, on a file beside the published one."""
    document = anew(orders, today, reading).retention.rate()
    if orders is not None:
        return document
    from tradewind.desk.figures import with_own

    return with_own(document)


def anew(orders: Path | None, today: datetime | None, reading: dict[str, Any]) -> Findings:
    from tradewind.findings import Findings, default_today

    if orders is None:
        from tradewind.desk.mirror import desk_ledger

        ledger = desk_ledger()
    else:
        from tradewind.findings.files import ledger_of_file

        ledger = ledger_of_file(orders, **as_options(**reading))
    day: date | None = today.date() if today else default_today(ledger)
    if day is None:
        raise NothingOrdered(file=orders.name) if orders else DeskEmpty()
    return Findings(ledger, day)


def _watch_folder(folder: Path, today: datetime | None, horizon: int, spark: str | None, as_json: bool) -> None:
    """The list of very many orders, in parts."""
    from tradewind.findings.in_parts import list_in_parts

    with list_in_parts(folder, today.date() if today else None, horizon, spark) as found:
        if as_json:
            print_list(found)
        else:
            print_first(found.first(SHOWN), **found.totals(), **found.about())
            click.echo(say("By BG/NBD and the rule: the blend and the early warning do not work in parts."))


def _print_rate(document: dict[str, Any]) -> None:
    headings = [say(heading) for heading in ("Month", "Form", "Active", "Lost", "Rate")]
    if not document["months"]:
        click.echo(say("No month yet has twelve months of orders before it and ninety days after it."))
    rows = [(m["month"], m["form"], m["active"], m["lost"], f"{m['rate']:.1%}") for m in document["months"]]
    print_table(headings, rows)
    published = document["benchmark"]
    if changed := published.get("changed"):
        average, low, high = (f"{published[part]:.1%}" for part in ("average", "low", "high"))
        click.echo(
            say(
                "Industry average {average} ({low}–{high}) a year, changed by the team on {on}: {reason}",
                on=changed["on"], average=average, low=low, high=high, reason=changed["reason"],
            )
        )  # fmt: skip
        return
    click.echo(
        say(
            "Published industry average {average} ({low}–{high}) a year, as published, primary source not given; "
            "only the form 'final' (12 months) is comparable.",
            average=f"{published['average']:.1%}", low=f"{published['low']:.0%}", high=f"{published['high']:.0%}",
        )
    )  # fmt: skip


def _print_record(document: dict[str, Any]) -> None:
    headings = [say(h) for h in ("As of", "Judged", "Named", "Stopped", "Hits", "Missed", "Precision", "Base rate")]
    if not document["cutoffs"]:
        click.echo(say("Too little history to judge the list: no earlier day has ten buyers to look at."))
        return
    names = ("eligible", "named", "stopped", "hits", "missed", "precision", "base_rate")
    cutoffs = [(c["cutoff"], *(c[name] for name in names)) for c in document["cutoffs"]]
    print_table(headings, [*cutoffs, (say("All"), *(document["total"][name] for name in names))])
