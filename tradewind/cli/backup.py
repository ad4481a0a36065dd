"""`tradewind backup`, `restore`, `move`: a desk in one file and back, and from one database to another."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.opening import hold, prepare
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say

if TYPE_CHECKING:
    from tradewind.desk.backup.filling import Compared


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite the file.")
@click.option("--without-uploads", is_flag=True, help="Leave the imported files out.")
@JSON
def backup(file: Path | None, force: bool, without_uploads: bool, as_json: bool) -> None:
    """Save the whole desk in one FILE, while people work. Without FILE: tradewind-DATE.twbackup in this folder."""
    hold()
    from tradewind.desk.backup.saving import SUFFIX, save

    to = file or Path(f"tradewind-{date.today():%Y-%m-%d}{SUFFIX}")  # noqa: DTZ011 -- the day of whoever names it
    saved = save(to, force=force, with_uploads=not without_uploads, progress=Steps())
    tables = saved.manifest["tables"]
    if as_json:
        print_json({"file": str(saved.file), "bytes": saved.size_bytes, **saved.manifest})
        return
    rows, files = sum(one["rows"] for one in tables.values()), len(saved.manifest["files"])
    click.echo(
        say(
            "{file}: {rows:,} rows of {tables} tables and {files:,} files, {size_mb:,.1f} MB.",
            file=str(saved.file), rows=rows, tables=len(tables), files=files, size_mb=saved.size_bytes / 1e6,
        )
    )  # fmt: skip
    click.echo(say("It holds everything but the key that signs sessions. Keep it where only you can read it."))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="In place of everything on the desk, which is backed up first.")
@JSON
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Put a backup back onto an empty desk, and compare all facts. All of it or nothing."""
    prepare()
    from tradewind.desk.backup import restoring

    done = restoring.restore(file, replace=replace, progress=Steps())
    before = str(done.before) if done.before else None
    if as_json:
        print_json({"file": str(file), "made_at": done.manifest["made_at"], "before": before,
                    "tables": told(done.compared)})  # fmt: skip
        return
    print_compared(done.compared)
    if before:
        click.echo(say("What was here before is in {file}.", file=before))
    click.echo(say("The desk is as it was at {moment}; everyone signs in again.", moment=done.manifest["made_at"]))


@click.command()
@click.option("--to", "address", required=True, help="The other database, as in DATABASE_URL; it must be empty.")
@JSON
def move(address: str, as_json: bool) -> None:
    """Move the desk to another database, and compare all facts. This one stays as it is."""
    prepare()
    from tradewind.desk.backup import moving

    done = moving.move(address, Steps())
    if as_json:
        print_json({"to": done.address, "tables": told(done.compared)})
        return
    print_compared(done.compared)
    click.echo(say("The desk is in the other database too. From now on open it with:"))
    click.echo(f"    DATABASE_URL={done.address}")


def told(compared: list[Compared]) -> dict[str, Any]:
    """The comparison as a document."""
    return {one.table: {"rows": one.rows, "sha256": one.sha256, "same": one.same} for one in compared}


def print_compared(compared: list[Compared]) -> None:
    """The comparison as a table."""
    headings = [say(heading) for heading in ("Table", "Rows", "Digest", "Facts")]
    print_table(headings, [[one.table, one.rows, one.sha256[:12], say("the same")] for one in compared])


class Steps:
    """How far it is, in one line of a terminal that is written over; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        from tradewind.desk.backup.steps import STEPS

        self.shown, self.words = sys.stderr.isatty(), STEPS

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.shown:
            last = done + 1 == total
            click.echo(f"\r\033[K{say(self.words[step])} {done + 1}/{total}", err=True, nl=last)
