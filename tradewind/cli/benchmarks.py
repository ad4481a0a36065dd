"""`tradewind benchmarks`: every published figure beside the team's own."""

from __future__ import annotations

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say, to_say

HEADINGS = (
    to_say("Figure"),
    to_say("Industry"),
    to_say("Low"),
    to_say("High"),
    to_say("Case"),
    to_say("Own"),
    to_say("From"),
    to_say("Until"),
    to_say("Observations"),
    to_say("What would give it"),
)


@click.command()
@JSON
def benchmarks(as_json: bool) -> None:
    """The published figures, and the desk's own beside them."""
    me = open_desk()
    from tradewind.desk import benchmarks as desk

    document = desk.told(me)
    if as_json:
        return print_json(document)
    rows = [
        (one["id"], *(_shown(one[part]) for part in ("average", "low", "high", "case", "own", "own_low", "own_high")),
         "–" if one["observations"] is None else f"{one['observations']:,}", say(one["needs"]) if one["needs"] else "")
        for one in document["metrics"]
    ]  # fmt: skip
    return print_table([say(one) for one in HEADINGS], rows)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}"
