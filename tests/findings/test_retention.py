from __future__ import annotations

import json
import string
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

from tests.retention.histories import TODAY, Order, every, histories, orders_of, real_orders
from tradewind.desk import reasons
from tradewind.errors import MissingColumn
from tradewind.findings import Findings, default_today, documents
from tradewind.findings.retention import Retention
from tradewind.ledger import Ledger
from tradewind.retention.reasons import NUMBERS


def ledger_of(orders: pl.DataFrame) -> Ledger:
    bare = orders.with_columns(order_id=pl.lit("x"), currency=pl.lit("USD"))
    return Ledger.of_frames(orders=bare)


def findings_of(orders: pl.DataFrame, today: date = TODAY) -> Retention:
    return Findings(ledger_of(orders), today).retention


def team() -> pl.DataFrame:
    return pl.concat([every(f"c{n:02}", 20 + n, 30, date(2026, 6, 1), 100.0 + n) for n in range(15)])


def test_the_default_day_is_that_of_the_last_order_and_returns_do_not_count() -> None:
    orders = pl.concat([every("a", 30, 3, date(2026, 5, 1)), every("a", 1, 1, date(2026, 6, 1), -5.0)])
    assert default_today(ledger_of(orders)) == date(2026, 5, 1)
    assert default_today(Ledger({})) is None


def test_the_end_of_the_data_is_the_last_order_day_up_to_today() -> None:
    assert findings_of(every("a", 8, 20, date(2026, 6, 1)), date(2026, 5, 20)).data_end() == date(2026, 5, 16)
    assert findings_of(orders_of([])).data_end() is None


def test_one_reps_buyers_have_the_numbers_that_the_team_sees() -> None:
    found = findings_of(team())
    own = found.buyers_at_risk(customers=["c03", "c07"])
    assert own.equals(found.buyers_at_risk().filter(pl.col.customer_id.is_in(["c03", "c07"])))
    assert found.reorder_rhythm(customers=["c03"])["cycle_days"].to_list() == [23.0]


def test_no_buyers_of_ones_own_is_an_empty_answer_and_not_the_teams() -> None:
    found = findings_of(team())
    assert found.buyers_at_risk(customers=[]).is_empty()
    assert found.churn_rate(customers=[]).is_empty()
    assert found.record(customers=[])["total"]["eligible"] == 0


def test_the_watch_is_plain_json_with_every_buyer_and_no_empty_reasons() -> None:
    document = json.loads(json.dumps(findings_of(team()).watch(), allow_nan=False))
    assert (document["today"], document["horizon_days"], len(document["buyers"])) == ("2026-06-30", 90, 15)
    first = document["buyers"][0]
    assert {"customer_id", "last_ordered_on", "silent_days", "cycle_days", "overdue", "p_no_order"} < set(first)
    assert {"expected_orders", "money_at_risk", "reasons", "on_list", "why_not", "score", "p_alive"} < set(first)
    assert all(None not in one.values() for one in first["reasons"])
    assert document["parameters"]["rule"]["p_no_order_from"] == 0.5
    assert document["parameters"]["lifetime"]["buyers"] == 15


def test_the_rate_stands_beside_the_published_one_with_its_source() -> None:
    document = json.loads(json.dumps(findings_of(team()).rate(), allow_nan=False))
    assert set(document["months"][0]) == {"month", "form", "active", "lost", "rate"}
    assert len(document["months"][0]["month"]) == len("2026-01")
    benchmark = document["benchmark"]
    assert (benchmark["average"], benchmark["low"], benchmark["high"]) == (0.175, 0.15, 0.25)
    assert "primary source not given" in benchmark["source"]["en"]


def test_the_record_of_some_buyers_sums_up_as_the_teams_does() -> None:
    found = findings_of(team())
    document = json.loads(json.dumps(found.record(), allow_nan=False))
    assert document["total"]["eligible"] == sum(one["eligible"] for one in document["cutoffs"])
    own, others = (
        found.warning_record_buyers().filter(mine)
        for mine in (pl.col.customer_id == "c03", pl.col.customer_id != "c03")
    )
    parts = [documents.record(part, TODAY, 90)["total"]["eligible"] for part in (own, others)]
    assert min(parts) > 0 and sum(parts) == document["total"]["eligible"]


@settings(max_examples=20)
@given(histories())
def test_any_history_makes_documents_that_json_can_carry(rows: list[Order]) -> None:
    found = findings_of(orders_of(rows))
    for document in (found.watch(), found.rate(), found.record()):
        json.dumps(document, allow_nan=False)


@settings(max_examples=40)
@given(histories())
def test_every_code_has_a_sentence_and_every_blank_its_number(rows: list[Order]) -> None:
    for buyer in findings_of(orders_of(rows)).watch()["buyers"]:
        assert buyer["why_not"] is None or buyer["why_not"] in reasons.WHY_NOT
        for one in buyer["reasons"]:
            assert blanks(reasons.REASONS[one["code"]]) <= set(one)
            assert ("weight" not in one) == (one["code"] in reasons.SIGNS)


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_a_sentence_asks_for_no_number_that_no_reason_has() -> None:
    assert set().union(*map(blanks, reasons.REASONS.values())) <= set(NUMBERS)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="table orders has no column amount_base"):
        Ledger.of_frames(orders=team().with_columns(order_id=pl.lit("x"), currency=pl.lit("USD")).drop("amount_base"))


def test_importing_the_findings_brings_no_scipy() -> None:
    seen = "import sys, tradewind.findings; sys.exit(any(name.startswith('scipy') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", seen], check=False).returncode == 0


def test_the_real_exporter_gets_a_list_with_its_evidence(shared: Path) -> None:
    orders = real_orders(shared, "online_retail_ii_dev")
    found = findings_of(orders, date(2011, 12, 9))
    document, record = found.watch(), found.record()
    assert len(document["buyers"]) == 3522
    assert document["parameters"]["lifetime"]["degenerate"] is None
    assert len(record["cutoffs"]) == 12
    assert record["total"]["precision_low"] > record["total"]["base_rate"] + 0.14
    json.dumps([document, record, found.rate()], allow_nan=False)
