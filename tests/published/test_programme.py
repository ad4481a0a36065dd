"""The money of a programme against Excel's documented examples, traps of several rates, and a worked study."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tradewind.findings.programme import flows, programme
from tradewind.findings.programme_file import asked_of

EXCEL = {"NPV_end": "npv", "NPV_t0": "npv_t0", "IRR": "irr", "MIRR": "mirr", "XIRR": "xirr", "XNPV": "xnpv"}
NAMES = {
    "annuity": "annuity", "pv_cost": "pv_cost", "threshold_gain": "required_gain", "npv": "npv", "npv_identity": "npv",
    "irr": "irr", "mirr_r_r": "mirr", "payback_years": "payback_years", "roi": "roi",
}  # fmt: skip


@pytest.fixture
def vectors(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "roi" / "test_vectors.json").read_text())
    return found


def money(inputs: dict[str, Any], draws: int = 0) -> dict[str, Any]:
    return programme(asked_of(inputs, "case.json"), draws)


def test_every_excel_example_comes_out(vectors: dict[str, Any]) -> None:
    assert len(vectors["excel_docs"]) == 11
    for row in vectors["excel_docs"]:
        days = [date.fromisoformat(day) for day in row.get("dates", [])]
        found = flows(row["cf"], row.get("rate", 0.1), days, row.get("finance"), row.get("reinvest"))
        assert found[EXCEL[row["fn"]]] == pytest.approx(row["expect"], abs=row["tol"])
        if "precise" in row:
            assert found[EXCEL[row["fn"]]] == pytest.approx(row["precise"], abs=1e-6)


def test_every_trap_of_several_rates_is_told(vectors: dict[str, Any]) -> None:
    assert len(vectors["multiple_irr_traps"]) == 5
    for row in vectors["multiple_irr_traps"]:
        found = flows(row["cf"], 0.1)
        assert found["irrs"] == pytest.approx(sorted(row["real_rates"]), abs=1e-9)
        assert found["problems"][0]["code"] == ("several_rates" if row["real_rates"] else "no_sign_change")
        if "excel" in row:
            assert found["irr"] == pytest.approx(row["excel"], abs=0.005)


def test_every_figure_of_the_worked_programmes_comes_out(vectors: dict[str, Any]) -> None:
    for row in vectors["article_model"]["rows"]:
        found = money(row["inputs"])
        for told, ours in NAMES.items():
            expected = row[told]
            assert found[ours] == (expected if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-6))
        assert found["cash_flows"] == pytest.approx(row["cash_flows"], abs=1e-6)
        assert found["base_B_for_15pct"] == pytest.approx(vectors["article_model"]["base_B_for_15pct"])


def test_every_row_of_continue_or_stop_comes_out(vectors: dict[str, Any]) -> None:
    inputs = vectors["article_model"]["rows"][0]["inputs"]
    for row in vectors["continue_or_stop"]["rows"]:
        standing = {"g": row["gain"], "spent": row["spent"], "remaining_capex": row["remaining_capex"]}
        forward = money({**inputs, **standing})["forward"]
        assert forward["npv"] == pytest.approx(row["forward_npv"], abs=1e-6)
        assert forward["whole_npv"] == pytest.approx(row["ex_ante_npv"], abs=1e-6)
        assert forward["npv"] - forward["whole_npv"] == pytest.approx(forward["sunk"], abs=1e-6)
        assert forward["decision"] == row["decision"]
        assert forward["required_gain"] == pytest.approx(vectors["continue_or_stop"]["threshold"])
        assert forward["begin_gain"] == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("swung", "needed"),
    [
        ({"I": [7e5, 1e6, 1.1e6]}, (0.108, 0.164)),
        ({"m": [0.12, 0.18, 0.25]}, (0.131, 0.172)),
        ({"r": [0.06, 0.1, 0.15]}, (0.141, 0.162)),
        ({"H": [3, 5, 7]}, (0.199, 0.129)),
        ({"T": [4e4, 8e4, 16e4]}, (0.147, 0.157)),
        ({"p": [0.03, 0.1, 0.12]}, (0.147, 0.151)),
        ({"u": [0.6, 1, 1]}, (0.25, 0.15)),
    ],
)  # fmt: skip
def test_the_needed_gain_moves_as_the_study_found(
    vectors: dict[str, Any], swung: dict[str, list[float]], needed: tuple[float, float]
) -> None:
    bars = money({**vectors["article_model"]["rows"][0]["inputs"], **swung})["tornado"]
    bar = next(one for one in bars if one["own_range"])
    assert (bar["required_low"], bar["required_high"]) == pytest.approx(needed, abs=6e-4)


@pytest.mark.parametrize(
    ("gains", "all_in", "gated", "option", "informed"),
    [
        ([0.05, 0.14, 0.25], -80_021, 17_037, 97_059, 36_722),
        ([0.10, 0.18, 0.22], 281_148, 281_258, 110, 283_807),
        ([0.15, 0.20, 0.25], 602_617, 602_617, 0, 602_617),
    ],
)  # fmt: skip
def test_a_pilot_is_worth_what_a_million_draws_of_the_study_say(
    vectors: dict[str, Any], gains: list[float], all_in: float, gated: float, option: float, informed: float
) -> None:
    pilot = money({**vectors["article_model"]["rows"][0]["inputs"], "g": gains})["pilot"]
    found = tuple(pilot[name] for name in ("all_in", "gated", "option", "informed"))
    assert found == pytest.approx((all_in, gated, option, informed), abs=500)
    assert pilot["continue_gain"] == pytest.approx(0.1301, abs=5e-5)


def test_an_average_firm_gains_and_a_case_like_one_mostly_loses(vectors: dict[str, Any]) -> None:
    inputs = {**vectors["article_model"]["rows"][0]["inputs"], "p": [0.03, 0.05, 0.12]}
    average = money({**inputs, "I": [7e5, 8e5, 11e5], "g": [0.15, 0.2, 0.25]}, draws=100_000)["monte_carlo"]
    case = money({**inputs, "g": [0.08, 0.13, 0.18]}, draws=100_000)["monte_carlo"]
    assert average["mean"] == pytest.approx(915_000, rel=0.02) and average["p_negative"] < 1e-3
    assert case["p_negative"] == pytest.approx(0.832, abs=0.03)
