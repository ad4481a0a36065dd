"""Event logs come in like any file: recognised, written once whatever overlaps, taken back entirely."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest

from tests.desk.files import HEADING, taken_back, written
from tests.desk.test_conversations import looked_at
from tradewind.desk import imports, process
from tradewind.desk.facts import queue_findings
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import Batch, Event, Person
from tradewind.errors import BadEventRow, BadRows, InputError, NoEventFile

pytestmark = pytest.mark.django_db(transaction=True)

LOG = "案例编号,活动,时间,处理人\nC1,询盘,2026-01-05 09:00,lin\nC1,报价,2026-01-06 09:00,lin\nC1,报价,2026-01-06 09:00,lin\n"
LATER = LOG + "C1,PI,2026-01-09 10:00,lin\nC2,询盘,2026-01-06 09:00,xu\n"
XES = (
    '<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="C9"/><event>'
    '<string key="concept:name" value="询盘"/><date key="time:timestamp" value="2026-01-05T09:00:00+08:00"/></event>'
    '<event><string key="concept:name" value="报价"/><date key="time:timestamp" value="2026-01-05T10:00:00+08:00"/>'
    "</event></trace></log>"
)


def test_a_log_is_recognised_checked_written_and_found_in(dora: Person) -> None:
    looked = looked_at(dora, LATER, "log.csv")
    assert (looked.kind, looked.read, looked.created, looked.reading["cases"]) == ("events", 5, 5, 2)
    assert not Event.objects.exists()
    perform_for(imports.confirm(looked, dora))
    looked.refresh_from_db()
    assert (looked.state, looked.created, Event.objects.count()) == (Batch.State.DONE, 5, 5)
    moment = Event.objects.filter(case_id="C1", activity="报价")
    assert list(moment.values_list("position", flat=True).order_by("position")) == [0, 1]
    perform_for(queue_findings())
    run = process.current_run()
    told = process.stored(dora, run, "process_map") if run else None
    assert told and (told["cases"], told["events"]) == (2, 5)


def test_the_same_log_twice_changes_nothing_and_a_longer_one_adds_what_is_new(dora: Person) -> None:
    first = written(dora, LOG, "log.csv")
    again = written(dora, LOG, "log.csv")
    assert (again.created, again.unchanged) == (0, 3)
    later = written(dora, LATER, "log2.csv")
    assert (later.created, later.unchanged) == (2, 3)
    taken_back(later, dora)
    assert Event.objects.count() == 3
    taken_back(first, dora)
    assert not Event.objects.exists() and process.current_run() is None


def test_xes_is_read_packed_or_not(dora: Person) -> None:
    assert written(dora, XES, "log.xes").created == 2
    batch = imports.take_in(dora, BytesIO(gzip.compress(XES.encode())), "log.xes.gz", {})
    perform_for(imports.start(batch, dora))
    batch.refresh_from_db()
    assert (batch.kind, batch.unchanged) == ("events", 2)


def test_orders_stay_orders_and_what_is_neither_is_refused_as_before(dora: Person) -> None:
    assert written(dora, f"{HEADING}\nA1,acme,2026-01-05,Lamp,10,2.50,USD\n").kind == "orders"
    with pytest.raises(NoEventFile):
        written(dora, "a,b\n1,2\n", "x.csv", kind="events")


def test_a_log_whose_values_look_like_orders_is_a_log_and_a_list_of_order_states_is_none(dora: Person) -> None:
    plain = "case,activity,time\n" + "".join(f"A{n % 9},a{n % 7},2026-01-{n % 28 + 1:02}\n" for n in range(60))
    assert looked_at(dora, plain, "x.csv").kind == "events"
    assert written(dora, plain, "x.csv").created == 60
    with pytest.raises(InputError):
        written(dora, "订单号,客户,下单日期,状态\nA1,acme,2026-01-05,已出运\n")
    with pytest.raises(BadRows):
        written(dora, "订单号,客户,下单日期,活动,金额\nA1,acme,2026-01-05,双十一,none\nA2,acme,2026-01-05,双十一,3\n")


def test_a_row_that_is_no_event_is_named_by_the_files_own_name_and_nothing_is_written(dora: Person) -> None:
    with pytest.raises(BadEventRow) as refused:
        written(dora, LOG + "C3,,2026-01-06 09:00,xu\n", "日志.csv")
    assert refused.value.facts["file"] == "日志.csv" and refused.value.facts["row"] == 5
    assert not Event.objects.exists()


def test_long_names_are_cut_to_what_the_desk_keeps(dora: Person) -> None:
    assert written(dora, f"case,activity,time\n{'c' * 500},{'活' * 500},2026-01-05\n", "x.csv").created == 1
    assert written(dora, f"case,activity,time\n{'c' * 500},{'活' * 500},2026-01-05\n", "x.csv").unchanged == 1
    assert len(Event.objects.get().activity) == 120


def test_columns_are_shown_and_corrected_before_anything_is_written(dora: Person) -> None:
    """A log whose time stands in another column than its heading says."""
    text = "案例编号,活动,时间,备注\nC1,询盘,早上,2026-01-05 09:00\nC1,报价,下午,2026-01-06 09:00\n"
    batch = looked_at(dora, text, "log.csv")
    assert batch.state == Batch.State.FAILED and (batch.error or {})["code"] == "BadEventRow"
    assert (batch.error or {})["facts"]["headings"] == "案例编号, 活动, 时间, 备注"
    perform_for(imports.inspect(batch, dora, headings={"备注": "happened_at", "时间": ""}))
    batch.refresh_from_db()
    told = [(one["heading"], one["field"], one["how"]) for one in batch.reading["columns"]]
    assert told == [
        ("案例编号", "case_id", "name"), ("活动", "activity", "name"), ("时间", None, "person"),
        ("备注", "happened_at", "person"),
    ]  # fmt: skip
    perform_for(imports.confirm(batch, dora))
    assert Event.objects.count() == 2
    batch.refresh_from_db()
    assert len(batch.reading["columns"]) == 4
