"""`tradewind remind clock` tells the buyer's time without any set-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run, told


def test_the_clock_tells_time_reason_and_opening(tmp_path: Path) -> None:
    document = told(tmp_path / "home", "remind", "clock", "--country", "BR", "--at", "2026-02-13T09:00Z")
    assert document["local"] == "2026-02-13T06:00:00-03:00"
    assert (document["is_open"], document["why_closed"], document["holiday"]) == (False, "night", None)
    assert document["next_open_utc"] == "2026-02-13T12:00:00Z"
    assert (document["zone"], document["zone_certain"]) == ("America/Sao_Paulo", False)
    assert not (tmp_path / "home").exists()


def test_a_holiday_is_named(tmp_path: Path) -> None:
    document = told(
        tmp_path, "remind", "clock", "--country", "br", "--zone", "America/Manaus", "--at", "2026-02-16T15:00Z"
    )
    assert (document["why_closed"], document["holiday"]) == ("holiday", "Carnival")
    assert document["holiday_names"] == {"en": "Carnival", "zh": "狂欢节", "local": "Carnaval"}
    assert document["zone_certain"] and document["next_open_utc"] == "2026-02-19T13:00:00Z"


def test_a_make_up_saturday_is_open(tmp_path: Path) -> None:
    document = told(tmp_path, "remind", "clock", "--country", "CN", "--at", "2026-02-14T02:00+00:00")
    assert document["is_open"] and document["is_make_up_workday"]
    assert document["next_open_utc"] == "2026-02-14T02:00:00Z"


def test_a_telephone_number_is_enough(tmp_path: Path) -> None:
    document = told(tmp_path, "remind", "clock", "--phone", "+971 50 123 4567", "--at", "2026-06-05T08:00Z")
    assert (document["zone"], document["country"], document["is_open"]) == ("Asia/Dubai", "AE", True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["São Paulo: Monday 2026-02-16 12:00", "closed: Carnival", "Opens Thursday", "assumed"]),
        ("zh", ["圣保罗", "休息中：狂欢节", "星期四", "推定"]),
    ],
)
def test_in_words_it_speaks_both_languages(tmp_path: Path, language: str, words: list[str]) -> None:
    done = run(tmp_path, "remind", "clock", "--country", "BR", "--at", "2026-02-16T15:00Z", language=language)
    assert done.returncode == 0
    assert not [word for word in words if word not in done.stdout], done.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--country", "XX"), ("--zone", "Mars/Olympus"), ("--country", "US", "--at", "2026-02-13T09:00"), (),
        ("--country", "US", "--at", "tomorrow"), ("--country", "US", "--at", "2150-01-01T00:00Z"), ("--phone", "12"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    done = run(tmp_path, "remind", "clock", *wrong, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
