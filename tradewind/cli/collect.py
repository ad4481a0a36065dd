"""`tradewind collect`, `batches`, `undo`: files in, what came in, and taking it back."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.finishing import refresh
from tradewind.cli.folders import handed_in
from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.reading import as_options, ask_date_order, reading_options
from tradewind.cli.words import say
from tradewind.desk.problems import LINES, PROBLEMS
from tradewind.errors import AlreadyDone, AmbiguousDates, AmbiguousMessageDates, FileMissing

if TYPE_CHECKING:
    from tradewind.desk.models import Batch, Person

COUNTS = ("read", "created", "updated", "unchanged", "skipped", "failed")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--kind", type=click.Choice(["orders", "customers", "contacts", "messages", "events"]), help="What the file is."
)
@click.option("--rep", metavar="USER", help="Whose phone or mailbox messages are from; you unless said.")
@click.option("--me", "we", multiple=True, metavar="NAME", help="Which sender of the messages that rep is.")
@click.option("--timezone", metavar="ZONE", help="Zone of the clock that times without one were written by.")
@click.option(
    "--owner", type=click.Choice(["me", "column", "unassigned"]), default="me", help="Whose buyers these are."
)
@click.option(
    "--part-orders", type=click.Choice(["keep", "replace"]), help="Orders with fewer lines than the desk has."
)
@reading_options
@JSON
def collect(files: tuple[Path, ...], owner: str, we: tuple[str, ...], as_json: bool, **reading: Any) -> None:
    """Take orders, customers, contacts or conversations in from files, or from a folder of mails or chats such as a
    Maildir. The same file twice changes nothing; `undo`
    takes it back."""
    me = open_desk()
    from tradewind.desk.batches import told

    options = {"owner": owner, **({"me": list(we)} if we else {}), **as_options(**reading)}
    documents = [told(_taken_in(me, file, options)) for file in files]
    refresh()
    if as_json:
        print_json(documents[0] if len(documents) == 1 else {"batches": documents})
    else:
        for document in documents:
            _print_batch(document)


@click.command()
@JSON
def batches(as_json: bool) -> None:
    """The imports so far, newest first."""
    me = open_desk()
    from tradewind.desk.batches import listed
    from tradewind.desk.sources_seen import handed_in_of

    lines = [listed(batch) for batch in handed_in_of(me)]
    if as_json:
        print_json({"batches": lines})
    else:
        headings = ("Batch", "File", "State", "When", "Rows", "New", "Changed", "Same", "Skipped", "Failed")
        names = ("batch", "file", "state", "created_at", *COUNTS)
        print_table([say(h) for h in headings], [[one[name] for name in names] for one in lines])


@click.command()
@click.argument("batch", type=int)
@JSON
def undo(batch: int, as_json: bool) -> None:
    """Take an import back entirely: created rows go, changed rows are as before; rows edited since are kept."""
    me = open_desk()
    from tradewind.desk import access, imports
    from tradewind.desk.jobs.performing import perform_for

    taken = access.batch_for(me, batch)
    perform_for(imports.undo(taken, me))
    refresh()
    taken.refresh_from_db()
    document = {"batch": taken.pk, "state": taken.state, **(taken.undo or {})}
    if as_json:
        print_json(document)
    else:
        counts = {did: sum(document[did].values()) for did in ("deleted", "restored", "kept")}
        click.echo(
            say(
                "Import {batch} is taken back: {deleted:,} rows deleted, {restored:,} restored, {kept:,} kept.",
                batch=batch,
                **counts,
            )
        )


@click.command("wrong-rows")
@click.argument("batch", type=int)
@click.option("--out", type=click.Path(path_type=Path), help="File to write (default: standard output).")
def wrong_rows(batch: int, out: Path | None) -> None:
    """The rows of an import that could not be read, as CSV to correct and import again."""
    me = open_desk()
    from tradewind.desk import access, imports

    content: bytes = imports.wrong_rows(access.batch_for(me, batch)).read_bytes()
    if out:
        out.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


def _taken_in(me: Person, file: Path, options: dict[str, Any]) -> Batch:
    """The file's batch, written; asks at a terminal for the order of dates where the file leaves it open."""
    if not file.exists():
        raise FileMissing(file=str(file))
    try:
        return _written(me, file, options)
    except (AmbiguousDates, AmbiguousMessageDates) as question:
        if not sys.stdin.isatty():
            raise
        return _written(me, file, {**options, "dates": ask_date_order(**question.facts)})


def _written(me: Person, file: Path, options: dict[str, Any]) -> Batch:
    from tradewind.desk import imports
    from tradewind.desk.jobs.performing import perform_for

    with handed_in(file) as (opened, name):
        batch = imports.take_in(me, opened, name, options)
    try:
        perform_for(imports.start(batch, me))
    except KeyboardInterrupt:
        with suppress(AlreadyDone):  # the job has taken back what it wrote
            imports.cancel(batch, me)
        raise
    batch.refresh_from_db()
    return batch


def _print_batch(told: dict[str, Any]) -> None:
    click.echo(
        say(
            "{file}: {read:,} rows read = {created:,} new + {updated:,} changed + {unchanged:,} unchanged "
            "+ {skipped:,} skipped + {failed:,} failed. Take it back with: tradewind undo {batch}",
            **{name: told[name] for name in ("file", *COUNTS)}, batch=told["batch"],
        )
    )  # fmt: skip
    for table in ("orders", "customers", "contacts", "messages", "events"):
        if counts := told.get(table):
            numbers = {name: counts.get(name, 0) for name in ("created", "updated", "unchanged")}
            click.echo(
                say(
                    "  {table}: {created:,} new, {updated:,} changed, {unchanged:,} unchanged",
                    table=say(table),
                    **numbers,
                )
            )
    for reason, count in told["reasons"].items():
        click.echo(say("  {count:,} rows: {reason}", count=count, reason=say((PROBLEMS | LINES).get(reason, reason))))
