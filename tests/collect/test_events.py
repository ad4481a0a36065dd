"""Event logs in every form: the same events, and one sentence for each thing that can be wrong."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from tradewind.collect.events import collect_events
from tradewind.errors import InputError

ROWS = [
    ("c1", "quote", datetime(2026, 3, 2, 9, 30, 0, 123456), "Ann"),
    ("c1", "order", datetime(2026, 3, 2, 9, 30, 0, 123457), None),
]
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/"><global scope="event"><string key="concept:name" value="no"/></global>
<trace><string value='c1' key='concept:name'/><!-- a note -->
<event><string key="concept:name" value="quote"/><date key="time:timestamp" value="2026-03-02T17:30:00.123456+08:00"/>
<string key="org:resource" value="Ann"><string key="concept:name" value="deeper"/></string></event>
<event><string key="concept:name" value="order"/><date key="time:timestamp" value="2026-03-02T09:30:00.123457Z"/></event>
</trace></log>"""


def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema=["case_id", "activity", "happened_at", "resource"], orient="row")


def written(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def test_every_form_gives_the_same_events(tmp_path: Path) -> None:
    text = "Case ID,Activity,Complete Timestamp,Resource\nc1,quote,2026-03-02T17:30:00.123456+08:00,Ann\nc1,order,2026-03-02 09:30:00.123457,\n"
    files = [
        written(tmp_path, "log.csv", text),
        written(tmp_path, "log.csv.gz", gzip.compress(text.encode())),
        written(tmp_path, "log.xes", XES),
        written(tmp_path, "log.xes.gz", gzip.compress(XES.encode())),
    ]
    frame().write_parquet(tmp_path / "log.parquet")
    for file in [*files, tmp_path / "log.parquet"]:
        found = collect_events(file)
        assert found.select(frame().columns).equals(frame()), file.name


def test_a_workbook_with_chinese_headings_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["流程实例编号", "环节", "完成时间", "处理人"],
        ["单1", "报价", datetime(2026, 3, 2, 9, 30), "小王"],
        ["单1", "下单", datetime(2026, 3, 3), None],
    ):
        sheet.append(row)
    book.save(tmp_path / "log.xlsx")
    found = collect_events(tmp_path / "log.xlsx")
    assert found.row(0) == ("单1", "报价", datetime(2026, 3, 2, 9, 30), "小王") and found["resource"][1] is None


def test_times_as_people_write_them_and_seconds_since_1970(tmp_path: Path) -> None:
    file = written(
        tmp_path, "log.csv", "case,activity,time\na,x,13/03/2026 09:30\na,y,14.03.2026 10:00\na,z,1773482400\n"
    )
    assert collect_events(file)["happened_at"].to_list() == [
        datetime(2026, 3, 13, 9, 30),
        datetime(2026, 3, 14, 10),
        datetime(2026, 3, 14, 10),
    ]


def test_a_person_says_what_a_column_is(tmp_path: Path) -> None:
    file = written(tmp_path, "log.csv", "who,what,when,branch\na,x,2026-03-02 09:30:00,EU\n")
    found = collect_events(file, {"who": "case_id", "what": "activity", "when": "happened_at", "branch": "kind"})
    assert found.row(0) == ("a", "x", datetime(2026, 3, 2, 9, 30), "EU")


def test_a_trace_without_a_name_is_called_by_its_number(tmp_path: Path) -> None:
    text = XES.replace("<string value='c1' key='concept:name'/>", "")
    assert collect_events(written(tmp_path, "log.xes", text))["case_id"].to_list() == ["1", "1"]


LAUGHS = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<log><trace><event><string key="concept:name" value="&b;"/></event></trace></log>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE log SYSTEM "file:///etc/passwd"><log><trace/></log>"""


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.xes", b"", "is empty"),
        ("laughs.xes", LAUGHS, "declares entities"),
        ("outside.xes", OUTSIDE, "declares entities"),
        ("deep.xes", "<log>" + "<list>" * 100, "nested"),
        ("cut.xes", XES[:-40], "ends in the middle"),
        ("cut.xes.gz", gzip.compress(XES.encode())[:-30], "ends in the middle"),
        ("broken.xes", XES.replace("</trace>", "</tracy>"), "damaged"),
        ("bomb.xes.gz", gzip.compress(b"<log>" + b" " * 40_000_000), "unpacks to more"),
        ("none.xes", "<log></log>", "no trace with an event"),
        ("timeless.xes", XES.replace("time:timestamp", "time:other"), "without an activity"),
        ("wrong.csv", "a,b\n1,2\n", "no event log"),
        ("timeless.csv", "case,activity\na,x\n", "happened_at"),
        ("untimely.csv", "case,activity,time\na,x,2026-01-01 10:00:00\na,y,soon\n", 'row 3, column time: "soon"'),
        ("nameless.csv", "case,activity,time\na,,2026-01-01 10:00:00\n", "row 2, column activity"),
        ("open.csv", "case,activity,time\na,x,05/03/2026 10:00\n", "--dates"),
        ("page.csv", "<html><table></table></html>", "web page"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, name: str, data: bytes | str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        collect_events(written(tmp_path, name, data))
    assert said in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.exit_status == 2


def test_a_log_in_another_encoding_is_read_or_refused(tmp_path: Path) -> None:
    text = "案例,活动,时间\n甲,报价,2026-03-02 09:30:00\n甲,下单,2026-03-02 10:30:00\n"
    assert collect_events(written(tmp_path, "gb.csv", text.encode("gb18030")))["activity"].to_list() == ["报价", "下单"]
    xes = XES.replace('encoding="UTF-8"', 'encoding="no-such"')
    with pytest.raises(InputError, match="damaged"):
        collect_events(written(tmp_path, "x.xes", xes))
