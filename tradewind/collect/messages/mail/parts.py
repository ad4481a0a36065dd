"""The parts of a mail: the text that is meant to be read, and the names of what is attached."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field
from email.message import Message as Mail

from tradewind.collect.messages.mail.charsets import text_of
from tradewind.collect.messages.mail.headers import words
from tradewind.collect.messages.mail.safe_text import safe_text

MOST_TEXT = 2 << 20  # characters
MOST_NAME = 200
READ = ("text/plain", "text/html")
FOLDERS = re.compile(r"^.*[/\\]", re.S)


@dataclass
class Body:
    """What a mail, or one of its parts, holds: text in plain words, and attachments as (name, bytes)."""

    text: list[str] = field(default_factory=list)
    attachments: list[tuple[str, int]] = field(default_factory=list)


def body(mail: Mail) -> Body:
    """The body of a mail. Of alternatives the plain text is read; of HTML its words; a mail inside is an attachment."""
    found = Body()
    _gather(mail, found)
    return found


def _gather(part: Mail, found: Body) -> None:
    kind = part.get_content_type()
    if kind.startswith("message/"):
        found.attachments.append(_mail_inside(part))
    elif not part.is_multipart():
        _gather_leaf(part, kind, found)
    elif kind == "multipart/alternative":
        _gather_best(part, found)
    else:
        for inner in _inside(part):
            _gather(inner, found)


def _gather_best(part: Mail, found: Body) -> None:
    """Plain text where it says anything, else the last alternative that does; attachments of all."""
    bodies = []
    for inner in _inside(part):
        bodies.append((inner.get_content_type() == "text/plain", Body()))
        _gather(inner, bodies[-1][1])
    found.attachments += [one for _, other in bodies for one in other.attachments]
    speaking = [(plain, other) for plain, other in bodies if any(map(str.strip, other.text))]
    if speaking:
        found.text += next((other for plain, other in speaking if plain), speaking[-1][1]).text


def _gather_leaf(part: Mail, kind: str, found: Body) -> None:
    name = _name(part)
    reads = kind in READ or (kind.startswith("multipart/") and not name)
    if reads and name is None and part.get_content_disposition() != "attachment":
        text = text_of(content(part), _charset(part))[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
        found.text.append(safe_text(text) if kind == "text/html" else text)
    else:
        found.attachments.append((name or f"unnamed{mimetypes.guess_extension(kind) or ''}", len(content(part))))


def _inside(part: Mail) -> list[Mail]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Mail)] if isinstance(inner, list) else []


def content(part: Mail) -> bytes:
    """The bytes of a part, out of its transfer encoding as far as that is whole."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        data = str(part.get_payload()).encode("utf-8", "replace")
    return data if isinstance(data, bytes) else b""


def _mail_inside(part: Mail) -> tuple[str, int]:
    subject = next((words(inner.get("Subject", "")) for inner in _inside(part)), "")
    size = 0 if part.is_multipart() else len(content(part))
    return _name(part) or (f"{_tidy(subject)}.eml" if subject else f"{part.get_content_subtype()}.eml"), size


def _name(part: Mail) -> str | None:
    """The file name without any folder; from RFC 2231, RFC 2047 or bare bytes."""
    try:
        written = part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        written = None
    return _tidy(words(written)) or None if written else None


def _tidy(name: str) -> str:
    return FOLDERS.sub("", name).strip(". ")[:MOST_NAME]


def _charset(part: Mail) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError, UnicodeError):
        return None
