"""`tradewind serve` opens the whole desk in one go, and leaves nothing running."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, environment

OPEN_SECONDS = 60


@contextmanager
def served(home: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk that is open, and what it printed when it opened."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", *words], env=environment(home), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield process, greeting(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def greeting(process: subprocess.Popen[str]) -> str:
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def port_in(text: str) -> int:
    found = re.search(r"http://127\.0\.0\.1:(\d+)/sign-in/", text)
    assert found, text
    return int(found[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def still_running(home: Path) -> list[int]:
    """The processes whose data folder is `home`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_a_first_start_opens_the_sign_in_page_and_ctrl_c_ends_everything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home, "--port", str(free_port())) as (_process, said):
        page = urllib.request.urlopen(f"http://127.0.0.1:{port_in(said)}/sign-in", timeout=10).read().decode()
        assert "Tradewind" in page
        assert len(still_running(home)) > 3
    assert still_running(home) == []


def test_a_second_start_finds_the_desk_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tokens = set()
    for _ in range(2):
        with served(home, "--port", str(free_port())) as (_process, said):
            tokens.add(said.split("/sign-in/")[1].split()[0])
    assert len(tokens) == 2
    assert (home / "desk.sqlite3").exists()


def test_a_taken_port_is_said_and_another_one_found(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        except OSError:
            pass  # someone else has it: all the better
        with served(tmp_path / "home") as (_process, said):
            assert "8000 is taken" in said
            assert port_in(said) > 8000


def test_a_taken_port_that_was_asked_for_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = ["serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(
            [*PROGRAM, *words],
            env=environment(tmp_path / "home"),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert "--port" in done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells children that their parent died")
def test_a_killed_desk_leaves_no_process_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home, "--port", str(free_port())) as (process, _said):
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        until = time.monotonic() + 60
        while still_running(home) and time.monotonic() < until:
            time.sleep(0.2)
        assert still_running(home) == []


def refused(home: Path, *words: str) -> str:
    """What `serve` says when it does not open."""
    done = subprocess.run(
        [*PROGRAM, "serve", *words], env=environment(home), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2, done.stdout
    return done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--bind", "0.0.0.0", "--public-url", "http://desk.example"),
        ("--bind", "::", "--public-url", "http://desk.example"),
        ("--public-url", "https://desk.example", "--behind-proxy"),
    ],
)
def test_a_desk_opens_to_no_team_before_an_administrator_has_a_password(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    said = refused(home, "--port", str(free_port()), *words)
    assert "tradewind people password owner" in said
    assert still_running(home) == []


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--bind", "0.0.0.0"), "--public-url"),
        (("--bind", "desk"), "no network address"),
        (("--bind", "192.0.2.1"), "no network address"),
        (("--public-url", "desk.example"), "https://desk.example"),
        (("--public-url", "https://desk.example/desk"), "without a path"),
        (("--public-url", "https://desk.example:no"), "without a path"),
    ],
)
def test_an_address_that_cannot_be_served_is_refused(tmp_path: Path, words: tuple[str, ...], part: str) -> None:
    assert part in refused(tmp_path / "home", "--port", str(free_port()), *words)


def test_a_team_reaches_the_desk_by_its_public_name_and_by_no_other(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    subprocess.run(
        [*PROGRAM, "people", "password", "owner", "--password-stdin"],
        env=environment(home), input="typhoon-shelter-9\n", text=True, check=True, capture_output=True,
    )  # fmt: skip
    with served(home, "--port", str(port), "--bind", "0.0.0.0", "--public-url", "https://desk.example") as (_, said):
        assert "https://desk.example" in said
        answers = {}
        for host in ("desk.example", "evil.example"):
            asked = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in", headers={"Host": host})
            try:
                answers[host] = urllib.request.urlopen(asked, timeout=10).status
            except urllib.error.HTTPError as error:
                answers[host] = error.code
        assert answers == {"desk.example": 200, "evil.example": 400}
