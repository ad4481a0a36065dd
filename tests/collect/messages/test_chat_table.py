"""Messages in tables: headings matched as for orders, in CSV, workbooks and what WeChat's PC tools write."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.collect.messages.reading import opened, read, told
from tradewind.collect.messages import conversations
from tradewind.errors import AmbiguousMessageDates, MessageTooLong

SAID = [("2024-03-13 09:12", "Tom", "价格, 多少?\n请报 FOB "), ("2024-03-13 09:15", "Li", "ok")]
HEADINGS = {
    "Chinese": "发送时间,发送人,消息内容",
    "English": "Date,Sender,Message",
    "in another order of words": "timestamp,from,text",
}


@pytest.mark.parametrize("headings", HEADINGS.values(), ids=HEADINGS.keys())
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_of_messages_is_read_by_its_headings_and_kept_to_the_letter(
    headings: str, separator: str, tmp_path: Path
) -> None:
    rows = '2024-03-13 09:12:00,Tom,"价格, 多少?\n请报 FOB "\n2024-03-13 09:15:00,Li,ok\n'.replace(", ", "\0")
    text = f"{headings}\n{rows}".replace(",", separator).replace("\0", ", ")
    assert told(read(tmp_path, text, "table.csv")) == SAID


def test_a_workbook_of_messages_is_read_with_its_typed_times(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["聊天记录"],
        ["时间", "发送人", "内容"],
        [datetime(2024, 3, 13, 9, 12), "Tom", "价格, 多少?\n请报 FOB "],
        [datetime(2024, 3, 13, 9, 15), "Li", "ok"],
    ):
        sheet.append(row)
    book.save(tmp_path / "chat.xlsx")
    (found,) = conversations(tmp_path / "chat.xlsx")
    assert (found.form.name, told(list(found.messages()))) == ("xlsx", SAID)


def test_times_with_a_zone_and_epochs_are_moments(tmp_path: Path) -> None:
    text = "time,sender,text\n2024-03-13T09:12:00+08:00,Tom,a\n1710292320,Tom,b\n1710292320123,Tom,c\n"
    found = read(tmp_path, text)
    assert [str(one.sent_at_utc)[:19] for one in found] == ["2024-03-13 01:12:00"] * 3
    assert [one.utc_offset_min for one in found] == [480, 0, 0]


def test_open_dates_are_told_by_the_column_or_asked_about(tmp_path: Path) -> None:
    head = "Date,Sender,Message\n"
    assert told(read(tmp_path, head + "03/04/2024 09:12,Tom,a\n13/04/2024 09:12,Tom,b\n"))[0][0] == "2024-04-03 09:12"
    with pytest.raises(AmbiguousMessageDates):
        read(tmp_path, head + "03/04/2024 09:12,Tom,a\n")
    assert told(read(tmp_path, head + "03/04/2024 09:12,Tom,a\n", dates="mdy"))[0][0] == "2024-03-04 09:12"


def test_rows_without_a_date_are_rejected_by_their_number(tmp_path: Path) -> None:
    conversation = opened(tmp_path, "Date,Sender,Message\n2024-03-13 09:12,Tom,a\n\nsoon,Tom,b\n")
    assert len(list(conversation.messages())) == 1
    assert [(one.line, one.reason) for one in conversation.noted.rejected] == [(4, "no_date")]


def test_direction_kind_channel_and_chat_are_told_where_they_stand(tmp_path: Path) -> None:
    text = (
        "会话,时间,发送人,方向,类型,内容,渠道,附件\n"
        "Tom,2024-03-13 09:12,李伟,发送,图片,[图片],微信,a.jpg\nTom,2024-03-13 09:13,Tom,接收,文本,ok,微信,\n"
    )
    first, second = read(tmp_path, text)
    assert (first.direction, first.kind, first.channel, first.attachments) == ("out", "media", "wechat", ("a.jpg",))
    assert (second.direction, second.kind, second.conversation) == ("in", "text", "Tom")


def test_names_that_are_formulas_are_names(tmp_path: Path) -> None:
    (message,) = read(tmp_path, 'Date,Sender,Message\n2024-03-13 09:12,"=cmd|\'/c calc\'!A1","<script>x</script>"\n')
    assert (message.sender, message.text) == ("=cmd|'/c calc'!A1", "<script>x</script>")


def test_a_quotation_mark_that_never_closes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    text = 'Date,Sender,Message\n2024-03-13 09:12,Tom,"a\n' + ("b" * 1000 + "\n") * 9000
    with pytest.raises(MessageTooLong, match="line 2"):
        read(tmp_path, text)
