"""微信 (WeChat) as the usual export tools write it to JSON: a session with messages, or rows of its database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import ROWS, Record, names_in, plain_values, records
from tradewind.collect.messages.apps.values import Clock, epoch, line, moment, text, written
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

ROW = {"Type", "IsSender", "CreateTime", "StrContent"}
TYPES = {"1": "text", "50": "call", "10000": "system", "10002": "system"}
WORDS = (
    ("deleted", re.compile("撤回|recall", re.I)),
    ("system", re.compile("系统|system|拍一拍", re.I)),
    ("call", re.compile("通话|call", re.I)),
    ("text", re.compile("文本|引用|text|quote|链接|卡片|转账|红包|位置|名片|link|location", re.I)),
)
RECALLED = re.compile("撤回了一条消息|recalled a message", re.I)
MARKUP = re.compile(r"\s*(?:<\?xml|<msg|<voicemsg|<videomsg|<emoji|<sysmsg)")
TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</title>", re.S)
PATHS = frozenset({("messages",), ROWS})


def recognise(source: Source) -> float:
    """Sure by the names of a session's messages, or of a database row."""
    names = names_in(source)
    session = "session" in names and {"createTime", "content"} <= names and bool(names & {"isSend", "senderUsername"})
    return 1.0 if session or names >= ROW else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of one chat, or of the chats whose rows stand in the file."""
    chats, session = Chats("wechat"), _session(source)
    for _, one in records(source, PATHS, noted):
        if "CreateTime" in one or "createTime" in one:
            yield _row(chats, one) if "CreateTime" in one else _message(chats, session, one)


def _session(source: Source) -> str:
    found = re.search(r'"session"\s*:\s*\{[^{}]*?"wxid"\s*:\s*"([^"]{1,100})"', source.text[:200_000])
    named = plain_values(source, frozenset({"talker", "nickname", "name"})) if found is None else {}
    return found[1] if found else line(next(iter(named.values()), "")) or source.name.rsplit(".", 1)[0]


def _message(chats: Chats, session: str, one: Record) -> Message:
    """One message of a session; `type` is in words, its number is not to be trusted."""
    said = text(one.get("content"))
    kind = _kind_by_words(line(one.get("type")), said)
    sender = line(one.get("senderDisplayName")) or line(one.get("senderUsername"))
    return chats.message(
        session,
        line(one.get("serverId") or one.get("localId")),
        _clock(one.get("createTime"), one.get("formattedTime")),
        "" if kind == "system" else sender,
        _plain(said),
        kind,
        attachments=_files(kind, one),
        sender_id=line(one.get("senderUsername")) or None,
        direction={"1": "out", "0": "in"}.get(line(one.get("isSend"))) if kind != "system" else None,
    )


def _row(chats: Chats, one: Record) -> Message:
    """One row of the database as the tools for the computer's client name its columns."""
    said, out = text(one.get("StrContent")), line(one.get("IsSender")) == "1"
    kind = TYPES.get(line(one.get("Type")), "media")
    kind = "deleted" if kind == "system" and RECALLED.search(said) else kind
    kind = "text" if line(one.get("Type")) == "49" and "<title>" in said else kind
    sender = line(one.get("Sender")) if out else line(one.get("NickName") or one.get("Remark") or one.get("Sender"))
    return chats.message(
        line(one.get("StrTalker") or one.get("TalkerId")) or line(one.get("NickName")),
        line(one.get("MsgSvrID") or one.get("localId")),
        _clock(one.get("CreateTime"), one.get("StrTime")),
        "" if kind == "system" else sender,
        _plain(said),
        kind,
        sender_id=line(one.get("Sender")) or None,
        direction=("out" if out else "in") if kind != "system" else None,
    )


def _clock(seconds: object, shown: object) -> Clock:
    """The moment, and the clock by which the tool showed it."""
    utc, at = moment(seconds), written(shown).at
    if utc is None or at is None:
        return epoch(seconds) if utc else Clock(at)
    return Clock(at, utc, round((at - utc).total_seconds() / 60))


def _kind_by_words(written_type: str, said: str) -> str:
    if RECALLED.search(said) and "系统" in written_type:
        return "deleted"
    return next((kind for kind, words in WORDS if words.search(written_type)), "media" if written_type else "text")


def _plain(said: str) -> str:
    """The title of what is kept as markup; of a picture or voice nothing."""
    if not MARKUP.match(said):
        return said
    found = TITLE.search(said[:100_000])
    return found[1] if found else ""


def _files(kind: str, one: Record) -> tuple[str, ...]:
    name = line(one.get("fileName") or one.get("mediaPath") or one.get("imagePath"))
    return (name.rsplit("/", 1)[-1],) if name and kind == "media" else ()
