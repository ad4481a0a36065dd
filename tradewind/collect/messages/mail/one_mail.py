"""One mail as a message, whatever is wrong with it."""

from __future__ import annotations

import hashlib
import re
from email.message import Message as Mail
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from typing import Any

from tradewind.collect.messages.mail.dates import Sent, sent
from tradewind.collect.messages.mail.headers import addresses, ids, name_and_address, own_id, words
from tradewind.collect.messages.mail.parts import Body, body, content
from tradewind.collect.messages.mail.said import said
from tradewind.collect.messages.mail.threads import Threads
from tradewind.collect.messages.message import Message

MOST_PARTS = 250  # boundaries and mails inside; each level costs a look at every line below it
MARKS = b"\xef\xbb\xbf \t\r\n\0"
NESTS = (b"boundary", b"message/rfc822")
UNDECLARED = re.compile(rb"\s*--([^\s\"\\][^\r\n\"\\]{0,200}?)[ \t]*\r?\ncontent-", re.I)
OUTBOX = re.compile(r"\b(?:sent|已发邮件|已发送|寄件备份)\b", re.I)


class _AsWritten(Compat32):
    """Headers as they stand, to be decoded by `headers`."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value


RAW = _AsWritten()


def parsed(data: bytes) -> tuple[Mail, bool]:
    """The mail in `data`, and whether all of its parts were looked at: not where there are more than MOST_PARTS."""
    data = data.lstrip(MARKS)
    lower = data.lower()
    if sum(map(lower.count, NESTS)) <= MOST_PARTS:
        return BytesParser(policy=RAW).parsebytes(data), True
    return BytesHeaderParser(policy=RAW).parsebytes(data), False


def mended(mail: Mail) -> Mail:
    """The mail, or its parts where they are there but their boundary was never, or wrongly, declared."""
    inside = b"" if mail.is_multipart() else content(mail)
    if (boundary := UNDECLARED.match(inside)) is None:
        return mail
    above = b'Content-Type: multipart/mixed; boundary="' + boundary[1] + b'"\n\n'
    return BytesParser(policy=RAW).parsebytes(above + inside)


def message(data: bytes, threads: Threads, envelope: str = "") -> Message:
    """The message in a mail. What it lacks is None; an id is made of what it says where it has none. Never raises.

    envelope   what a mailbox says after "From " above the mail
    """
    mail, whole = parsed(data)
    found = body(mended(mail)) if whole else Body()
    text, quoted = said("\n".join(one.strip("\n") for one in found.text))
    when = sent(mail, envelope)
    name, address = _author(mail)
    people = addresses([one for header in ("To", "Cc", "Bcc") for one in mail.get_all(header, [])])
    subject = words(mail.get("Subject", ""))
    own = own_id(mail) or _made_id(when, address or name, subject, text)
    answers, refers = ids(mail, "In-Reply-To"), ids(mail, "References")
    refers_to = [one for one in dict.fromkeys(refers + answers) if one != own]
    around = frozenset(one for _, one in [(name, address), *people] if one)
    return Message(
        sent_at=when.at,
        sender=name or address,
        text=text,
        kind="media" if found.attachments and not text.strip() else "text",
        channel="mail",
        conversation=threads.thread(own, refers_to, subject, around, when.utc or when.at),
        message_id=own,
        attachments=tuple(one for one, _ in found.attachments),
        reply_to=next(iter(answers or refers[-1:]), None),
        sent_at_utc=when.utc,
        utc_offset_min=when.offset_min,
        sender_id=address,
        direction=_direction(mail),
        recipients=tuple(one or other or "" for other, one in people),
        subject=subject or None,
        quoted=quoted,
    )


def _author(mail: Mail) -> tuple[str | None, str | None]:
    for header in ("From", "Sender", "Reply-To", "Return-Path"):
        name, address = name_and_address(mail.get(header, ""))
        if name or address:
            return name, address
    return None, None


def _direction(mail: Mail) -> str | None:
    """What a mailbox of Gmail says about its labels; other programs do not say."""
    labels = mail.get("X-Gmail-Labels")
    if labels is None:
        return None
    return "out" if OUTBOX.search(words(labels)) else "in"


def _made_id(when: Sent, author: str | None, subject: str, text: str) -> str:
    told = f"{when.at}\n{author}\n{subject}\n{text}"
    return f"made-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"
