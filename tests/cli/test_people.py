"""`tradewind people …` as an administrator at a terminal uses it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.cli.running import PROGRAM, environment, run, told


def test_a_person_is_added_changed_sent_away_and_taken_back(tmp_path: Path) -> None:
    added = told(tmp_path, "people", "add", "Erin", "--name", "Erin Wu", "--role", "manager", "--team", "South")
    assert added["person"] == "erin"
    assert "/invitation/" in added["invitation"]
    edited = told(tmp_path, "people", "edit", "erin", "--role", "rep", "--team", "")
    assert edited == {
        "person": "erin", "name": "Erin Wu", "role": "rep", "team": None, "state": "invited", "customers": 0,
    }  # fmt: skip
    set_to = subprocess.run(
        [*PROGRAM, "people", "password", "erin", "--password-stdin"], env=environment(tmp_path),
        input="typhoon-shelter-9\n", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert set_to.returncode == 0, set_to.stderr
    assert told(tmp_path, "people", "leave", "erin")["state"] == "left"
    assert run(tmp_path, "people", "invite", "erin").returncode != 0
    assert told(tmp_path, "people", "return", "erin")["state"] == "active"
    states = {one["person"]: (one["role"], one["state"]) for one in told(tmp_path, "people", "list")["people"]}
    assert states.pop("erin") == ("rep", "active")
    assert [role for role, _ in states.values()] == ["admin"]


def test_what_cannot_be_done_is_refused_in_one_sentence(tmp_path: Path) -> None:
    owner = told(tmp_path, "people", "list")["people"][0]["person"]
    for words, said in (
        (("leave", owner), "last administrator"),
        (("edit", owner, "--role", "rep"), "last administrator"),
        (("edit", "nobody-here", "--role", "rep"), "nobody-here"),
        (("add", owner), owner),
    ):
        done = run(tmp_path, "people", *words)
        assert done.returncode != 0
        assert said in done.stderr and "Traceback" not in done.stderr
    assert len(told(tmp_path, "people", "list")["people"]) == 1
