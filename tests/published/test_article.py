"""The article's figures, against the project's shared copy of them where that is present."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tradewind import published
from tradewind.errors import UnknownMetric

BENCHMARKS = Path(__file__).parents[2].parent / "shared" / "benchmarks.json"


@pytest.fixture
def article() -> list[dict[str, Any]]:
    if not BENCHMARKS.exists():
        pytest.skip("needs ../shared/benchmarks.json beside the checkout")
    challenges: list[dict[str, Any]] = json.loads(BENCHMARKS.read_text(encoding="utf-8"))["challenges"]
    return challenges


def test_the_published_churn_rate_is_17_5_percent_within_15_to_25() -> None:
    churn = published.metric("churn_rate")
    assert (churn.average, churn.low, churn.high, churn.case) == (0.175, 0.15, 0.25, 0.23)
    assert (churn.challenge, churn.better, churn.unit) == ("retention", "lower", "share per year")


def test_an_unknown_figure_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownMetric, match=r"no published figure churn\. There are: churn_rate,"):
        published.metric("churn")


def test_every_figure_lies_within_its_own_range() -> None:
    for one in published.metrics():
        if one.low is not None and one.average is not None and one.high is not None:
            assert one.low <= one.average <= one.high


def test_every_figure_of_the_article_is_here_and_the_same(article: list[dict[str, Any]]) -> None:
    for challenge in article:
        for given in challenge["metrics"]:
            ours = published.metric(given["id"])
            assert ours.challenge == challenge["id"]
            for field in ("zh", "en", "unit", "better", "average", "low", "high", "case"):
                assert getattr(ours, field) == given[field], (given["id"], field)


def test_survey_and_threshold_are_here_and_the_same(article: list[dict[str, Any]]) -> None:
    surveys = [challenge["survey"] for challenge in article if "survey" in challenge]
    assert [(one["id"], one["average"]) for one in surveys] == [
        (one.id, one.average) for one in published.metrics() if one.kind == "survey"
    ]
    thresholds = [challenge["threshold"] for challenge in article if "threshold" in challenge]
    assert [(one["id"], one["value"]) for one in thresholds] == [
        (one.id, one.required) for one in published.metrics() if one.kind == "threshold"
    ]
    assert published.metric("process_gain").case_below == 0.15


def test_no_figure_is_here_that_the_article_does_not_have(article: list[dict[str, Any]]) -> None:
    extra = [one[key]["id"] for one in article for key in ("survey", "threshold") if key in one]
    assert {one.id for one in published.metrics()} == {m["id"] for c in article for m in c["metrics"]} | set(extra)


def test_the_four_challenges_and_three_modules_are_named_as_in_the_article(article: list[dict[str, Any]]) -> None:
    for ours, given in zip(published.challenges(), article, strict=True):
        assert (ours.id, ours.zh, ours.en) == (given["id"], given["zh"], given["en"])
        assert (ours.case_zh, ours.case_en) == (given["case"]["zh"], given["case"]["en"])
        assert ours.story_en == given["case"]["story"]
        assert [one.id for one in ours.metrics if one.kind == "metric"] == [one["id"] for one in given["metrics"]]
    modules = next(challenge["modules"] for challenge in article if "modules" in challenge)
    assert [(one.id, one.zh, one.en) for one in published.modules()] == [tuple(one.values()) for one in modules]


def test_the_source_says_in_both_languages_that_no_primary_source_is_given() -> None:
    assert "as published, primary source not given" in published.source()["en"]
    assert "未给出原始出处" in published.source()["zh"]
