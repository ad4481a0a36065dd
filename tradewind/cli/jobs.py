"""`tradewind job` and `tradewind worker`: what the desk starts for itself."""

from __future__ import annotations

import sys

import click

from tradewind.cli.opening import hold


@click.command(hidden=True)
@click.argument("number", type=int)
def job(number: int) -> None:
    """Run one waiting job in this process."""
    hold()
    from tradewind.desk.jobs.performing import perform

    sys.exit(1 if perform(number).state == "failed" else 0)


@click.command(hidden=True)
def worker() -> None:
    """Take waiting jobs up until stopped; `serve` starts one."""
    hold()
    from django.core.management import call_command

    call_command("qcluster")
