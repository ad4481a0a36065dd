"""The findings of attention, asked of a ledger: the same as on a file, and on the made-up company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.attention.mail import a_world
from tradewind.attention.slots import WindowRule
from tradewind.findings import Findings
from tradewind.findings.attention import attention_of_file
from tradewind.ledger import Ledger
from tradewind.ledger.sample import sample_company

TODAY = date(2026, 11, 24)


def test_a_file_of_messages_tells_the_same_as_the_table(tmp_path: Path) -> None:
    world = sample_company(TODAY, buyers=6).tables["messages"]
    world.write_parquet(tmp_path / "messages.parquet")
    of_table = Findings(Ledger.of_frames(messages=world), TODAY).attention
    of_file = attention_of_file(tmp_path / "messages.parquet")
    rule = WindowRule(2)
    assert of_file.plan("+08:00", rule) == of_table.plan("+08:00", rule)
    rep = str(world.filter(direction="out")["sender"][0])
    assert of_file.meter(rep, "Asia/Shanghai") == of_table.meter(rep, "Asia/Shanghai")


def test_what_a_rep_writes_itself_needs_no_window() -> None:
    world = sample_company(TODAY, buyers=6).tables["messages"]
    told = Findings(Ledger.of_frames(messages=world), TODAY).attention.plan("+08:00", WindowRule(2))
    assert told["judged_on"] == world.filter(direction="in").height


def test_times_with_a_zone_are_moments(tmp_path: Path) -> None:
    world = a_world(40)
    shifted = world.with_columns(sent_at=world["sent_at"].dt.offset_by("8h").dt.strftime("%Y-%m-%dT%H:%M:%S+08:00"))
    world.write_csv(tmp_path / "utc.csv")
    shifted.write_csv(tmp_path / "china.csv")
    rule = WindowRule(2)
    told = [attention_of_file(tmp_path / file).plan("+08:00", rule) for file in ("utc.csv", "china.csv")]
    assert told[0] == told[1]
