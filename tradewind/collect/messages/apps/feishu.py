"""飞书 (Feishu, Lark): events of received messages, and lists of messages as its interface gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, documents, names_in
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, object_in, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

NAMES = re.compile(r"@_user_\d+|@_all")
RECALLED = "im.message.recalled_v1"
FILES = ("file_name", "image_key", "file_key")


def recognise(source: Source) -> float:
    """Sure by the names of an event, or of a listed message."""
    names = names_in(source)
    event = {"message_id", "chat_id", "create_time"} <= names and bool(names & {"message_type", "msg_type"})
    return 1.0 if event or RECALLED in source.text[:20_000] else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages; one that was delivered twice comes once, one that was recalled is of kind deleted."""
    recalled = {line(one.get("message_id")) for _, one, about in _messages(source, Noted()) if about == RECALLED}
    chats, seen = Chats("feishu", unique=True), set()
    for place, (sender, one, about) in enumerate(_messages(source, noted), 1):
        own = line(one.get("message_id"))
        if own and own in seen:
            noted.reject(place, "delivered_twice")
        elif about != RECALLED:
            seen.add(own)
            yield _message(chats, sender, one, own, own in recalled or one.get("deleted") is True)


def _messages(source: Source, noted: Noted) -> Iterator[tuple[Record, Record, str]]:
    """(sender, message, what the event is about) of each event, or of each message of a list."""
    for document in documents(source, noted):
        listed = many(record(document.get("data")).get("items")) or many(document.get("items"))
        for each in listed or ([document] if "msg_type" in document else []):
            yield record(record(each).get("sender")), record(each), ""
        event = record(document.get("event"))
        about = line(record(document.get("header")).get("event_type"))
        if about == RECALLED:
            yield {}, event, about
        elif event:
            yield record(event.get("sender")), record(event.get("message")), about


def _message(chats: Chats, sender: Record, one: Record, own: str, recalled: bool) -> Message:
    ids = record(sender.get("sender_id"))
    who = line(ids.get("open_id") or ids.get("user_id") or ids.get("union_id") or sender.get("id"))
    kind = line(one.get("message_type") or one.get("msg_type"))
    inside = object_in(one.get("content") or record(one.get("body")).get("content"))
    names = {line(each.get("key")): line(each.get("name")) for each in map(record, many(one.get("mentions")))}
    said = NAMES.sub(lambda found: f"@{names[found[0]]}" if names.get(found[0]) else found[0], _words(inside))
    files = tuple(file_name(inside[name]) for name in FILES if line(inside.get(name)))[:1]
    system = kind == "system"
    plain = "system" if system else "media" if files or kind in ("sticker", "media") else "text"
    return chats.message(
        line(one.get("chat_id")),
        own,
        epoch(one.get("create_time")),
        "" if system else who,
        said,
        "deleted" if recalled else plain,
        line(one.get("parent_id")),
        attachments=files or _pictures(inside),
        sender_id=who or None,
        direction="out" if sender.get("sender_type") == "app" else None,
    )


def _words(inside: Record) -> str:
    """Plain text, or the lines of a post in whichever language comes first, under its title."""
    if "text" in inside or "template" in inside:
        return text(inside.get("text") or inside.get("template"))
    rows = [many(row) for row in many(_post(inside).get("content"))]
    lines = ["".join(_piece(record(piece)) for piece in row) for row in rows]
    return "\n".join([*filter(None, [text(_post(inside).get("title"))]), *lines])


def _post(inside: Record) -> Record:
    return inside if "content" in inside else next((one for one in inside.values() if isinstance(one, dict)), {})


def _piece(piece: Record) -> str:
    tag: Any = piece.get("tag")
    if tag == "at":
        user = line(piece.get("user_name")) or line(piece.get("user_id"))
        return user if user.startswith("@") else f"@{user}"
    return text(piece.get("text") or piece.get("href")) if tag != "emotion" else line(piece.get("emoji_type"))


def _pictures(inside: Record) -> tuple[str, ...]:
    rows = [record(piece) for row in many(_post(inside).get("content")) for piece in many(row)]
    return tuple(line(piece["image_key"]) for piece in rows if line(piece.get("image_key")))
