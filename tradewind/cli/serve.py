"""`tradewind serve`: the whole desk in one go, web server and worker, until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click

from tradewind.cli import guard
from tradewind.cli.opening import open_desk
from tradewind.cli.serving import (
    HERE,
    address_of,
    family_of,
    is_open_to_others,
    must_have_account,
    parsed,
    public_address,
    reachable,
    tell_settings,
)
from tradewind.cli.sign_in import FIRST_PORT, link, note_port
from tradewind.cli.words import say
from tradewind.errors import NoAddress, PortTaken, StartFailed

PORTS_TRIED = 20
READY_SECONDS = 60
PATIENCE_SECONDS = 8


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on (default: 8000, or the next free one).")
@click.option("--bind", default=HERE, help="Network address to serve on (default: this machine only).")
@click.option("--public-url", help="Address by which the team reaches the desk, e.g. https://desk.example.")
@click.option("--behind-proxy", is_flag=True, help="A proxy on this machine stands before the desk; believe it.")
def serve(port: int | None, bind: str, public_url: str | None, behind_proxy: bool) -> None:
    """Open the desk on this machine and print a sign-in link. Ctrl-C stops everything."""
    bind = str(parsed(bind))
    chosen = free_port(port, bind)
    tell_settings(bind, chosen, public_url, behind_proxy)
    owner = open_desk()
    if is_open_to_others(bind):
        must_have_account(owner)
    from tradewind.desk.schedule import get_ready

    get_ready()
    children = [_start(_web_server(bind, chosen)), _start([sys.executable, "-m", "tradewind", "worker"])]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_interrupt)
    try:
        _wait_until_open(bind, chosen, children)
        note_port(chosen)
        _greet(bind, chosen, owner.pk)
        _wait_for_end(children)
    except KeyboardInterrupt:
        click.echo(say("The desk is closing …"))
    finally:
        stop(children)


def free_port(wanted: int | None, bind: str = HERE) -> int:
    """The port to serve on: the wanted one, else 8000 or the next one that is free. Raises PortTaken."""
    tried = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in tried:
        if _is_free(port, bind):
            if port != tried[0]:
                click.echo(
                    say("Port {taken} is taken, so the desk opens on {port}.", taken=str(tried[0]), port=str(port))
                )
            return port
    raise PortTaken(port=str(tried[0]), other=str(tried[-1] + 1))


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Have the guards end the children and whatever these started; kill what does not end in time."""
    for child in children:
        child.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _is_free(port: int, bind: str) -> bool:
    with socket.socket(family_of(bind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise NoAddress(address=bind) from error
            return False
    return True


def _web_server(bind: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port), "--workers", "2",
        "--blocking-threads", "2", "--no-ws", "--no-access-log", "--log-level", "warning", "tradewind.wsgi:application",
    ]  # fmt: skip


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child under a guard that ends it when we are gone, in a session of its own: Ctrl-C reaches us alone, and
    we end our children in order."""
    return subprocess.Popen([sys.executable, guard.__file__, *command], stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_open(bind: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and all(child.poll() is None for child in children):
        with socket.socket(family_of(bind)) as probe:
            probe.settimeout(1)
            if probe.connect_ex((reachable(bind), port)) == 0:
                return
        time.sleep(0.1)
    raise StartFailed


def _greet(bind: str, port: int, owner: int) -> None:
    click.echo(say("The desk is open on {address}", address=public_address() or address_of(bind, port)))
    if reachable(bind) == HERE:  # the link is for a browser on this machine
        click.echo(say("Sign in with this link, once, within 15 minutes (another one: tradewind sign-in-link):"))
        click.echo(f"    {link(port, owner)}")
    click.echo(say("Ctrl-C closes the desk."))
    sys.stdout.flush()


def _wait_for_end(children: list[subprocess.Popen[bytes]]) -> None:
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    raise StartFailed
