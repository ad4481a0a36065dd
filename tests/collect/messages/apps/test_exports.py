"""What chat programs export: each form with its own traps."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.collect.messages.apps.reading import lines_written, read_all, written
from tests.collect.messages.fixtures import manifest
from tradewind.collect.messages import Noted
from tradewind.collect.messages.apps.meta import mended
from tradewind.errors import InputError

AT = 1709596800  # 2024-03-05 00:00 UTC


def test_telegram_pieces_are_joined_to_the_letter_and_the_clock_keeps_its_offset(tmp_path: Path) -> None:
    chat = {
        "name": "Tom", "type": "personal_chat", "id": 7,
        "messages": [
            {"id": 1, "type": "service", "date": "2024-03-05T08:00:00", "date_unixtime": str(AT), "actor": "Tom", "action": "pin_message"},
            {"id": 2, "type": "message", "date": "2024-03-05T08:01:00", "date_unixtime": str(AT + 60), "from": "Tom",
             "from_id": "user1", "text": ["see ", {"type": "link", "text": "https://a.example"}, "!"], "reply_to_message_id": 1},
            {"id": 3, "type": "message", "date": "2024-03-05T08:02:00", "from": None, "from_id": "user2", "text": "", "photo": "photos/p_1.jpg"},
            {"id": 4, "type": "service", "date": "2024-03-05T08:03:00", "actor": "Tom", "action": "phone_call"},
        ],
    }  # fmt: skip
    form, found, _ = read_all(written(tmp_path, chat))
    assert (form, [one.kind for one in found]) == ("telegram-json", ["system", "text", "media", "call"])
    assert (found[1].text, found[1].reply_to, found[1].utc_offset_min) == ("see https://a.example!", "7/1", 480)
    assert (found[2].sender, found[2].attachments, found[2].sent_at_utc) == ("user2", ("p_1.jpg",), None)


def test_telegrams_whole_export_tells_its_chats_apart(tmp_path: Path) -> None:
    chat = {
        "type": "personal_chat",
        "messages": [
            {"id": 1, "type": "message", "date": "2024-03-05T08:00:00", "from": "T", "from_id": "u", "text": "x"}
        ],
    }
    both = {
        "about": "",
        "personal_information": {},
        "chats": {"about": "", "list": [{"name": "A", "id": 1, **chat}, {"name": "B", "id": 2, **chat}]},
    }
    assert {one.conversation for one in read_all(written(tmp_path, both))[1]} == {"1", "2"}


def test_telegrams_page_carries_the_name_on_to_joined_messages(tmp_path: Path) -> None:
    page = """<html><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">Tom B</div></div></div>
    <div class="history"><div class="message service" id="message-1"><div class="body details">5 March 2024</div></div>
    <div class="message default clearfix" id="message3"><div class="pull_left userpic_wrap"><div class="userpic"><div class="initials">T</div></div></div>
    <div class="body"><div class="pull_right date details" title="05.03.2024 08:07:00 UTC+08:00">08:07</div>
    <div class="from_name">Tom</div><div class="text">price?<br><a href="https://a.example">https://a.example</a></div></div></div>
    <div class="message default clearfix joined" id="message4"><div class="body"><div class="pull_right date details" title="05.03.2024 08:08:00">08:08</div>
    <div class="reply_to details">In reply to <a href="#go_to_message3">this message</a></div>
    <div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/p.jpg"><img src="http://spy.example/x"></a></div></div></div></div></div></body></html>"""
    file = tmp_path / "x"
    file.write_text(page)
    form, found, _ = read_all(file)
    assert (form, [one.kind for one in found]) == ("telegram-html", ["system", "text", "media"])
    assert found[1].text == "price?\nhttps://a.example"
    assert (found[1].sent_at_utc, found[1].utc_offset_min) == (datetime(2024, 3, 5, 0, 7), 480)
    assert (found[2].sender, found[2].sent_at_utc, found[2].attachments, found[2].reply_to) == (
        "Tom",
        None,
        ("p.jpg",),
        "Tom B/3",
    )


@pytest.mark.parametrize("name", ["José", "王芳", "🚢", "Zoë"])
def test_text_that_meta_spoils_is_mended_and_sound_text_stays(name: str) -> None:
    assert mended(name.encode().decode("latin-1")) == mended(name) == name


def test_facebook_tells_calls_unsent_messages_and_members_apart(tmp_path: Path) -> None:
    base = {"sender_name": "Jos\u00c3\u00a9", "timestamp_ms": AT * 1000}
    rows = [
        {**base, "content": "hi"},
        {**base, "content": "left", "type": "Unsubscribe"},
        {**base, "call_duration": 3},
        {**base, "is_unsent": True},
        {**base, "photos": [{"uri": "messages/inbox/x/photos/1.jpg"}]},
    ]
    form, found, _ = read_all(
        written(tmp_path, {"participants": [], "messages": rows, "title": "J", "thread_path": "inbox/j_1"})
    )
    assert (form, [one.kind for one in found]) == ("facebook-json", ["text", "system", "call", "deleted", "media"])
    assert ({one.conversation for one in found}, found[0].sender) == ({"inbox/j_1"}, "José")
    assert len({one.message_id for one in found}) == 5


def test_slack_names_people_and_channels_in_zip_and_folder(tmp_path: Path) -> None:
    files = {
        "users.json": [{"id": "U1", "name": "li", "profile": {"display_name": "Li Wei"}}],
        "channels.json": [{"id": "C1", "name": "sales"}],
        "sales/2024-03-05.json": [
            {"type": "message", "user": "U1", "text": "<@U1> &lt;3", "ts": f"{AT}.000100", "thread_ts": f"{AT}.000100"},
            {"type": "message", "subtype": "channel_join", "user": "U1", "text": "joined", "ts": f"{AT}.000200"},
            {
                "type": "message",
                "user": "U9",
                "text": "",
                "ts": f"{AT}.000300",
                "thread_ts": f"{AT}.000100",
                "files": [{"name": "a.pdf"}],
            },
        ],
    }
    archive, folder = tmp_path / "x.bin", tmp_path / "folder"
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, json.dumps(content))
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(json.dumps(content))
    form, found, _ = read_all(archive)
    assert found == read_all(folder)[1]
    assert (form, [one.kind for one in found]) == ("slack-zip", ["text", "system", "media"])
    assert (found[0].sender, found[0].text, found[0].sent_at_utc) == ("Li Wei", "@Li Wei <3", datetime(2024, 3, 5))
    assert (found[2].sender, found[2].reply_to, found[2].attachments) == ("U9", f"C1/{AT}.000100", ("a.pdf",))


def test_a_zip_bomb_of_days_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x"
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("users.json", "[]")
        packed.writestr("sales/2024-03-05.json", b"[" + b" " * (300 << 20) + b"]")
    with pytest.raises(InputError, match="unpacks to more"):
        read_all(file)


def test_wecom_keeps_a_recalled_message_as_deleted(tmp_path: Path) -> None:
    buyer, text = "wmErxtDgAA9AW32YyyuYRimKr7D1KWlw", {"msgtype": "text", "text": {"content": "hi"}}
    rows = [
        {"msgid": "1", "action": "send", "from": buyer, "tolist": ["Li"], "roomid": "", "msgtime": AT * 1000, **text},
        {"msgid": "2", "action": "send", "from": "Li", "tolist": [buyer], "roomid": "", "msgtime": AT * 1000, **text},
        {
            "msgid": "3",
            "action": "recall",
            "from": buyer,
            "tolist": ["Li"],
            "msgtime": AT * 1000,
            "msgtype": "revoke",
            "revoke": {"pre_msgid": "1"},
        },
        {
            "msgid": "4",
            "action": "recall",
            "from": buyer,
            "tolist": ["Li"],
            "msgtime": AT * 1000,
            "msgtype": "revoke",
            "revoke": {"pre_msgid": "0"},
        },
    ]
    form, found, _ = read_all(lines_written(tmp_path, rows))
    assert (form, [(one.message_id, one.kind) for one in found]) == (
        "wecom-archive",
        [("1", "deleted"), ("2", "text"), ("0", "deleted")],
    )
    assert [one.direction for one in found][:2] == ["in", "out"]
    assert found[0].conversation == found[1].conversation


def test_feishu_delivers_twice_and_it_is_one_message(tmp_path: Path) -> None:
    event = {"header": {"event_type": "im.message.receive_v1"}, "event": {"sender": {"sender_id": {"open_id": "ou_1"}}, "message": {
        "message_id": "om_1", "chat_id": "oc_1", "create_time": str(AT * 1000), "message_type": "text", "content": '{"text": "@_user_1 hi"}',
        "mentions": [{"key": "@_user_1", "name": "Tom"}]}}}  # fmt: skip
    recall = {"header": {"event_type": "im.message.recalled_v1"}, "event": {"message_id": "om_1", "chat_id": "oc_1"}}
    _, found, noted = read_all(lines_written(tmp_path, [event, event]))
    assert ([one.text for one in found], [one.reason for one in noted.rejected]) == (["@Tom hi"], ["delivered_twice"])
    assert [one.kind for one in read_all(lines_written(tmp_path, [event, recall]))[1]] == ["deleted"]


def test_whatsapp_cloud_payloads_keep_edits_recalls_and_calls(tmp_path: Path) -> None:
    def payload(**inside: object) -> dict[str, object]:
        value = {
            "messaging_product": "whatsapp",
            "contacts": [{"profile": {"name": "Tom"}, "wa_id": "34600"}],
            **inside,
        }
        return {"object": "whatsapp_business_account", "entry": [{"changes": [{"value": value, "field": "messages"}]}]}

    text = {"from": "34600", "id": "wamid.A", "timestamp": str(AT), "type": "text", "text": {"body": "hi"}}
    edit = {
        "from": "34600",
        "id": "wamid.B",
        "timestamp": str(AT),
        "type": "edit",
        "edit": {"original_message_id": "wamid.A", "message": {"type": "text", "text": {"body": "hey"}}},
    }
    gone = {
        "from": "34600",
        "id": "wamid.C",
        "timestamp": str(AT),
        "type": "revoke",
        "revoke": {"original_message_id": "wamid.A"},
    }
    rows = [
        payload(messages=[text]),
        payload(messages=[text]),
        payload(messages=[edit]),
        payload(messages=[gone]),
        payload(statuses=[{"id": "wamid.A", "status": "read"}]),
    ]
    form, found, _ = read_all(lines_written(tmp_path, rows))
    assert form == "whatsapp-cloud-webhook"
    assert [(one.message_id, one.kind, one.text, one.edited) for one in found] == [
        ("wamid.A", "text", "hi", False),
        ("wamid.A", "text", "hey", True),
        ("wamid.A", "deleted", "", False),
    ]
    assert {(one.sender, one.direction, one.conversation) for one in found} == {("Tom", "in", "34600")}


def test_wechat_sessions_and_rows_are_read(tmp_path: Path) -> None:
    session = {
        "weflow": {"version": "1"}, "session": {"wxid": "wxid_tom", "nickname": "Tom", "type": "私聊"},
        "messages": [
            {"localId": 1, "createTime": AT, "formattedTime": "2024-03-05 08:00:00", "type": "文本消息", "content": "报价?", "isSend": 0, "senderUsername": "wxid_tom", "senderDisplayName": "Tom"},
            {"localId": 2, "createTime": AT, "type": "图片消息", "content": "<msg><img/></msg>", "isSend": 1, "senderUsername": "wxid_me", "senderDisplayName": "李伟"},
            {"localId": 3, "createTime": AT, "type": "系统消息", "content": '"Tom" 撤回了一条消息', "isSend": None, "senderUsername": "", "senderDisplayName": ""},
            {"localId": 4, "createTime": AT, "type": "语音通话", "content": "时长 01:00", "isSend": 0, "senderUsername": "wxid_tom", "senderDisplayName": "Tom"},
        ],
    }  # fmt: skip
    form, found, _ = read_all(written(tmp_path, session))
    assert (form, [one.kind for one in found]) == ("wechat-json", ["text", "media", "deleted", "call"])
    assert (found[0].utc_offset_min, found[0].direction, found[1].direction, found[1].text) == (480, "in", "out", "")
    rows = [
        {
            "localId": "1",
            "TalkerId": "3",
            "Type": "1",
            "IsSender": "0",
            "CreateTime": str(AT),
            "StrContent": "hi",
            "StrTime": "2024-03-05 08:00:00",
            "NickName": "Tom",
            "Sender": "wxid_x",
        }
    ]
    assert [(one.sender, one.text) for one in read_all(written(tmp_path, rows))[1]] == [("Tom", "hi")]


def test_signal_envelopes_and_exports_are_read(tmp_path: Path) -> None:
    rows = [
        {
            "envelope": {
                "sourceNumber": "+34600",
                "sourceName": "Tom",
                "timestamp": AT * 1000,
                "dataMessage": {"timestamp": AT * 1000, "message": "hi"},
            }
        },
        {
            "envelope": {
                "sourceNumber": "+8613",
                "timestamp": AT * 1000,
                "syncMessage": {
                    "sentMessage": {
                        "destinationNumber": "+34600",
                        "timestamp": AT * 1000,
                        "message": "ok",
                        "quote": {"id": AT * 1000, "authorNumber": "+34600"},
                    }
                },
            }
        },
        {"envelope": {"sourceNumber": "+34600", "timestamp": AT * 1000, "receiptMessage": {}}},
    ]
    form, found, noted = read_all(lines_written(tmp_path, rows))
    assert (form, [(one.text, one.direction) for one in found]) == ("signal-json", [("hi", "in"), ("ok", "out")])
    assert (found[1].reply_to, {one.conversation for one in found}, len(noted.rejected)) == (
        found[0].message_id,
        {"+34600"},
        1,
    )


def test_names_that_are_formulas_and_nul_bytes_are_only_text(tmp_path: Path) -> None:
    rows = [{"sender_name": "=cmd()", "timestamp_ms": AT * 1000, "content": "a\0b"}]
    (one,) = read_all(written(tmp_path, {"participants": [], "messages": rows}))[1]
    assert (one.sender, one.text) == ("=cmd()", "ab")


def test_the_open_fixtures_tell_as_many_updates_as_their_manifest_says(shared: Path) -> None:
    for entry in manifest(shared / "chats"):
        if "updates" in entry["expected"] or "unique_messages" in entry["expected"]:
            many = entry["expected"].get("updates") or entry["expected"]["unique_messages"]
            assert len(read_all(shared / "chats" / entry["file"])[1]) == many, entry["file"]


def test_the_open_telegram_fixtures_tell_time_and_author(shared: Path) -> None:
    _, found, _ = read_all(shared / "chats" / "telegram" / "chat-miner_test_single_export.json")
    assert [(str(one.sent_at), one.sender) for one in found] == [
        ("2018-12-05 10:39:10", "Author 1"),
        ("2018-12-05 10:49:24", "Author 2"),
    ]
    assert isinstance(read_all(shared / "chats" / "telegram" / "langchain_channel.json")[2], Noted)
