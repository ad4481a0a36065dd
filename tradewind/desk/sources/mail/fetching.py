"""Mails as mailbox files of some hundred each, without what is attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from io import BytesIO
from typing import Any, NamedTuple

from tradewind.desk.sources.mail.connecting import Mailbox

MAILS, BYTES = 200, 8 << 20  # of a part, about
ASKED_BYTES = 4 << 20  # that are asked for at once
MOST_MAIL = 24 << 20  # of a larger mail only the beginning is fetched
BEGINNING = 1 << 20
SMALL_MAIL, SMALL_PAYLOAD = 64 << 10, 4 << 10  # bytes that are kept as they are
FROM = re.compile(rb"^(>*From )", re.M)


class Part(NamedTuple):
    """A mailbox file with the mails from number `first` to `last`."""

    file: BytesIO
    first: int
    last: int
    mails: int


def parts(mailbox: Mailbox, folder: str, numbers: Sequence[int]) -> Iterator[Part]:
    """The folder's mails with these numbers, which rise."""
    file, kept, first, size = BytesIO(), 0, 0, 0
    for number, mail, arrived in _mails(mailbox, folder, numbers):
        size += file.write(_entry(number, mail, arrived))
        first, kept = first or number, kept + 1
        if kept >= MAILS or size >= BYTES or number == numbers[-1]:
            file.seek(0)
            yield Part(file, first, number, kept)
            file, kept, first, size = BytesIO(), 0, 0, 0
    if kept:
        file.seek(0)
        yield Part(file, first, numbers[-1], kept)


def _mails(mailbox: Mailbox, folder: str, numbers: Sequence[int]) -> Iterator[tuple[int, bytes, datetime | None]]:
    """The mails one by one; so many are asked for at once as fit into some MB."""
    for start in range(0, len(numbers), MAILS):
        some = numbers[start : start + MAILS]
        sizes = {n: told[b"RFC822.SIZE"] for n, told in mailbox.fetched(folder, some, "RFC822.SIZE").items()}
        for few in _few(sizes):
            is_large = sizes[few[0]] > MOST_MAIL
            what = f"BODY.PEEK[]<0.{BEGINNING}>" if is_large else "BODY.PEEK[]"
            found = mailbox.fetched(folder, few, what, "INTERNALDATE")
            for number in few:
                told: dict[bytes, Any] = found.get(number, {})
                mail = told.get(b"BODY[]<0>" if is_large else b"BODY[]")
                if mail is not None:
                    yield number, without_attachments(mail), told.get(b"INTERNALDATE")


def _few(sizes: dict[int, int]) -> Iterator[list[int]]:
    few: list[int] = []
    for number in sorted(sizes):
        if few and sum(sizes[one] for one in few) + sizes[number] > ASKED_BYTES:
            yield few
            few = []
        few.append(number)
    if few:
        yield few


def without_attachments(mail: bytes) -> bytes:
    """The mail with nothing in its attachments but their names; a small one, or one too odd to take apart, as it is."""
    if len(mail) <= SMALL_MAIL:
        return mail
    try:
        read: Message[str, str] = BytesParser(policy=compat32).parsebytes(mail)
        for part in read.walk():
            if not part.is_multipart() and _is_attached(part):
                part.set_payload("")
        return read.as_bytes()
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return mail


def _is_attached(part: Message[str, str]) -> bool:
    is_text = part.get_content_maintype() == "text" and not part.get_filename()
    return not is_text and len(str(part.get_payload())) > SMALL_PAYLOAD


def _entry(number: int, mail: bytes, arrived: datetime | None) -> bytes:
    """The mail as a mailbox file has it: below a line with the moment when it arrived, and one header of ours, so that
    a mail without any is one too."""
    at = (arrived or datetime.now(UTC)).astimezone(UTC)
    plain = FROM.sub(rb">\1", mail.replace(b"\r\n", b"\n"))
    return f"From - {at:%a %b %d %H:%M:%S %Y}\nX-Tradewind-Number: {number}\n".encode() + plain.rstrip(b"\n") + b"\n\n"
