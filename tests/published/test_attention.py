"""Attention against what was published and measured: r-help 2004-2005, as docs/findings.md tells it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from polars import col

from tradewind import published
from tradewind.attention.interruptions import COSTS
from tradewind.attention.slots import WindowRule
from tradewind.findings.attention import Attention, attention_of_file


@pytest.fixture(scope="module")
def r_help() -> Attention:
    file = Path(__file__).parents[3] / "shared" / "data" / "messages" / "r_help_mail_2004_2005.parquet"
    if not file.exists():
        pytest.skip("needs ../shared/data beside the checkout")
    return attention_of_file(file)


def test_three_windows_planned_on_2004_reach_the_goals_of_2005(r_help: Attention) -> None:
    """The optimum of our study: 08:00, 17:45, 21:00 for a rep in China."""
    told = r_help.plan("+08:00", WindowRule(3), date(2005, 1, 1))
    assert told["windows"] == ["08:00", "17:45", "21:00"]
    assert told["mean_wait_min"] <= 145 and told["median_wait_min"] <= 92 and told["within_share"] >= 0.766
    assert told["mean_wait_min"] < told["even"]["mean_wait_min"] - 8
    assert told["even"]["windows"] == ["08:00", "14:30", "21:00"]


def test_one_and_four_windows_are_those_of_the_study(r_help: Attention) -> None:
    one = r_help.plan("+08:00", WindowRule(1), date(2005, 1, 1))
    assert one["windows"] == ["16:00"]
    assert (round(one["mean_wait_min"]), round(one["median_wait_min"]), round(one["within_share"], 3)) == (
        225,
        195,
        0.551,
    )
    assert r_help.plan("+08:00", WindowRule(4), date(2005, 1, 1))["windows"] == ["08:00", "17:00", "19:00", "21:00"]


def test_the_chance_of_an_answer_beats_every_simple_ranker_on_real_mail(r_help: Attention) -> None:
    """A few months of it, so that this stays quick; benchmarks/attention.py has the whole file and the peer."""
    some = Attention(r_help.mail.filter(col.sent_at < datetime(2004, 4, 15)), "r-help")
    told = some.backtest(2)[1]
    best = max(one["auc"] for one in told["baselines"].values())
    assert told["mean"]["auc"] > best + 0.1 and told["mean"]["ece"] < 0.02


def test_the_calibrated_cost_turns_the_studys_day_into_the_published_hour() -> None:
    assert COSTS[1].minutes * 23.2 / 60 == pytest.approx(published.metric("focus_lost").average)
