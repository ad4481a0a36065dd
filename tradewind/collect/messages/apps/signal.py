"""Signal: what signal-cli receives, and the messages that export tools write, a JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.records import Record, documents, names_in
from tradewind.collect.messages.apps.values import epoch, file_name, line, many, record, text, written
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

EXPORTED = {"date", "sender", "body", "quote", "sticker", "reactions", "attachments"}
KEPT = {"conversationId", "sent_at", "type"}


def recognise(source: Source) -> float:
    """Sure by the names of an envelope, of an exported message, or of a row of the desktop's database."""
    names = names_in(source)
    envelope = "envelope" in names and bool(names & {"dataMessage", "syncMessage", "callMessage", "sourceNumber"})
    return 1.0 if envelope or names >= EXPORTED or names >= KEPT else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages; receipts, typing and the like are none."""
    chats = Chats("signal")
    for place, one in enumerate(documents(source, noted), 1):
        if "body" in one and "date" in one:
            yield _exported(chats, one, source.name.rsplit(".", 1)[0])
        elif "conversationId" in one and "sent_at" in one:
            yield _kept(chats, one)
        elif (found := _enveloped(chats, record(one.get("envelope")))) is not None:
            yield found
        else:
            noted.reject(place, "no_message")


def _exported(chats: Chats, one: Record, chat: str) -> Message:
    files = tuple(
        file_name(record(each).get("name") or record(each).get("path")) for each in many(one.get("attachments"))
    )
    said = text(one.get("body"))
    sender = line(one.get("sender"))
    return chats.message(
        chat, "", written(one.get("date")), sender, said, "media" if files or one.get("sticker") else "text",
        attachments=files, direction="out" if sender == "Me" else None,
    )  # fmt: skip


def _kept(chats: Chats, one: Record) -> Message:
    """A row of Signal Desktop's own database."""
    files = tuple(
        file_name(record(each).get("fileName") or record(each).get("path")) for each in many(one.get("attachments"))
    )
    kind = line(one.get("type"))
    plain = {"call-history": "call", "incoming": "text", "outgoing": "text"}.get(kind, "system")
    plain = "deleted" if one.get("deletedForEveryone") is True else "media" if files else plain
    who = line(one.get("source") or one.get("sourceServiceId") or one.get("sourceUuid"))
    return chats.message(
        line(one.get("conversationId")), line(one.get("id")), epoch(one.get("sent_at")),
        "" if plain == "system" else who, text(one.get("body")), plain, attachments=files, sender_id=who or None,
        direction={"incoming": "in", "outgoing": "out"}.get(kind),
    )  # fmt: skip


def _enveloped(chats: Chats, envelope: Record) -> Message | None:
    sent = record(record(envelope.get("syncMessage")).get("sentMessage"))
    said = sent or record(envelope.get("dataMessage"))
    called = record(envelope.get("callMessage"))
    if not said and not called:
        return None
    who = line(envelope.get("sourceNumber") or envelope.get("source") or envelope.get("sourceUuid"))
    to = line(sent.get("destinationNumber") or sent.get("destination"))
    files = tuple(
        file_name(record(one).get("filename") or record(one).get("id")) for one in many(said.get("attachments"))
    )
    at = said.get("timestamp") or envelope.get("timestamp")
    gone = record(said.get("remoteDelete"))
    kind = "call" if called and not said else "deleted" if gone else "media" if files else "text"
    return chats.message(
        line(record(said.get("groupInfo")).get("groupId")) or to or who,
        line(gone.get("timestamp")) or f"{line(at)}-{who}",
        epoch(at),
        line(envelope.get("sourceName")) or who,
        text(said.get("message") or record(said.get("reaction")).get("emoji")),
        kind,
        _answers(record(said.get("quote"))),
        attachments=files,
        sender_id=who or None,
        direction="out" if sent else "in",
    )


def _answers(quote: Record) -> str:
    who = line(quote.get("authorNumber") or quote.get("author"))
    return f"{line(quote.get('id'))}-{who}" if quote.get("id") else ""


def _files(one: Record, *names: str) -> tuple[str, ...]:
    every = [record(each) for each in many(one.get("attachments"))]
    return tuple(next((file_name(each[name]) for name in names if line(each.get(name))), "file") for each in every)
