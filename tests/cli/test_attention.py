"""`tradewind attention …` on files: one document, a Parquet file of what was said, refusals in a sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from tests.attention.mail import a_world
from tradewind.cli import main

SCORES = {"base_rate", "auc", "average_precision", "recall_at_10", "ece"}
PLAN = {
    "windows", "mean_wait_min", "median_wait_min", "within_share", "interruptions_per_day",
    "realtime_interruptions_per_day",
}  # fmt: skip


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]
Told = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, as its entry point runs it: these commands need no desk and leave nothing behind."""

    def ran(*words: object, language: str = "en") -> Done:
        monkeypatch.setenv("TRADEWIND_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["tradewind", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return ran


@pytest.fixture
def told(run: Run) -> Told:
    """The one JSON document on stdout of a command that must succeed."""

    def document(*words: object) -> Any:
        done = run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return document


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A file of made-up mail, with the headings that mail archives have."""
    file = tmp_path / "mail.parquet"
    a_world(250).rename({"reply_to": "in_reply_to", "utc_offset_min": "tz_offset_min"}).write_parquet(file)
    return file


def test_backtest_tells_scores_and_writes_what_was_said(mail: Path, tmp_path: Path, told: Told) -> None:
    out = tmp_path / "said.parquet"
    document = told("attention", "backtest", "--messages", mail, "--personas", 2, "--predictions", out)
    assert {one["persona"] for one in document["personas"]} == {"wei", "ana"}
    assert all(set(one) == {"persona", "messages"} | SCORES for one in document["personas"])
    assert set(document["mean"]) == SCORES and set(document["baselines"]) == {"keywords", "sender_rate", "thread_rule"}
    said = pl.read_parquet(out)
    assert said.columns == ["persona", "message_id", "sent_at", "p_reply", "label"]
    assert said.height == sum(one["messages"] for one in document["personas"])
    assert len(document["model"]["signals"]) == 10 and len(document["model"]["calibration"]) == 10


def test_plan_tells_the_windows_beside_even_ones(mail: Path, told: Told) -> None:
    words = [
        "attention",
        "plan",
        "--messages",
        mail,
        "--timezone",
        "+08:00",
        "--windows",
        3,
        "--test-from",
        "2026-03-12",
    ]
    document = told(*words)
    assert set(document) >= PLAN | {"even", "late_slot"} and set(document["even"]) == PLAN
    assert len(document["windows"]) == 3 and document["windows"] == sorted(document["windows"])
    shorter = told(*words, "--from", "09:00", "--to", "12:00", "--slot", 5, "--within-hours", 2, "--aim", "late",
                   "--blocked", "10:00-11:30")  # fmt: skip
    assert all("09:00" <= at < "10:00" or "11:30" <= at <= "12:00" for at in shorter["windows"])


def test_meter_tells_a_range_beside_the_published_hour(mail: Path, tmp_path: Path, told: Told) -> None:
    document = told("attention", "meter", "--messages", mail, "--rep", "wei", "--timezone", "Asia/Shanghai")
    lost = document["focus_lost_h_per_day"]
    assert lost["low"] < lost["calibrated"] < lost["high"] and document["benchmark"]["average"] == 1.0
    assert document["changes"] is None and document["response"]["answered"] > 0
    since = told("attention", "meter", "--messages", mail, "--rep", "wei", "--timezone", "UTC", "--since", "2026-03-12")
    assert {one["verdict"] for one in since["changes"].values()} == {"too_short"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_read_tables(mail: Path, language: str, run: Run) -> None:
    for words, chinese in (
        (["backtest", "--personas", 2], "平均"),
        (["plan", "--timezone", "+08:00"], "窗口"),
        (["meter", "--rep", "wei", "--timezone", "+08:00", "--since", "2026-03-12"], "打断"),
    ):
        done = run("attention", words[0], "--messages", mail, *words[1:], language=language)
        assert done.returncode == 0, done.stderr
        assert (chinese in done.stdout) == (language == "zh")


def test_json_lines_of_messages_read_and_csv_are_read_alike(tmp_path: Path, told: Told) -> None:
    world = a_world(250)
    world.write_csv(tmp_path / "mail.csv")
    lines = world.rename({"conversation_id": "conversation"}).with_columns(
        kind=pl.lit("text"), sent_at_utc=pl.col.sent_at.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        sent_at=pl.col.sent_at.dt.offset_by("8h").dt.strftime("%Y-%m-%dT%H:%M:%S"), channel=pl.lit("mail"),
    )  # fmt: skip
    lines.write_ndjson(tmp_path / "mail.jsonl")
    world.write_parquet(tmp_path / "mail.parquet")
    words = ["--timezone", "+08:00", "--windows", 2]
    plans = [
        told("attention", "plan", "--messages", tmp_path / f"mail.{form}", *words)
        for form in ("csv", "jsonl", "parquet")
    ]
    assert plans[0] == plans[1] == plans[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--timezone", "Mars/Base"], "Mars/Base is no time zone."),
        (["plan", "--timezone", "+08:00", "--windows", "5", "--from", "08:00", "--to", "08:30"], "5 windows do not fit between 08:00 and 08:30"),
        (["plan", "--timezone", "+08:00", "--from", "8 o'clock"], "8 o'clock is no time of day."),
        (["plan", "--timezone", "+08:00", "--slot", "60"], "A slot of 60 minutes is not possible."),
        (["plan", "--timezone", "+08:00", "--blocked", "noon"], "noon is no span of hours."),
        (["plan", "--timezone", "+08:00", "--test-from", "2030-01-01"], "has no messages to judge by"),
        (["plan", "--timezone", "+08:00", "--test-from", "2020-01-01"], "has no messages before 2020-01-01"),
        (["meter", "--timezone", "+08:00", "--rep", "nobody"], "has no messages of nobody."),
        (["backtest", "--predictions", "/nowhere/at/all.parquet"], "/nowhere/at"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence(mail: Path, words: list[str], said: str, run: Run) -> None:
    done = run("attention", words[0], "--messages", mail, *words[1:])
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"message_id,sent_at\n1,2026-03-02\n", "none is sender"),
        (b"message_id,sent_at,sender\n1,yesterday,tom\n", 'row 2: "yesterday" is no time'),
        (b"message_id,sent_at,sender\n1,2026-03-02T09:00,tom\n2,2026-03-02T10:00,tom\n", "come from one sender"),
        (b"message_id,sent_at,sender\n1,2026-03-02T09:00,tom\n2,2026-03-02T10:00,wei\n", "no message that answers"),
        (b"PAR1 but broken", "is damaged"),
        (b'{"message_id": "1", "sent_at"', "is no JSON object"),
        (b"message_id,sent_at,sender,reply_to\n1,2026-03-02T09:00,tom,\n2,2026-03-02T10:00,wei,1\n", "No message is left to judge by"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_mail_is_refused_by_what_it_lacks(
    tmp_path: Path, content: bytes, said: str, run: Run
) -> None:
    file = tmp_path / "mail.csv"
    file.write_bytes(content)
    done = run("attention", "backtest", "--messages", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path, run: Run) -> None:
    done = run("attention", "plan", "--messages", tmp_path / "gone.csv", "--timezone", "+08:00")
    assert done.returncode == 2 and "gone.csv" in done.stderr
