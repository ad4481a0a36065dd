"""`tradewind process …`: what really happens in the work, and does a change of it pay?"""

from __future__ import annotations

import click

from tradewind.cli.process_map import compare, process_map
from tradewind.cli.programme import flows, programme


@click.group()
def process() -> None:
    """What really happens in the work, and whether a change of it pays from today on."""


process.add_command(process_map)
process.add_command(compare)
process.add_command(programme)
process.add_command(flows)
