"""企业微信 (WeCom): the records of its conversation archive, as the company's own program keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, documents, names_in
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, object_in, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

OUTSIDE = re.compile(r"w[mo][\w-]{10,}")  # ids of people outside the company; wb… are robots
CALLS = ("meeting_voice_call", "voip_doc_share", "voiptext", "qydiskfile_call")
SYSTEM = ("agree", "disagree", "external_redpacket_notice")


def recognise(source: Source) -> float:
    """Sure by the names of a record."""
    return 1.0 if names_in(source) >= {"msgid", "action", "from", "tolist"} else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages; one that was recalled is of kind deleted, and its recall is no message of its own."""
    recalled = {_recalls(one): one for one in documents(source, Noted()) if one.get("action") == "recall"}
    chats, kept = Chats("wecom", unique=True), set()
    for place, one in enumerate(documents(source, noted), 1):
        own = line(one.get("msgid"))
        if one.get("action") == "send" or (one.get("action") is None and own):
            if own in recalled:
                kept.add(own)
            yield _message(chats, one, own, recalled=own in recalled)
        elif one.get("action") != "recall":
            noted.reject(place, "no_message")
    for own, one in recalled.items():
        if own and own not in kept:
            yield _message(chats, one, own, recalled=True)


def _recalls(one: Record) -> str:
    return line(record(one.get("revoke")).get("pre_msgid"))


def _message(chats: Chats, one: Record, own: str, recalled: bool) -> Message:
    kind, said, attachments = _content(one)
    sender, to = line(one.get("from")), tuple(filter(None, map(line, many(one.get("tolist")))))
    chat = line(one.get("roomid")) or "|".join(sorted({sender, *to}))
    return chats.message(
        chat,
        own,
        epoch(one.get("msgtime")),
        "" if kind == "system" else sender,
        said,
        "deleted" if recalled else kind,
        attachments=attachments,
        sender_id=sender or None,
        recipients=to,
        direction=_direction(sender, to),
    )


def _direction(sender: str, to: tuple[str, ...]) -> str | None:
    if OUTSIDE.fullmatch(sender):
        return "in"
    return "out" if any(OUTSIDE.fullmatch(one) for one in to) else None


def _content(one: Record) -> tuple[str, str, tuple[str, ...]]:
    """(kind, text, attachments) of a record, of a part of a mixed one, or of a forwarded one."""
    kind = line(one.get("msgtype") or one.get("type"))
    inside = object_in(one["content"]) if "content" in one else record(one.get(kind) or one.get("info"))
    if kind in CALLS:
        return "call", "", ()
    if kind in SYSTEM:
        return "system", kind, ()
    if kind in TEXTS:
        return "text", TEXTS[kind](inside), ()
    if kind in ("mixed", "chatrecord"):
        return _several(inside)
    name = file_name(inside.get("filename")) or line(inside.get("md5sum") or inside.get("sdkfileid")) or kind
    return "media", text(inside.get("title")) if kind != "file" else "", (name,) if name else ()


def _several(inside: Record) -> tuple[str, str, tuple[str, ...]]:
    parts = [_content(record(each)) for each in many(inside.get("item"))]
    names = tuple(name for _, _, every in parts for name in every)
    return "media" if names else "text", "\n".join(said for _, said, _ in parts if said), names


def _lines(*names: str) -> Callable[[Record], str]:
    return lambda inside: "\n".join(filter(None, (text(inside.get(name)) for name in names)))


TEXTS: dict[str, Callable[[Record], str]] = {
    "text": _lines("content"),
    "markdown": _lines("content"),
    "link": _lines("title", "description", "link_url"),
    "location": _lines("title", "address"),
    "weapp": _lines("title", "displayname"),
    "card": _lines("corpname", "userid"),
    "docmsg": _lines("title", "link_url"),
    "todo": _lines("title", "content"),
    "calendar": _lines("title", "place", "remarks"),
    "meeting": _lines("topic", "address", "remarks"),
    "redpacket": _lines("wish"),
    "vote": _lines("votetitle"),
}
