"""Run a command with DATABASE_URL set to a fresh PostgreSQL server of its own, which ends with the command.

python tests/postgresql.py python -m pytest -m both_databases
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


def main() -> int:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        print("1 skipped: no PostgreSQL server on this machine (Debian: postgresql), so the suite ran on SQLite only")
        return 0
    with server(programs[-1]) as url:
        return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url}).returncode


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The URL of a server with trust authentication on a free port of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="tradewind-postgresql-"))
    as_server: list[str | Path] = [*_server_user(folder)]
    port = free_port()
    subprocess.run(
        [*as_server, programs / "initdb", "-D", folder / "data", "-U", "tradewind", "-A", "trust", "-E", "UTF8", "-N"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    control = [*as_server, programs / "pg_ctl", "-D", folder / "data", "-w", "-s"]
    log = folder / "log"
    started = [*control, "-l", log, "-o", f"-p {port} -k {folder} {options}", "start"]
    subprocess.run(started, check=True, cwd=folder)
    try:
        yield f"postgres://tradewind@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _server_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as Debian's user `postgres`, who owns the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
