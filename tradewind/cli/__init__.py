"""Door 3: the command line, `tradewind …`, a file per matter. Heavy imports wait until a command needs them."""

from __future__ import annotations

import os
import sys
import traceback

import click

from tradewind import __version__
from tradewind.cli.adoption import adoption
from tradewind.cli.attention import attention
from tradewind.cli.backtest import backtest
from tradewind.cli.backup import backup, move, restore
from tradewind.cli.benchmarks import benchmarks
from tradewind.cli.collect import batches, collect, undo, wrong_rows
from tradewind.cli.forecast import forecast
from tradewind.cli.jobs import job, worker
from tradewind.cli.messages import messages
from tradewind.cli.people import people
from tradewind.cli.process import process
from tradewind.cli.remind import remind
from tradewind.cli.retention import retention
from tradewind.cli.sample import sample
from tradewind.cli.serve import serve
from tradewind.cli.sign_in import sign_in_link
from tradewind.cli.today import today
from tradewind.cli.tokens import token
from tradewind.cli.words import say
from tradewind.errors import TradewindError

OURS, THEIRS, STOPPED = 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tradewind")
def tradewind() -> None:
    """Tradewind 信风: which buyers are drifting away, how much money that is, why, and whom to contact first."""


for command in (
    serve,
    sign_in_link,
    people,
    collect,
    batches,
    undo,
    wrong_rows,
    sample,
    messages,
    retention,
    process,
    attention,
    adoption,
    benchmarks,
    forecast,
    remind,
    today,
    token,
    job,
    worker,
    backup,
    restore,
    move,
):
    tradewind.add_command(command)

retention.add_command(backtest)


def main() -> None:
    """Run the command; an error is one sentence on stderr. Exit status 2: bad use or input; 1: a failure of ours."""
    try:
        status = tradewind.main(standalone_mode=False)
    except click.exceptions.Exit as ended:
        status = ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = STOPPED
    except click.ClickException as misused:
        misused.show()
        status = THEIRS
    except TradewindError as error:
        click.echo(say(error.message, **error.facts), err=True)
        status = error.exit_status
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as failure:
        _confess(failure)
        status = OURS
    sys.exit(status if isinstance(status, int) else 0)


def _confess(failure: Exception) -> None:
    if os.environ.get("TRADEWIND_DEBUG"):
        traceback.print_exc()
    what = f"{type(failure).__name__}: {failure}"
    click.echo(say("Tradewind failed: {what}. Run again with TRADEWIND_DEBUG=1 to see where.", what=what), err=True)
