"""`tradewind retention states`, `tradewind retention recompute`: how buyers stand, and whether stored numbers hold."""

from __future__ import annotations

from typing import Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import count, say
from tradewind.desk.reasons import STATE_WHYS
from tradewind.errors import DeskEmpty, NotComputed

STATES = {
    "healthy": "healthy", "cooling": "cooling", "at_risk": "at risk", "lost": "lost", "won_back": "won back",
}  # fmt: skip


@click.command()
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="How far back to look.")
@JSON
def states(days: int, as_json: bool) -> None:
    """How buyers stand (healthy, cooling, at risk, lost, won back), and what has changed."""
    owner, run = open_desk(), _run()
    from tradewind.desk.states import states_document

    document = states_document(owner, run.as_of, days)
    print_json(document) if as_json else _print(document)


@click.command()
@JSON
def recompute(as_json: bool) -> None:
    """Compute the stored chances again from the stored parameters, and say whether they are the same."""
    open_desk()
    run = _run()
    from tradewind.desk.recomputing import recomputed_document

    document = recomputed_document(run)
    if as_json:
        print_json(document)
    else:
        click.echo(
            say(
                "As of {today}: {buyers:,} chances computed again, {different:,} of them otherwise than stored.",
                today=document["today"], buyers=document["buyers"], different=document["different"],
            )
        )  # fmt: skip


def _run() -> Any:
    from tradewind.desk.retention import current_run, has_orders

    run = current_run()
    if run is None:
        raise NotComputed if has_orders() else DeskEmpty
    return run


def _print(document: dict[str, Any]) -> None:
    print_table(
        [say("State"), say("Buyers")], [(say(STATES[name]), number) for name, number in document["states"].items()]
    )
    changes = document["changes"]
    if changes:
        headings = [say(heading) for heading in ("Since", "Buyer", "State", "Why")]
        print_table(headings, [(one["on"], one["name"], say(STATES[one["state"]]), _why(one)) for one in changes])


def _why(one: dict[str, Any]) -> str:
    cycles = say("{cycles} times", cycles=f"{one['late']:.1f}") if one["late"] is not None else "–"
    return say(
        STATE_WHYS[one["why"]],
        silent_days=count("{number} day", "{number} days", one["silent_days"]),
        late_cycles=cycles,
    )
