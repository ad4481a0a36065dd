"""What WhatsApp's Cloud API sends about messages and calls, payload by payload."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, documents, names_in
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

MEDIA = ("image", "video", "audio", "document", "sticker", "voice")
INSIDE = ("messages", "message_echoes", "calls")


def recognise(source: Source) -> float:
    """Sure by the names of a payload."""
    names = names_in(source)
    return 1.0 if {"entry", "changes", "value"} <= names and "messaging_product" in names else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages and calls; what was delivered again, to the letter, comes once. Statuses are no messages."""
    chats = Chats("whatsapp", unique=True)
    seen: set[bytes] = set()
    for document in documents(source, noted):
        for payload in _payloads(document):
            for value in _values(payload):
                for name in INSIDE:
                    for one in map(record, many(value.get(name))):
                        if _is_new(one, seen):
                            yield _message(chats, one, value, name)


def _payloads(document: Record) -> list[Record]:
    """The payload itself, or those kept under names of their own."""
    return [document] if "entry" in document else [one for one in document.values() if isinstance(one, dict)]


def _values(payload: Record) -> Iterator[Record]:
    for entry in many(payload.get("entry")):
        for change in many(record(entry).get("changes")):
            yield record(record(change).get("value"))


def _is_new(one: Record, seen: set[bytes]) -> bool:
    mark = hashlib.blake2b(json.dumps(one, sort_keys=True, default=str).encode(), digest_size=16).digest()
    new = mark not in seen
    seen.add(mark)
    return new


def _message(chats: Chats, one: Record, value: Record, name: str) -> Message:
    sender_id, own = line(one.get("from") or one.get("from_user_id")), line(one.get("id"))
    out = name == "message_echoes" or line(one.get("direction")) == "BUSINESS_INITIATED"
    buyer = line(one.get("to")) if out and line(one.get("to")) else sender_id
    kind, said, files = ("call", line(one.get("event")), ()) if name == "calls" else _content(one)
    edit = record(one.get("edit")) or record(one.get("revoke"))
    return chats.message(
        line(one.get("group_id")) or buyer,
        line(edit.get("original_message_id")) or own,
        epoch(one.get("timestamp")),
        "" if kind == "system" else _names(value).get(sender_id, sender_id),
        said,
        kind,
        line(record(one.get("reaction")).get("message_id") or record(one.get("context")).get("id")),
        attachments=files,
        sender_id=sender_id or None,
        direction="out" if out else "in",
        edited="edit" in one,
    )


def _names(value: Record) -> dict[str, str]:
    """The names of the people in a payload, by number and by user id."""
    people = [record(one) for one in many(value.get("contacts"))]
    return {
        line(one.get(key)): line(record(one.get("profile")).get("name"))
        for one in people
        for key in ("wa_id", "user_id")
        if line(one.get(key)) and line(record(one.get("profile")).get("name"))
    }


def _content(one: Record) -> tuple[str, str, tuple[str, ...]]:
    """(kind, text, attachments) of a message."""
    kind = line(one.get("type"))
    inside = record(one.get(kind))
    if kind == "edit":
        return _content(record(inside.get("message")))
    if kind == "revoke":
        return "deleted", "", ()
    if kind == "system":
        return "system", text(inside.get("body")), ()
    if kind == "reaction":
        return ("text" if inside.get("emoji") else "deleted"), text(inside.get("emoji")), ()
    if kind in MEDIA:
        return "media", text(inside.get("caption")), (file_name(inside.get("filename")) or line(inside.get("id")),)
    return "text", _text(kind, inside, one), ()


def _text(kind: str, inside: Record, one: Record) -> str:
    if kind == "contacts":
        return "\n".join(_contact(record(each)) for each in many(one.get("contacts")))
    if kind == "order":
        items = [record(each) for each in many(inside.get("product_items"))]
        rows = [f"{line(each.get('quantity'))} × {line(each.get('product_retailer_id'))}" for each in items]
        return "\n".join(filter(None, [text(inside.get("text")), *rows]))
    if kind == "location":
        named = [text(inside.get(name)) for name in ("name", "address")]
        return "\n".join(filter(None, named)) or f"{text(inside.get('latitude'))}, {text(inside.get('longitude'))}"
    reply = record(inside.get(line(inside.get("type"))))  # interactive: button_reply, list_reply, nfm_reply
    return text(inside.get("body") or inside.get("text") or reply.get("title") or reply.get("body"))


def _contact(one: Record) -> str:
    phones = [line(record(each).get("phone")) for each in many(one.get("phones"))]
    return " ".join(filter(None, [text(record(one.get("name")).get("formatted_name")), *phones]))
