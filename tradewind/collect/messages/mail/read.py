"""Which files are mail, and the messages in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.mail.mailbox import MOST_MAIL, begins_mailbox, mails
from tradewind.collect.messages.mail.one_mail import message
from tradewind.collect.messages.mail.said import said
from tradewind.collect.messages.mail.threads import Threads
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

SAMPLE = 8  # files of a folder that are looked at
LOOK_BYTES = 1 << 16
MARKS = b"\xef\xbb\xbf \t\r\n\0"
LINE = re.compile(rb"[!-9;-~]{1,80}:")
KNOWN = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|content-type|delivered-to|in-reply-to|"
    rb"references|reply-to|sender|x-mailer|content-transfer-encoding|dkim-signature|x-[a-z-]{2,40}):",
    re.I | re.M,
)
TELLING = re.compile(
    rb"^(?:message-id|received|mime-version|content-type|return-path|delivered-to|subject|date):", re.I | re.M
)


def is_mail(head: bytes) -> bool:
    """Whether bytes begin with the lines above a mail: most of them headers, and some that mails have.

    >>> is_mail(b"From: a@b.example\\nSubject: hi\\n\\nhello"), is_mail(b"Tom: hi\\nLi: hello")
    (True, False)
    """
    above = re.split(rb"\r?\n[ \t]*\r?\n", head[:LOOK_BYTES].lstrip(MARKS), maxsplit=1)[0]
    lines = [line for line in above.split(b"\n") if line.strip() and not line.startswith((b" ", b"\t"))]
    headers = sum(LINE.match(line) is not None for line in lines)
    known = len(KNOWN.findall(above))
    return bool(lines) and headers >= 0.8 * len(lines) and known >= min(2, headers) and bool(TELLING.search(above))


def recognise_mailbox(source: Source) -> float:
    """Sure by its first line."""
    return 1.0 if begins_mailbox(source.head) else 0.0


def recognise_mail(source: Source) -> float:
    """Likely by the lines above the mail."""
    return 0.9 if is_mail(source.head) else 0.0


def recognise_maildir(source: Source) -> float:
    """Sure by the folders cur and new."""
    return 1.0 if source.is_folder and any((source.path / one).is_dir() for one in ("cur", "new")) else 0.0


def recognise_mails(source: Source) -> float:
    """Likely when most of the first files in the folder or zip are mails."""
    looked = [is_mail(data) for _, data in source.bytes_of(source.files[:SAMPLE], LOOK_BYTES)]
    return 0.7 if looked and sum(looked) > 0.5 * len(looked) else 0.0


def recognise_body(source: Source) -> float:
    """Hardly, by a quotation, an earlier mail or a signature below some text: where nothing else fits."""
    is_short = len(source.head) < LOOK_BYTES and bool(source.text.strip())
    return 0.1 if is_short and said(source.text)[1] else 0.0


def read_body(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The text of a mail that was saved without the lines above it: of nobody, at no time."""
    text, quoted = said(source.text)
    noted.reject(1, "no_date")
    yield Numbered("mail", source.title).message(None, None, text, "text", quoted=quoted)


def read_mailbox(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The mails of a mailbox file."""
    threads = Threads()
    with source.open() as stream:
        for one in mails(stream):
            if not one.whole:
                noted.reject(one.place, "mail_too_large")
            if one.data.strip(MARKS):
                yield _told(message(one.data, threads, one.envelope), one.place, noted)


def read_mail(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The one mail of a file."""
    with source.open() as stream:
        data = stream.read(MOST_MAIL + 1)
    yield from _each([(source.name, data)], noted)


def read_mails(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The mails of a Maildir, a folder or a zip, in the order of their names; other files are noted."""
    yield from _each(source.bytes_of(source.files, MOST_MAIL + 1), noted)


def _each(files: Iterable[tuple[str, bytes]], noted: Noted) -> Iterator[Message]:
    threads = Threads()
    for place, (_, data) in enumerate(files, 1):
        if not is_mail(data):
            noted.reject(place, "no_mail")
            continue
        if len(data) > MOST_MAIL:
            noted.reject(place, "mail_too_large")
        yield _told(message(data[:MOST_MAIL], threads), place, noted)


def _told(one: Message, place: int, noted: Noted) -> Message:
    if one.sent_at is None:
        noted.reject(place, "no_date")
    return one
