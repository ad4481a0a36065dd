"""`tradewind process programme` and `process flows` at a terminal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run, told
from tradewind.errors import InputError
from tradewind.findings.programme import flows, programme
from tradewind.findings.programme_file import asked_of, programme_file

CASE: dict[str, Any] = {"I": 1e6, "T": 8e4, "m": 0.18, "r": 0.1, "H": 5, "p": 0.1, "L": 5e5, "B": 3179280.49, "g": 0.12}
KEYS = {
    "annuity", "pv_cost", "required_gain", "cash_flows", "npv", "irr", "irrs", "mirr", "payback_years", "roi",
    "forward", "monte_carlo",
}  # fmt: skip


def written(folder: Path, document: object) -> Path:
    file = folder / "case.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return file


def test_the_document_has_its_keys_and_the_worked_figures(tmp_path: Path) -> None:
    asked = {**CASE, "g": [0.08, 0.12, 0.18], "spent": 680_000}
    document = told(tmp_path, "process", "programme", written(tmp_path, asked), "--draws", 20_000)
    assert document.keys() >= KEYS
    assert {"npv", "required_gain", "sunk", "decision"} <= document["forward"].keys()
    assert document["forward"]["decision"] == "continue" and document["npv"] < 0
    assert document["forward"]["required_gain"] == pytest.approx(0.093578, abs=1e-6)
    assert {"p5", "p50", "p95", "p_negative"} <= document["monte_carlo"].keys()
    text = run(tmp_path, "process", "programme", tmp_path / "case.json", "--draws", 1000).stdout
    assert "Would you start it today?" in text.splitlines()[0] and "9.36%" in text
    chinese = run(tmp_path, "process", "programme", tmp_path / "case.json", "--draws", 1000, language="zh").stdout
    assert "沉没成本" in chinese


def test_flows_by_date_are_parted_by_a_day(tmp_path: Path) -> None:
    asked = {
        "r": 0.1,
        "as_of": "2026-06-01",
        "flows": [["2026-01-01", -1000], ["2026-07-01", -100], ["2027-01-01", 700]],
    }
    document = told(tmp_path, "process", "programme", written(tmp_path, asked))
    forward = document["forward"]
    assert forward["sunk"] == 1000 and forward["decision"] == "continue"
    assert forward["npv"] - forward["whole_npv"] == pytest.approx(1000)
    assert document["npv"] < 0 and document["monte_carlo"] is None and document["pv_cost"] > 1000


def test_investment_by_date_is_discounted_by_date(tmp_path: Path) -> None:
    asked = {**CASE, "I": {"2026-01-01": 500_000, "2027-01-01": 500_000}}
    document = told(tmp_path, "process", "programme", written(tmp_path, asked), "--draws", 10)
    assert document["pv_cost"] == pytest.approx(1807796.16 - 500_000 * (1 - 1 / 1.1), abs=1)
    assert document["flow_years"] == [0, 1, 2, 3, 4, 5]


def test_flows_as_excel_has_them(tmp_path: Path) -> None:
    document = told(tmp_path, "process", "flows", "--rate", 0.1, -10000, 3000, 4200, 6800)
    assert document["npv"] == pytest.approx(1188.44, abs=0.005) and document["xirr"] is None
    days = [
        word
        for day in ("2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01")
        for word in ("--date", day)
    ]
    document = told(tmp_path, "process", "flows", "--rate", 0.09, *days, -10000, 2750, 4250, 3250, 2750)
    assert document["xirr"] == pytest.approx(0.373362535, abs=1e-8)


def test_several_rates_are_said_and_shown(tmp_path: Path) -> None:
    done = run(tmp_path, "process", "flows", "--rate", 0.1, -100, 230, -132)
    assert done.returncode == 0 and "several internal rates" in done.stderr and "10.00%, 20.00%" in done.stdout


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "is empty"),
        ("[1]", "one JSON object"),
        ('{"I": 1', "line 1"),
        ('{"I": 1, "I": 2}', "I twice"),
        ("[" * 100_000, "no JSON"),
        ({}, "lacks I, r, H, B, g"),
        ({**CASE, "r": -1}, "above -1"),
        ({**CASE, "r": -2}, "above -1"),
        ({**CASE, "H": 0}, "from 1 to 100"),
        ({**CASE, "H": 2.5}, "from 1 to 100"),
        ({**CASE, "H": "5"}, "no number"),
        ({**CASE, "g": True}, "no number"),
        ({**CASE, "g": [0.2, 0.1, 0.3]}, "[low, likely, high]"),
        ({**CASE, "g": [0.2, 0.1]}, "[low, likely, high]"),
        ({**CASE, "p": 10}, "0 to 1"),
        ({**CASE, "I": -5}, "I: -5 is not possible"),
        ({**CASE, "I": 1e300}, "is not possible"),
        ({**CASE, "I": {}}, "payment by date"),
        ({**CASE, "I": {"soon": 5}}, "payment by date"),
        ({**CASE, "r": -0.9999999, "H": 100}, "too large"),
        ({**CASE, "pilot": {"noise": 2}}, "pilot.noise"),
        ({"flows": [-1, 2]}, "lacks r"),
        ({"flows": [-1], "r": 0.1}, "two amounts"),
        ({"flows": [["x", 1], ["y", 2]], "r": 0.1}, "is no flow"),
        ({"flows": [-1, 2], "r": 0.1, "as_of": "2026-01-01"}, "is no flow"),
        ('{"I": NaN, "r": 0.1, "H": 5, "B": 1, "g": 0.1}', "not possible"),
    ],
)
def test_a_bad_programme_is_refused_in_one_sentence(tmp_path: Path, document: object, said: str) -> None:
    with pytest.raises(InputError) as refused:
        programme(asked_of(programme_file(written(tmp_path, document)), "case.json"), draws=0)
    assert said in str(refused.value) and refused.value.exit_status == 2


def test_a_refusal_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    done = run(tmp_path, "process", "programme", written(tmp_path, {**CASE, "r": -1}), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "above -1" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_file_in_another_encoding_and_no_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes('{"名称": 1}'.encode("gb18030"))
    assert "Save it as UTF-8" in run(tmp_path, "process", "programme", file).stderr
    assert "no file" in run(tmp_path, "process", "programme", tmp_path / "none.json").stderr


@pytest.mark.parametrize(
    ("amounts", "rate", "days", "said"),
    [
        ([-100, 200], -1, [], "above -1"),
        ([-100, 200], float("nan"), [], "above -1"),
        ([-100], 0.1, [], "two amounts"),
        ([-100, 200], 0.1, ["2026-01-01"], "one date for each"),
        ([-100, 200], 0.1, ["2026-01-02", "2026-01-01"], "earliest flow first"),
        ([float("inf"), -100], 0.1, [], "too large"),
        ([-1.0] * 1201, 0.1, [], "too many"),
    ],
)
def test_bad_flows_are_refused_in_one_sentence(amounts: list[float], rate: float, days: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        flows(amounts, rate, [date.fromisoformat(day) for day in days])


def test_flows_without_a_change_of_sign_are_told_in_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "process", "flows", "--rate", 0.1, 100, 100, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["irrs"] == []
    assert "never change sign" in done.stderr and len(done.stderr.splitlines()) == 1
