"""Telegram Desktop's export as JSON (one chat or all), and message lists as programs fetch them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import ROWS, Record, names_in, records
from tradewind.collect.messages.apps.values import Clock, file_name, line, many, moment, text, written
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

PLACES = frozenset({("messages",), ("chats", "list", "*", "messages"), ("left_chats", "list", "*", "messages")})
TOLD_BY = ({"date_unixtime", "from"}, {"from_id", "text"}, {"text_entities"}, {"actor_id", "action"})
FETCHED = {"sender_id", "text", "date"}
FILES = ("photo", "file", "thumbnail")
LOCATIONS = ("location_information", "contact_information", "poll", "media_type", "photo", "file")


def recognise(source: Source) -> float:
    """Sure by the names in its messages."""
    names = names_in(source)
    if "messages" in names and any(told <= names for told in TOLD_BY):
        return 1.0
    return 0.9 if {"chats", "list", "personal_information"} <= names else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of every chat in the file."""
    chats = Chats("telegram")
    for found in records(source, PLACES, noted):
        chat = line(found.told.get("id")) or line(found.told.get("name")) or _bare(source)
        yield _message(chats, chat, found.record)


def recognise_fetched(source: Source) -> float:
    """Likely by the names of a fetched message."""
    names = names_in(source)
    return 0.8 if names >= FETCHED and names & {"message.id", "reply_to_id", "peer_id"} else 0.0


def read_fetched(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of one channel or chat."""
    chats = Chats("telegram")
    for _, one in records(source, frozenset({ROWS, ("messages",)}), noted):
        own, sender = line(one.get("message.id") or one.get("id")), line(one.get("sender_id"))
        answers = line(one.get("reply_to_id"))
        clock, said = written(one.get("date")), text(one.get("text"))
        yield chats.message(_bare(source), own, clock, sender, said, "text", answers, sender_id=sender or None)


def words(value: object) -> str:
    """The text of a message: plain, or in pieces with formats and links, to the letter."""
    pieces = value if isinstance(value, list) else [value]
    return "".join(text(one.get("text")) if isinstance(one, dict) else text(one) for one in pieces)


def _message(chats: Chats, chat: str, one: Record) -> Message:
    service = one.get("type") == "service"
    kind = _kind(one, service)
    sender_id = line(one.get("from_id") or one.get("actor_id"))
    sender = line(one.get("from") or one.get("actor")) or sender_id
    said = _service(one) if service else words(one.get("text")) or _placeholder(one)
    return chats.message(
        chat,
        line(one.get("id")),
        _clock(one),
        "" if kind == "system" else sender,
        said,
        kind,
        line(one.get("reply_to_message_id")),
        attachments=_attachments(one),
        sender_id=sender_id or None,
        edited="edited" in one or "edited_unixtime" in one,
    )


def _clock(one: Record) -> Clock:
    """The date is the exporting machine's clock; newer exports have the moment beside it."""
    at, utc = written(one.get("date")).at, moment(one.get("date_unixtime"))
    if utc is None or at is None:
        return Clock(at or utc, utc)
    return Clock(at, utc, round((at - utc).total_seconds() / 60))


def _kind(one: Record, service: bool) -> str:
    if one.get("action") in ("phone_call", "group_call", "conference_call"):
        return "call"
    if service:
        return "system"
    return "media" if any(one.get(name) for name in LOCATIONS) else "text"


def _service(one: Record) -> str:
    """What the program says, in its own terms: who, what, about whom."""
    about = [line(each) for each in many(one.get("members"))] or [line(one.get("title"))]
    return " ".join(filter(None, [line(one.get("actor")), line(one.get("action")), *about]))


def _placeholder(one: Record) -> str:
    poll: Any = one.get("poll")
    return text(poll.get("question")) if isinstance(poll, dict) else text(one.get("sticker_emoji"))


def _attachments(one: Record) -> tuple[str, ...]:
    """Names of files; where the export left them out it says so in brackets, and the name may stand beside."""
    named = line(one.get("file_name"))
    written = [line(one.get(name)) for name in ("photo", "file")]
    kept = [file_name(each) for each in written if each and not each.startswith("(")]
    if not kept and (named or any(written)):
        kept = [named or line(one.get("media_type")) or "photo"]
    return tuple(kept)


def _bare(source: Source) -> str:
    return source.name.rsplit(".", 1)[0]
