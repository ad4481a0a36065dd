"""What the lines above a mail say: subject and names in words, addresses, ids. Never raises, whatever they hold."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Mail
from email.utils import getaddresses

from tradewind.collect.messages.mail.charsets import text_of

MOST_HEADER = 100_000  # characters of one header that are looked at
ID = re.compile(r"<([^<>\s]{1,900})>")
SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")


def words(value: object) -> str:
    """A header in words: encoded words (RFC 2047) and bare 8-bit bytes decoded, on one line.

    >>> words("=?utf-8?b?6K+i5Lu3?= RFQ")
    '询价 RFQ'
    """
    raw = str(value)[:MOST_HEADER]
    if "=?" not in raw:
        return _one_line(_eight_bit(raw))
    try:
        parts = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return _one_line(ENCODED.sub(_each, raw))
    return _one_line("".join(_part(part, charset) for part, charset in parts))


def name_and_address(value: object) -> tuple[str | None, str | None]:
    """The first sender or recipient of a header.

    >>> name_and_address("Tom =?utf-8?q?B=C3=BCyer?= <tom@example.com>")
    ('Tom Büyer', 'tom@example.com')
    """
    return next(iter(addresses([value])), (None, None))


def addresses(values: Iterable[object]) -> list[tuple[str | None, str | None]]:
    """(name, address) of each person in the headers; an address is in lower case."""
    found = []
    for value in values:
        try:
            pairs = getaddresses([str(value)[:MOST_HEADER]])
        except (RecursionError, IndexError, ValueError):
            pairs = [(str(value), "")]
        found += [(words(name) or None, _one_line(_eight_bit(address)).lower() or None) for name, address in pairs]
    return [(name, address) for name, address in found if name or address]


def ids(mail: Mail, header: str) -> list[str]:
    """The message ids in a header, oldest first, without their angle brackets."""
    return ID.findall(str(mail.get(header, ""))[:MOST_HEADER])


def own_id(mail: Mail) -> str | None:
    """The mail's own id; None where it is missing or empty."""
    written = str(mail.get("Message-ID", ""))[:1000]
    found = ID.search(written)
    return found[1] if found else SPACE.sub("", _eight_bit(written)).strip("<>") or None


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return _eight_bit(part)
    return text_of(part, charset) if charset else _eight_bit(part.decode("ascii", "surrogateescape"))


def _each(found: re.Match[str]) -> str:
    """One encoded word, where some other in the same header is broken."""
    try:
        return "".join(_part(part, charset) for part, charset in decode_header(found[0]))
    except (HeaderParseError, binascii.Error, ValueError):
        return found[0]


def _eight_bit(raw: str) -> str:
    return raw if raw.isascii() else text_of(raw.encode("utf-8", "surrogateescape"), None)


def _one_line(text: str) -> str:
    return SPACE.sub(" ", text).strip()
