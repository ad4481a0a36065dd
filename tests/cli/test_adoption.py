"""`tradewind adoption …` on files: documents, tables in both languages, refusals in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.adoption.panels import rows_of
from tests.cli.running import run, told

COLUMNS = ("--unit", "unit", "--time", "time", "--outcome", "outcome", "--first-treated", "first_treated")


@pytest.fixture
def rollout(tmp_path: Path) -> pl.DataFrame:
    chance = np.random.default_rng(8)
    has = np.arange(1, 13) >= np.where(np.arange(12) < 4, 7, 99)[:, None]
    return rows_of(chance.normal(0, 1, (12, 1)) + has * 2.0 + chance.normal(0, 0.2, (12, 12)), [7.0] * 4 + [0.0] * 8)


@pytest.mark.parametrize("form", ["comma", "semicolon", "parquet"])
def test_one_document_by_each_design_and_out_of_each_form(tmp_path: Path, rollout: pl.DataFrame, form: str) -> None:
    file = tmp_path / ("panel.parquet" if form == "parquet" else "panel.csv")
    if form == "parquet":
        rollout.write_parquet(file)
    else:
        rollout.write_csv(file, separator="," if form == "comma" else ";")
    staggered = told(tmp_path, "adoption", "gain", "--panel", file, *COLUMNS)
    assert staggered["simple"]["att"] == pytest.approx(2.0, abs=0.3)
    assert staggered["verdict"] == "gain" and staggered["mde"] < 0.8
    assert staggered["att_gt"][0].keys() == {"group", "time", "att", "se"} and staggered["att_gt"][0]["group"] == 7
    assert {"simple", "dynamic", "group", "calendar", "twfe", "bacon", "pretest", "naive"} <= staggered.keys()
    for design, key in (("sdid", "sdid"), ("its", "its")):
        one = told(tmp_path, "adoption", "gain", "--panel", file, *COLUMNS, "--design", design)
        assert one[key]["att"] == pytest.approx(2.0, abs=0.6)
    assert one["evidence"] == "weak"


def test_months_are_periods_and_are_told_as_months(tmp_path: Path, rollout: pl.DataFrame) -> None:
    month = [f"2026-{int(at):02d}" for at in rollout["time"]]
    first = ["2026-07" if at else "" for at in rollout["first_treated"]]
    file = tmp_path / "panel.csv"
    rollout.with_columns(time=pl.Series(month), first_treated=pl.Series(first)).write_csv(file)
    document = told(tmp_path, "adoption", "gain", "--panel", file, *COLUMNS)
    assert document["group"]["steps"][0]["group"] == "2026-07"
    assert document["treated_units"] == 4


def test_answers_are_calibrated_and_people_scored_by_what_was_printed(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    able = chance.normal(0, 1, 400)
    right = (chance.random((400, 5)) < 1 / (1 + np.exp(-(able[:, None] - np.linspace(-1, 1, 5))))).astype(int)
    answers, items = tmp_path / "answers.csv", tmp_path / "items.json"
    pl.DataFrame({f"q{n}": right[:, n] for n in range(5)}).write_csv(answers)
    found = told(tmp_path, "adoption", "calibrate", answers)
    assert [one["item"] for one in found["items"]] == ["q0", "q1", "q2", "q3", "q4"]
    items.write_text(json.dumps(found))
    scored = told(tmp_path, "adoption", "score", answers, "--items", items)
    assert len(scored["people"]) == 400 and all(0 <= one["low"] <= one["high"] <= 100 for one in scored["people"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_read_a_table_and_a_verdict(tmp_path: Path, rollout: pl.DataFrame, language: str) -> None:
    file = tmp_path / "panel.csv"
    rollout.write_csv(file)
    done = run(tmp_path, "adoption", "gain", "--panel", file, *COLUMNS, language=language)
    assert done.returncode == 0, done.stderr
    assert ("证实" in done.stdout) == (language == "zh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,time,outcome,first_treated\na,1,x,0\n", 'row 2, column outcome: "x" is no number'),
        ("unit,time,outcome,first_treated\na,1,1,0\na,1,1,0\n", "Unit a has period 1 twice"),
        ("unit,time,outcome\na,1,1\n", "first_treated"),
        ("unit,time,outcome,first_treated\na,1,,0\nb,1,2,0\n", "has no outcome"),
        ("", "empty"),
    ],
)
def test_a_broken_panel_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "panel.csv"
    file.write_text(text)
    done = run(tmp_path, "adoption", "gain", "--panel", file, *COLUMNS)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_items_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "items.json").write_text('{"items": [{"discrimination": 1}]}')
    (tmp_path / "answers.json").write_text('{"patterns": {"01": 5, "10": 9, "011": 3}}')
    done = run(tmp_path, "adoption", "calibrate", tmp_path / "answers.json")
    assert done.returncode == 2 and "answers.json has no items that fit" in done.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_use_of_seats_is_told_beside_the_published_figure(tmp_path: Path, language: str) -> None:
    file = tmp_path / "log.csv"
    days = (2, 3, 10, 11, 16, 17)
    file.write_text("user,time,module\n" + "".join(f"ann,2026-11-{day:02d} 09:00,collect\n" for day in days))
    words = ("adoption", "usage", "--events", file, "--seats", 4, "--today", "2026-11-22")
    assert told(tmp_path, *words)["real_use"] == 0.25
    done = run(tmp_path, *words, language=language)
    assert done.returncode == 0 and "72%" in done.stdout and ("席位" in done.stdout) == (language == "zh")
    refused = run(tmp_path, *words[:5], 1, "--today", "2026-01-01")
    assert refused.returncode == 2 and "Nothing was done" in refused.stderr
