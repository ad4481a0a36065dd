"""钉钉 (DingTalk): the messages that its robots receive."""

from __future__ import annotations

from collections.abc import Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, documents, names_in
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, object_in, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source


def recognise(source: Source) -> float:
    """Sure by the names of a message."""
    return 1.0 if names_in(source) >= {"conversationId", "createAt", "msgtype"} else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages; people outside the company have a name and no number of staff."""
    chats = Chats("dingtalk", unique=True)
    for place, document in enumerate(documents(source, noted), 1):
        one = document if "msgtype" in document else object_in(document.get("data"))
        if "msgtype" not in one:
            noted.reject(place, "no_message")
            continue
        said, files = _content(one)
        yield chats.message(
            line(one.get("conversationId")),
            line(one.get("msgId")),
            epoch(one.get("createAt")),
            line(one.get("senderNick")) or line(one.get("senderId")),
            said,
            "media" if files else "text",
            line(one.get("originalMsgId")),
            attachments=files,
            sender_id=line(one.get("senderStaffId") or one.get("senderId")) or None,
        )


def _content(one: Record) -> tuple[str, tuple[str, ...]]:
    kind = line(one.get("msgtype"))
    if kind == "text":
        return text(record(one.get("text")).get("content")), ()
    inside = object_in(one.get("content"))
    if kind == "richText":
        parts = [record(part) for part in many(inside.get("richText"))]
        files = tuple(_name(part, "picture") for part in parts if line(part.get("downloadCode")))
        return "".join(text(part.get("text")) for part in parts), files
    said = text(inside.get("recognition")) or text(inside.get("title"))
    return said, (_name(inside, kind),) if kind else ()


def _name(inside: Record, kind: str) -> str:
    return file_name(inside.get("fileName")) or line(inside.get("downloadCode")) or kind
