"""Facebook's and Instagram's own exports: JSON whose texts are UTF-8 taken for Latin-1, newest message first."""

from __future__ import annotations

from collections.abc import Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, names_in, plain_values, records
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, record, text
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

TOLD = frozenset({"thread_path", "title"})
MEDIA = ("photos", "videos", "audio_files", "gifs", "files")
SYSTEM = ("Subscribe", "Unsubscribe")


def recognise_facebook(source: Source) -> float:
    """Sure by the names of its messages; Instagram's are the same, and told apart by what else stands there."""
    return 0.9 if {"sender_name", "timestamp_ms"} <= names_in(source) else 0.0


def recognise_instagram(source: Source) -> float:
    """Surer where the file speaks of Instagram, or has none of what Facebook writes beside its messages."""
    speaks = "instagram" in source.text.lower()
    bare = not names_in(source) & {"participants", "thread_path", "is_still_participant", "magic_words"}
    return recognise_facebook(source) and (0.95 if speaks or bare else 0.0)


def read_facebook(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of one chat of Facebook."""
    yield from _read("facebook", source, noted)


def read_instagram(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of one chat of Instagram."""
    yield from _read("instagram", source, noted)


def mended(value: object) -> str:
    """Text whose UTF-8 bytes were written as characters of their own; any other stays.

    >>> mended("JosÃ©"), mended("José")
    ('José', 'José')
    """
    written = text(value)
    if written.isascii():
        return written
    try:
        return written.encode("latin-1").decode()
    except UnicodeError:
        return written


def _read(channel: str, source: Source, noted: Noted) -> Iterator[Message]:
    told = plain_values(source, TOLD)  # they stand below the messages
    chat = line(told.get("thread_path")) or line(mended(told.get("title"))) or source.name.rsplit(".", 1)[0]
    chats = Chats(channel)
    for _, one in records(source, frozenset({("messages",)}), noted):
        attachments = _attachments(one)
        kind = _kind(one, attachments)
        sender = line(mended(one.get("sender_name")))
        said = mended(one.get("content")) or mended(record(one.get("share")).get("link"))
        clock = epoch(one.get("timestamp_ms"))
        yield chats.message(chat, "", clock, "" if kind == "system" else sender, said, kind, attachments=attachments)


def _kind(one: Record, attachments: tuple[str, ...]) -> str:
    if one.get("is_unsent") is True:
        return "deleted"
    if one.get("type") == "Call" or "call_duration" in one:
        return "call"
    if one.get("type") in SYSTEM:
        return "system"
    return "media" if attachments else "text"


def _attachments(one: Record) -> tuple[str, ...]:
    every = [record(each) for name in MEDIA for each in many(one.get(name))] + [record(one.get("sticker"))]
    return tuple(file_name(mended(each["uri"])) for each in every if line(each.get("uri")))
