"""Text copied out of chat windows, and QQ's and LINE's own exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collect.messages.reading import opened, read, told

COPIES = {
    "wechat-copypaste": "Tom 客户 2024/3/13 9:12\n\n请报价\n\n我 2024/3/13 9:15\n\nFOB 宁波 $3.2\n含税\n",
    "trademanager-copypaste": "Tom 客户 2024-03-13 09:12:00\n请报价\n\n我 2024-03-13 09:15:00\nFOB 宁波 $3.2\n含税\n",
    "telegram-copypaste": "Tom 客户, [13.03.2024 09:12]\n请报价\n\n我, [13.03.2024 09:15]\nFOB 宁波 $3.2\n含税\n",
    "qq-txt": "2024-03-13 9:12:00 Tom 客户(10021)\n请报价\n\n2024-03-13 09:15:00 我\nFOB 宁波 $3.2\n含税\n\n",
    "line-txt": '[LINE] Chat history with Tom\nSaved on: 2024/03/14 10:00\n\n2024/03/13(Wed)\n09:12\tTom 客户\t请报价\n09:15\t我\t"FOB 宁波 $3.2\n含税"\n',
}
SAID = [("2024-03-13 09:12", "Tom 客户", "请报价"), ("2024-03-13 09:15", "我", "FOB 宁波 $3.2\n含税")]


@pytest.mark.parametrize("form", COPIES)
def test_the_same_two_messages_are_read_out_of_every_window(form: str, tmp_path: Path) -> None:
    conversation = opened(tmp_path, COPIES[form])
    assert conversation.form.name == form
    assert told(list(conversation.messages())) == SAID
    assert not conversation.noted.rejected


def test_a_date_at_the_end_of_a_sentence_from_before_begins_no_message(tmp_path: Path) -> None:
    text = "Tom 2024-03-13 09:12:00\nsee my mail of\nthe order, sent 2024-01-02 10:00:00\nthanks\n\nLi 2024-03-13 09:15:00\nok\n"
    assert [one.text for one in read(tmp_path, text)] == [
        "see my mail of\nthe order, sent 2024-01-02 10:00:00\nthanks",
        "ok",
    ]


def test_a_message_whose_day_is_told_as_yesterday_is_kept_without_a_time_and_listed(tmp_path: Path) -> None:
    text = "Tom 2024/3/13 9:12\n\n请报价\n\n我 昨天 21:40\n\nFOB 3.2\n含税\n\nTom 星期二 下午9:12\n\n[图片]\n\n我 2024/3/15 9:15\n\nok\n"
    conversation = opened(tmp_path, text)
    found = list(conversation.messages())
    assert told(found) == [
        ("2024-03-13 09:12", "Tom", "请报价"),
        ("-", "我", "FOB 3.2\n含税"),
        ("-", "Tom", "[图片]"),
        ("2024-03-15 09:15", "我", "ok"),
    ]
    assert [(one.line, one.reason) for one in conversation.noted.rejected] == [(5, "no_date"), (10, "no_date")]


def test_a_qq_export_of_two_chats_keeps_them_apart(tmp_path: Path) -> None:
    rule = "=" * 64
    text = (
        f"消息记录（此消息记录为文本格式，不支持重新导入）\n\n{rule}\n消息分组:我的好友\n{rule}\n消息对象:Tom\n{rule}\n\n"
        "2024-03-13 9:12:00 Tom(10021)\n你好\n\n"
        f"{rule}\n消息分组:我的好友\n{rule}\n消息对象:Ana\n{rule}\n\n2024-01-02 9:12:00 Ana<ana@qq.com>\nhola\n\n"
    )
    conversation = opened(tmp_path, text)
    found = [(one.conversation, one.sender, one.sender_id, one.text) for one in conversation.messages()]
    assert found == [("Tom", "Tom", "10021", "你好"), ("Ana", "Ana", "ana@qq.com", "hola")]
    assert not conversation.noted.rejected


def test_line_text_in_chinese_with_halves_of_the_day_and_what_the_program_says(tmp_path: Path) -> None:
    text = (
        "[LINE] 与Tom的聊天记录\n保存日期：2024/03/14 10:00\n\n2024/03/13（周三）\n"
        "下午09:12\tTom\t[照片]\n下午09:13\tTom已收回讯息\n下午09:14\tTom\t☎ 通話時間 1:02\n"
    )
    found = read(tmp_path, text)
    assert [(one.kind, one.sender) for one in found] == [("media", "Tom"), ("deleted", None), ("call", "Tom")]
    assert found[0].conversation == "Tom" and f"{found[0].sent_at:%H:%M}" == "21:12"


def test_a_line_message_keeps_its_blank_lines_and_not_those_below_it(tmp_path: Path) -> None:
    text = (
        "[LINE] Chat history with Tom\nSaved on: 2024/03/14 10:00\n\n2024/03/13(Wed)\n09:12\tTom\tHello\n\n\nprice?\n\n"
    )
    found = read(tmp_path, text + '2024/03/14(Thu)\n09:15\t我\t"FOB\n\n含税"\n\n')
    assert [one.text for one in found] == ["Hello\n\n\nprice?", "FOB\n\n含税"]
