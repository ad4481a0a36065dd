"""The command line answers on a file, without any set-up, and refuses in one sentence."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import run, told
from tests.desk.histories import regular_buyers

LAST_DAY = date(2026, 6, 30)
WATCHED = {
    "customer_id", "last_ordered_on", "silent_days", "cycle_days", "overdue", "p_no_order", "expected_orders",
    "money_at_risk", "reasons",
}  # fmt: skip


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(regular_buyers(LAST_DAY, days=900))
    return file


def test_watch_lists_every_buyer_most_money_at_risk_first(orders: Path, tmp_path: Path) -> None:
    document = told(tmp_path / "home", "retention", "watch", "--orders", orders)
    assert (document["today"], document["horizon_days"]) == ("2026-06-30", 90)
    assert len(document["buyers"]) == 30
    assert set(document["buyers"][0]) >= WATCHED
    money = [buyer["money_at_risk"] for buyer in document["buyers"]]
    assert money == sorted(money, reverse=True)
    assert all(0 <= buyer["p_no_order"] <= 1 and buyer["reasons"][0]["code"] for buyer in document["buyers"])


def test_a_command_on_a_file_sets_nothing_up(orders: Path, tmp_path: Path) -> None:
    told(tmp_path / "home", "retention", "watch", "--orders", orders)
    assert not (tmp_path / "home").exists()


def test_money_at_risk_is_the_chance_times_the_own_trailing_year(orders: Path, tmp_path: Path) -> None:
    document = told(tmp_path / "home", "retention", "watch", "--orders", orders, "--horizon", 60)
    for buyer in document["buyers"]:
        expected = buyer["p_no_order"] * max(0, buyer["trailing_amount"]) * 60 / 365
        assert buyer["money_at_risk"] == pytest.approx(expected)


def test_today_is_a_choice_and_orders_after_it_do_not_count(orders: Path, tmp_path: Path) -> None:
    document = told(tmp_path / "home", "retention", "watch", "--orders", orders, "--today", "2026-01-31")
    assert document["today"] == "2026-01-31"
    assert max(buyer["last_ordered_on"] for buyer in document["buyers"]) <= "2026-01-31"


def test_rate_says_the_form_of_every_month(orders: Path, tmp_path: Path) -> None:
    document = told(tmp_path / "home", "retention", "rate", "--orders", orders)
    assert {month["form"] for month in document["months"]} == {"final", "early_90"}
    for month in document["months"]:
        assert month["rate"] == pytest.approx(month["lost"] / month["active"])


def test_record_counts_hits_and_misses(orders: Path, tmp_path: Path) -> None:
    total = told(tmp_path / "home", "retention", "record", "--orders", orders)["total"]
    assert total["named"] == total["hits"] + total["false_alarms"]
    assert total["stopped"] == total["hits"] + total["missed"]


@pytest.mark.parametrize("verb", ["watch", "rate", "record"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_read_a_table_in_their_language(orders: Path, tmp_path: Path, verb: str, language: str) -> None:
    done = run(tmp_path / "home", "retention", verb, "--orders", orders, language=language)
    assert done.returncode == 0, done.stderr
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in done.stdout)
    assert chinese == (language == "zh")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "orders.csv"),
        ("Fruit,Colour\napple,red\n", "Fruit"),
        ("Order ID,Customer ID,Order Date,Amount\nA1,acme,03/04/2026,5\n", "--dates"),
        ("Order ID,Customer ID,Order Date,Amount\nA1,acme,25/04/2026,5\nA2,acme,31/02/2026,5\n", "--skip-bad-rows"),
    ],
    ids=["empty", "no order file", "ambiguous dates", "bad row"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_is_one_sentence_on_stderr_and_exit_status_2(
    tmp_path: Path, content: str, said: str, language: str
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(content)
    done = run(tmp_path / "home", "retention", "watch", "--orders", file, "--json", language=language)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_option_that_a_refusal_names_answers_it(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order ID,Customer ID,Order Date,Amount\nA1,acme,03/04/2026,5\nA2,acme,05/06/2026,5\n")
    document = told(tmp_path / "home", "retention", "watch", "--orders", file, "--dates", "dmy")
    assert document["today"] == "2026-06-05"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "retention", "watch", "--orders", tmp_path / "nowhere.csv")
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr


def test_a_file_of_returns_only_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text("Order ID,Customer ID,Order Date,Amount\nA1,acme,2026-01-05,-5\n")
    done = run(tmp_path / "home", "retention", "watch", "--orders", file)
    assert done.returncode == 2
    assert "returns.csv" in done.stderr


def test_one_order_tells_little_and_claims_little(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("Order ID,Customer ID,Order Date,Amount\nA1,acme,2026-01-05,5\n")
    document = told(tmp_path / "home", "retention", "watch", "--orders", file)
    (buyer,) = document["buyers"]
    assert (buyer["cycle_days"], buyer["on_list"]) == (None, False)
    assert 0.2 < buyer["p_no_order"] < 0.8
    assert document["parameters"]["lifetime"]["degenerate"] == "few_buyers"


def test_bad_use_exits_with_2(tmp_path: Path) -> None:
    assert run(tmp_path / "home", "retention", "watch", "--horizon", "soon").returncode == 2
    assert run(tmp_path / "home", "fly").returncode == 2


def test_help_answers_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    done = run(tmp_path / "home", "--help")
    assert done.returncode == 0
    assert "retention" in done.stdout
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("name", ["online_retail_II_2010-2011_raw.csv.gz", "online_retail_II_export_raw.xlsx"])
def test_raw_files_are_watched_as_they_are(shared: Path, tmp_path: Path, name: str) -> None:
    document = told(tmp_path / "home", "retention", "watch", "--orders", shared / "raw" / name)
    assert document["today"] == "2011-12-09"
    assert len(document["buyers"]) > 200


def test_warnings_replays_the_past_and_writes_each_flag(orders: Path, tmp_path: Path) -> None:
    flags = tmp_path / "flags.parquet"
    asked = ("retention", "warnings", "--orders", orders, "--from", "2026-01-01", "--horizon", 60, "--flags", flags)
    document = told(tmp_path / "home", *asked, "--pause", "2026-02-14:2026-02-23")
    assert (document["from"], document["today"], document["horizon_days"]) == ("2026-01-01", "2026-06-30", 60)
    assert set(document["churned"]["flagged"]) == {"30", "60", "90"}
    assert document["false_alarms"]["budget"] == 0.1
    written = pl.read_parquet(flags)
    assert written.columns == ["customer_id", "last_ordered_on", "flagged_on", "channel", "money"]
    assert written.height == document["flags"]


def test_warnings_refuses_what_it_cannot_replay(orders: Path, tmp_path: Path) -> None:
    for words, said in (
        (("--from", "1999-01-01"), "needs orders before it"),
        (("--from", "2026-01-01", "--false-alarms", "2"), "above 0 and below 1"),
        (("--from", "2026-01-01", "--pause", "2026-02-23:2026-02-14"), "is no pause"),
    ):
        done = run(tmp_path / "home", "retention", "warnings", "--orders", orders, *words)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
