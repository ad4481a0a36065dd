"""Event logs in the open against pm4py 2.7: every count exactly, every length to nine digits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tradewind.collect.events import collect_events
from tradewind.findings.event_log import process_map

LENGTHS = ("count", "mean_s", "median_s", "min_s", "max_s")


@pytest.mark.parametrize("log", ["running_example", "receipt", "helpdesk"])
def test_every_figure_is_that_of_pm4py(shared: Path, log: str) -> None:
    told: dict[str, Any] = json.loads((shared / "processes" / f"{log}.expected.json").read_text())["all_events"]
    found = process_map(collect_events(shared / "processes" / f"{log}.parquet"))
    for name in ("cases", "events", "activities", "variants"):
        assert found[name] == told[name]
    assert found["top_variants"] == told["top10_variants"]
    ours = {(row["from"], row["to"]): row for row in found["dfg"]}
    assert len(ours) == told["dfg_edges_n"] and sum(row["count"] for row in found["dfg"]) == told["dfg_total"]
    for start, end, *lengths in told["dfg"]:
        row = ours[start, end]
        assert [row[name] for name in LENGTHS] == pytest.approx(lengths, rel=1e-9, abs=1e-6)
    assert {row["activity"]: row["cases"] for row in found["rework"]} == told["rework_cases_per_activity"]
    handover = {(row["from"], row["to"]): row["count"] for row in found["handover"]}
    assert len(handover) == told["handover_pairs_n"]
    for start, end, share, count in told["handover_top50"]:
        assert handover[start, end] == count
        assert count / sum(handover.values()) == pytest.approx(share, abs=1e-9)
    for name, key in {"median": "median", "mean": "mean", "min": "min", "max": "max", "p90": "p90_linear"}.items():
        assert found["case_s"][name] == pytest.approx(told["case_duration_s"][key], rel=1e-9)
    assert found["median_case_s"] == pytest.approx(told["case_duration_s"]["median"], rel=1e-12)
    assert {row["activity"]: row["count"] for row in found["begins"]} == told["start_activities"]
    assert {row["activity"]: row["count"] for row in found["ends"]} == told["end_activities"]
