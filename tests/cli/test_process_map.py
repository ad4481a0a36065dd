"""`tradewind process map` and `process compare` at a terminal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import run, told
from tests.process.logs import BEGIN, many

KEYS = {
    "cases", "events", "activities", "variants", "dfg", "top_variants", "median_case_s", "rework", "handover",
    "problems",
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    frame = pl.concat([many(40), many(40, hours=5, start=24 * 60)])
    frame.write_csv(tmp_path / "log.csv")
    return tmp_path / "log.csv"


def test_the_document_has_its_keys_and_the_map_is_drawn(tmp_path: Path, file: Path) -> None:
    svg = tmp_path / "map.svg"
    document = told(tmp_path, "process", "map", file, "--svg", svg, "--standard", "inquiry > quote > order > ship")
    assert document.keys() >= KEYS
    assert document["dfg"][0].keys() == {"from", "to", "count", "mean_s", "median_s", "min_s", "max_s"}
    assert (document["cases"], document["conformance"]["fitting"]) == (80, 80)
    assert svg.read_text().startswith("<svg") and "inquiry" in svg.read_text()


def test_without_a_file_it_tells_of_the_desks_own_events(tmp_path: Path, file: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert "no event" in run(home, "process", "map").stderr
    assert told(home, "collect", file, "--kind", "events")["created"] == 320
    document, own = told(home, "process", "map", file), told(home, "process", "map")
    assert own["dfg"] == document["dfg"] and own["events"] == 320
    day = (BEGIN + timedelta(days=60)).date()
    compared = [told(home, "process", "compare", *words, "--at", day)["figures"] for words in ((file,), ())]
    assert compared[0]["median_case_s"]["before"] == compared[1]["median_case_s"]["before"]


def test_the_table_is_said_in_the_readers_language(tmp_path: Path, file: Path) -> None:
    assert "80 cases, 320 events" in run(tmp_path, "process", "map", file).stdout
    assert "80 个案例" in run(tmp_path, "process", "map", file, "--office", "Asia/Shanghai", language="zh").stdout


def test_before_and_after_stand_side_by_side(tmp_path: Path, file: Path) -> None:
    day = (BEGIN + timedelta(days=60)).date()
    done = run(tmp_path, "process", "compare", file, "--at", day)
    assert "better" in done.stdout and "not proven" in done.stdout
    assert told(tmp_path, "process", "compare", file, "--at", day)["figures"]["median_case_s"]["verdict"] == "better"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("map", "none.csv"), "no file"),
        (("map", "FILE", "--closing", "nothing"), "no activity nothing"),
        (("map", "FILE", "--office", "Nowhere/City"), "no time zone"),
        (("map", "FILE", "--office", "UTC", "--hours", "nine"), "no time of day"),
        (("map", "FILE", "--svg", "/no/such/folder/map.svg"), "/no/such/folder"),
        (("compare", "FILE", "--at", "2020-01-01"), "within it"),
        (("compare", "FILE", "--at", "2026-03-03"), "on both sides"),
        (("map", "ONE"), "one event"),
    ],
)
def test_bad_use_is_one_sentence_and_status_2(tmp_path: Path, file: Path, words: tuple[str, ...], said: str) -> None:
    one = tmp_path / "one.csv"
    one.write_text("case,activity,time\na,x,2026-01-01 10:00:00\n")
    names = {"FILE": str(file), "ONE": str(one)}
    done = run(tmp_path, "process", *(names.get(word, word) for word in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.splitlines()) == 1
