"""Gains and items as R tells them: package did (reference files beside the data), package ltm."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tradewind.adoption.aggregates import AGGREGATES, aggregate
from tradewind.adoption.certainty import pretest
from tradewind.adoption.literacy import ability, fit_items
from tradewind.adoption.panel import Panel
from tradewind.adoption.staggered import group_time, standard_errors
from tradewind.adoption.two_way import two_way
from tradewind.findings.adoption import panel_file


@pytest.fixture
def counties(shared: Path) -> Panel:
    return panel_file(shared / "adoption" / "mpdta.csv", "countyreal", "year", "lemp", "first.treat").panel


@pytest.mark.parametrize(("control", "scenario"), [("never", "mpdta_nev_dr"), ("notyet", "mpdta_nyt_dr")])
def test_every_cell_and_aggregate_is_that_of_r_did(shared: Path, counties: Panel, control: str, scenario: str) -> None:
    of_r = {
        name: pl.read_csv(shared / "adoption" / f"mpdta.R_did_{name}.csv", null_values="NA").filter(scenario=scenario)
        for name in ("attgt", "aggte")
    }
    found = group_time(counties, control)
    assert np.abs(found.att - of_r["attgt"]["att"].to_numpy()).max() < 1e-9
    assert np.abs(standard_errors(found.influence) - of_r["attgt"]["se"].to_numpy()).max() < 1e-9
    for kind in AGGREGATES:
        one, told = aggregate(found, kind), of_r["aggte"].filter(type=kind)
        assert one.att == pytest.approx(told["overall_att"][0], abs=1e-9)
        assert standard_errors(one.influence[:, None])[0] == pytest.approx(told["overall_se"][0], abs=1e-9)
        if kind != "simple":
            assert np.abs(one.effects - told["att_egt"].to_numpy()).max() < 1e-9
            assert np.abs(standard_errors(one.influence_at) - told["se_egt"].to_numpy()).max() < 1e-9


def test_the_test_for_trends_and_the_naive_number_are_the_published_ones(counties: Panel) -> None:
    told, naive = pretest(group_time(counties)), two_way(counties)
    assert told.w == pytest.approx(7.791, abs=0.001)
    assert told.p == pytest.approx(0.168, abs=0.001)
    assert naive.att == pytest.approx(-0.0365, abs=0.0001)
    assert naive.se == pytest.approx(0.0133, abs=0.0001)


def test_the_items_of_lsat_6_are_those_of_r_ltm(shared: Path) -> None:
    told = json.loads((shared / "literacy" / "lsat6.json").read_text())
    patterns = told["patterns"]
    answers = np.array([[float(sign) for sign in key] for key in patterns])
    found = fit_items(answers, np.array(list(patterns.values()), dtype=float))
    assert found.log_likelihood == pytest.approx(told["ltm_2pl"]["loglik"], abs=0.001)
    assert np.abs(found.discrimination - told["ltm_2pl"]["discrimination"]).max() < 0.0025
    assert np.abs(found.difficulty - told["ltm_2pl"]["difficulty"]).max() < 0.0025
    for key, (theta, sd) in told["ours_41_nodes"]["eap"].items():
        person = ability(np.array([float(sign) for sign in key]), found.discrimination, found.difficulty)
        assert person.theta == pytest.approx(theta, abs=2e-4)
        assert person.sd == pytest.approx(sd, abs=2e-4)
