"""`tradewind retention ripple` at a terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import run, told
from tests.desk.histories import regular_buyers


def test_the_case_comes_out_at_month_12_for_any_feedback(tmp_path: Path) -> None:
    for words in ((), ("--feedback", 0), ("--feedback", 0.85), ("--feedback", 1.5)):
        document = told(tmp_path, "retention", "ripple", "--churn", "0.18:0.23", *words)
        year = document["months"][11]
        assert year["month"] == 12
        assert (year["orders"], year["response"], year["churn"]) == pytest.approx((0.88, 1.08, 0.23), abs=1e-9)
        assert document["elasticities"] == pytest.approx({"orders": -2.556667, "response": 1.539221}, abs=1e-6)


def test_the_document_has_its_keys_and_its_months(tmp_path: Path) -> None:
    document = told(tmp_path, "retention", "ripple", "--churn", "0.18:0.23", "--months", 48, "--feedback", 0.3)
    assert [one["month"] for one in document["months"]] == list(range(1, 49))
    assert set(document["months"][0]) == {"month", "churn", "customers", "orders", "response"}
    assert document["loop_gain"] == pytest.approx(0.228972, abs=1e-6) and not document["runaway"]
    for name in ("orders", "response"):
        band = document["bands"][name]
        assert band["p5"] < band["p50"] < band["p95"]
    assert document["unidentified"] == ["phi"]
    assert len(document["month_bands"]) == len(document["scenario_bands"]) == len(document["waiting"]) == 48


def test_a_runaway_is_called_one(tmp_path: Path) -> None:
    document = told(tmp_path, "retention", "ripple", "--feedback", 1.5, "--months", 120)
    assert document["runaway"] and document["loop_gain"] >= 1 and document["collapses_in"] == 66
    assert "a runaway" in run(tmp_path, "retention", "ripple", "--feedback", 1.5).stdout
    assert "失控" in run(tmp_path, "retention", "ripple", "--feedback", 1.5, language="zh").stdout


def test_stopping_early_saves_what_waiting_costs(tmp_path: Path) -> None:
    document = told(tmp_path, "retention", "ripple", "--stop", 6)
    waiting = document["waiting"]
    assert document["stop"]["years_of_orders_saved"] == waiting[5]["years_of_orders_saved"]
    costs = sum(one["years_of_orders_a_month"] for one in waiting)
    assert costs == pytest.approx(waiting[0]["years_of_orders_saved"])
    assert waiting[0]["years_of_orders_saved"] == pytest.approx(document["years_of_orders_lost"])
    assert document["stop"]["months"][-1]["orders"] > document["months"][-1]["orders"]


def test_the_table_says_what_it_rests_on(tmp_path: Path) -> None:
    text = run(tmp_path, "retention", "ripple").stdout
    assert "one published case" in text and "no published figure" in text and "Loop gain 0.23" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--churn", "0.18"), "BEFORE:AFTER"),
        (("--churn", "a:b"), "BEFORE:AFTER"),
        (("--churn", ""), "BEFORE:AFTER"),
        (("--churn", "0.18:1"), "below 1"),
        (("--churn", "0:0.2"), "above 0"),
        (("--churn", "0.18:nan"), "BEFORE:AFTER"),
        (("--months", "0"), "1 to 600"),
        (("--months", "601"), "1 to 600"),
        (("--months", "2.5"), "1 to 600"),
        (("--months", "soon"), "1 to 600"),
        (("--feedback", "-0.1"), "0 to 3"),
        (("--feedback", "much"), "0 to 3"),
        (("--stop", "37"), "1 to 36"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(tmp_path: Path, words: tuple[str, str], said: str) -> None:
    done = run(tmp_path, "retention", "ripple", *words)
    assert done.returncode == 2 and done.stdout == ""
    assert said in done.stderr and len(done.stderr.splitlines()) == 1


def test_an_order_file_prices_the_ripple_and_says_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(regular_buyers(date(2026, 6, 30)))
    document = told(tmp_path, "retention", "ripple", "--orders", file, "--stop", 3)
    assert document["own"]["missing"] == ["few_segments"]
    assert document["own"]["weights"] == {"psi": 0, "sf": 0, "phi": 0}
    assert document["months"][11]["orders"] == pytest.approx(0.88)
    money = document["money"]
    assert money["yearly"] > 0 and money["lost"] == pytest.approx(money["yearly"] * document["years_of_orders_lost"])
    assert document["waiting"][2]["saved"] == pytest.approx(money["yearly"] * document["stop"]["years_of_orders_saved"])
    assert "Too thin" in run(tmp_path, "retention", "ripple", "--orders", file).stdout
    assert "数据太少" in run(tmp_path, "retention", "ripple", "--orders", file, language="zh").stdout


def test_own_history_of_an_empty_desk_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "retention", "ripple", "--own")
    assert done.returncode == 2 and "no orders yet" in done.stderr
