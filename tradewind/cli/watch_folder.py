"""`tradewind retention watch --orders FOLDER`: very many orders, here or on Spark."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tradewind.errors import FolderNeeded, MasterNotRead, MasterUnreachable

if TYPE_CHECKING:
    from tradewind.findings.in_parts import ListInParts

ENGINE = click.option(
    "--engine", type=click.Choice(["process", "spark"]), default="process", show_default=True,
    help="Who works on a folder: this process, or a Spark cluster.",
)  # fmt: skip
MASTER = click.option(
    "--master", metavar="URL", help="The Spark master, e.g. spark://host:7077 (default: this machine)."
)
HERE = "local[*]"
MASTERS = re.compile(r"local(\[[^\]]+\])?|local-cluster\[\d+,\d+,\d+\]|spark://[^/]+|yarn|k8s://.+")
PATIENCE_SECONDS = 5


def spark_master(engine: str, master: str | None, orders: Path | None) -> str | None:
    """The master that is asked for, null for this process; raises FolderNeeded, MasterNotRead, MasterUnreachable."""
    if engine != "spark" and master is None:
        return None
    if orders is None or orders.is_file():
        raise FolderNeeded
    master = master or HERE
    if not MASTERS.fullmatch(master):
        raise MasterNotRead(said=master)
    if master.startswith("spark://"):
        require_reachable(master)
    return master


def require_reachable(master: str) -> None:
    """Raise MasterUnreachable unless one of the masters answers within some seconds: Spark itself tries for minutes."""
    why = ""
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise MasterNotRead(said=master)
        try:
            socket.create_connection((host.strip("[]"), int(port)), PATIENCE_SECONDS).close()
        except OSError as wrong:
            why = wrong.strerror or str(wrong)
        else:
            return
    raise MasterUnreachable(master=master, why=why)


def print_list(found: ListInParts) -> None:
    """The whole list as one JSON document, a buyer at a time: it may not fit into memory."""
    about = {name: json.dumps(value) for name, value in found.about().items()}
    click.echo(f'{{"today": {about["today"]}, "horizon_days": {about["horizon_days"]}, "buyers": [', nl=False)
    for n, buyer in enumerate(found.buyers()):
        click.echo((", " if n else "") + json.dumps(buyer, ensure_ascii=False, default=str), nl=False)
    click.echo(f'], "parameters": {about["parameters"]}}}')
