"""Desks for the tests of backup, restore, move and upgrade: each in a folder, and on a database, of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cli.running import PROGRAM, environment
from tests.postgresql import server

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass
class Desk:
    """A desk; `url` is empty for SQLite in its folder."""

    home: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {**environment(self.home), **({"DATABASE_URL": self.url} if self.url else {})}

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        """`tradewind WORDS` on this desk."""
        return self._python("-m", "tradewind", *words)

    def told(self, *words: object) -> Any:
        """The JSON document of a command that must succeed."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def facts(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table."""
        done = self._python("-m", "tests.desk.whole_desk", "tell")
        assert done.returncode == 0, done.stderr
        told: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
        return told

    def today(self) -> str:
        """The status of the page Today, and what opening the desk said."""
        done = self._python("-m", "tests.desk.whole_desk", "today")
        return done.stdout.strip() + done.stderr.strip()

    def worked_on(self) -> Desk:
        """This desk, after work of every kind."""
        done = self._python("-m", "tests.desk.whole_desk", "make")
        assert done.returncode == 0, done.stderr
        return self

    def started(self, *words: object) -> subprocess.Popen[str]:
        """`tradewind WORDS`, while it runs."""
        return subprocess.Popen(
            [*PROGRAM, *map(str, words)], env=self.environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def _python(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *map(str, words)], env=self.environment, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False, timeout=300, cwd=Path(__file__).parents[2],
        )  # fmt: skip


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server: that of this test run, or a fresh one."""
    with ExitStack() as kept:
        given = os.environ.get("DATABASE_URL", "")
        if not given.startswith("postgres") and not PROGRAMS:
            pytest.skip("no PostgreSQL server on this machine (Debian: postgresql)")
        yield given if given.startswith("postgres") else kept.enter_context(server(PROGRAMS[-1]))


@pytest.fixture
def on_postgresql(postgresql: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a new, empty PostgreSQL database."""
    name = f"desk_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
    yield Desk(tmp_path / "on-postgresql", f"{postgresql.rpartition('/')[0]}/{name}")
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on SQLite that has been worked on; nobody changes it."""
    return Desk(tmp_path_factory.mktemp("worked-on") / "home").worked_on()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk without facts; nobody changes it."""
    home = tmp_path_factory.mktemp("made") / "home"
    Desk(home).told("batches")
    return home


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on SQLite with a small sample company; nobody changes it."""
    desk = Desk(tmp_path_factory.mktemp("sampled") / "home")
    assert desk.run("sample", "load", "--buyers", 20).returncode == 0
    return desk


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A data folder without a desk."""
    return Desk(tmp_path / "empty")
