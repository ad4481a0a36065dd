"""`tradewind retention warnings`: had the early warning run since a day, whom would it have flagged, and how early?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import as_options, reading_options
from tradewind.cli.stored import stored
from tradewind.cli.words import say
from tradewind.errors import DeskEmpty, NothingOrdered, PauseNotRead

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--orders", type=click.Path(path_type=Path), help="An order file; else the desk's own data.")
@click.option("--from", "from_on", type=DAY, help="The first day of the replay (default: what the desk stored).")
@click.option("--today", type=DAY, help="Its last day (default: the last order day).")
@click.option("--horizon", type=click.IntRange(1, 3650), default=90, show_default=True, help="Days.")
@click.option("--false-alarms", type=float, default=0.10, show_default=True, help="The budget, a share.")
@click.option("--pause", "pauses", multiple=True, metavar="FROM:TO", help="Days that are no silence, e.g. a holiday.")
@click.option("--flags", type=click.Path(path_type=Path, dir_okay=False), help="Write each flag to this Parquet file.")
@reading_options
@JSON
def warnings(
    orders: Path | None,
    from_on: datetime | None,
    today: datetime | None,
    horizon: int,
    false_alarms: float,
    pauses: tuple[str, ...],
    flags: Path | None,
    as_json: bool,
    **reading: Any,
) -> None:
    """How early the warning would have come, and how often it would have cried wolf."""
    from tradewind.findings import Findings, default_today

    if from_on is None:
        if orders is not None:
            raise click.UsageError(say("A replay of a file needs its first day: --from YYYY-MM-DD."))
        document = stored("early_record")
        return print_json(document) if as_json else _print(document)
    ledger = _ledger(orders, reading)
    last: date | None = today.date() if today else default_today(ledger)
    if last is None:
        raise NothingOrdered(file=orders.name) if orders else DeskEmpty()
    asked = (from_on.date(), horizon, false_alarms, [_pause(said) for said in pauses])
    found, document = Findings(ledger, last).retention.warnings(*asked)
    if flags:
        found.write_parquet(flags)
    return print_json(document) if as_json else _print(document)


def _ledger(orders: Path | None, reading: dict[str, Any]) -> Any:
    if orders is None:
        open_desk()
        from tradewind.desk.mirror import desk_ledger

        return desk_ledger()
    from tradewind.findings.files import ledger_of_file

    return ledger_of_file(orders, **as_options(**reading))


def _pause(said: str) -> tuple[date, date]:
    """FROM:TO as two days, the later not before the earlier. Raises PauseNotRead."""
    try:
        first, last = map(date.fromisoformat, said.split(":"))
    except ValueError:
        raise PauseNotRead(said=said) from None
    if last < first:
        raise PauseNotRead(said=said)
    return first, last


def _print(document: dict[str, Any]) -> None:
    left, alarms = document["churned"], document["false_alarms"]
    click.echo(
        say(
            "From {first} to {last}: {buyers:,} buyers of two order days or more left, {flags:,} flags were given.",
            first=document["from"], last=document["today"], buyers=left["buyers"], flags=document["flags"],
        )
    )  # fmt: skip
    rows = [(day, _share(left["flagged"][day]), _share(left["money_flagged"][day])) for day in left["flagged"]]
    print_table([say(heading) for heading in ("Days after the last order", "Buyers flagged", "Money flagged")], rows)
    click.echo(
        say(
            "False alarms: {reached} of a returning buyer's silences, budget {budget}.",
            reached=_share(alarms["reached"]), budget=_share(alarms["budget"]),
        )
    )  # fmt: skip


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
