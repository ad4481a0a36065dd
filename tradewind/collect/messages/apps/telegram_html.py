"""Telegram Desktop's export as web pages: messages.html, messages2.html, …, of one chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from tradewind.collect.messages.apps.chats import Chats
from tradewind.collect.messages.apps.values import Clock, file_name
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.mail.safe_text import UNWRITABLE
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import STEP_BYTES, Source

DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-])(\d\d):(\d\d))?")
NUMBER = re.compile(r"\d+")
CALL = re.compile(r"\b(?:call|outgoing|incoming|missed|cancelled|declined)\b.*", re.I)


class Page:
    """Takes one export page tag by tag, and gathers one message at a time."""

    def __init__(self) -> None:
        self.title = ""
        self.done: list[dict[str, Any]] = []
        self._one: dict[str, Any] | None = None
        self._into: list[str] = []  # what the text of each open tag goes into
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        classes = attributes.get("class", "").split()
        into = self._into[-1] if self._into else ""
        if tag == "div" and "message" in classes:
            self._end_message()
            self._one = {"classes": classes, "id": attributes.get("id", ""), "depth": self._depth, "files": []}
            into = ""
        elif self._one is None:
            into = "title" if tag == "div" and "text" in classes and "bold" in classes else into
        else:
            into = self._inside(self._one, tag, classes, attributes, into)
        self._into.append(into)
        self._depth += 1

    def _inside(self, one: dict[str, Any], tag: str, classes: list[str], attributes: dict[str, str], into: str) -> str:
        if "date" in classes and attributes.get("title"):
            one.setdefault("date", attributes["title"])
            return "-"
        if tag == "br" and into:
            self.data("\n")
        href = attributes.get("href", "")
        if tag == "a" and "reply_to" in into:
            one["reply"] = href
        if tag == "a" and any("media" in name or "wrap" in name for name in classes) and href and "://" not in href:
            one["files"].append(href)
        for name in ("from_name", "reply_to", "text", "title", "status", "body"):
            if name in classes:
                return name if name != "body" else ("details" if "details" in classes else into)
        return into

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._depth -= 1
        if self._into:
            self._into.pop()
        if self._one is not None and self._depth <= self._one["depth"]:
            self._end_message()

    def data(self, text: str) -> None:
        """Words between tags."""
        into = self._into[-1] if self._into else ""
        if into == "title" and self._one is None:
            self.title += text
        elif into and self._one is not None:
            self._one[f"#{into}"] = self._one.get(f"#{into}", "") + text

    def close(self) -> list[dict[str, Any]]:
        """The page is over."""
        self._end_message()
        return self.done

    def _end_message(self) -> None:
        if self._one is not None:
            self.done.append(self._one)
        self._one = None


def recognise(source: Source) -> float:
    """Sure by the classes of its blocks."""
    text = source.text[:100_000]
    return (
        1.0 if ('class="page_wrap' in text and "message default" in text) or 'class="message service"' in text else 0.0
    )


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of one page of one chat."""
    page = Page()
    parser = etree.HTMLParser(target=page, recover=True, huge_tree=True, encoding="utf-8")
    chats, sender = Chats("telegram"), ""
    with source.open() as stream:
        while step := stream.read(STEP_BYTES):
            parser.feed(step.replace(b"\0", b""))
            gathered, page.done = page.done, []
            for one in gathered:
                sender = _words(one, "#from_name") or sender
                yield _message(chats, page.title.strip() or source.name, one, sender)
    if page.title or page.done:
        for one in parser.close():
            sender = _words(one, "#from_name") or sender
            yield _message(chats, page.title.strip() or source.name, one, sender)


def _words(one: dict[str, Any], name: str) -> str:
    return " ".join(UNWRITABLE.sub("", one.get(name, "")).split())


def _message(chats: Chats, chat: str, one: dict[str, Any], sender: str) -> Message:
    service = "service" in one["classes"]
    said = _lines(one.get("#details", "")) if service else _lines(one.get("#text", ""))
    status, title = _words(one, "#status"), _words(one, "#title")
    call = not service and not said and not one["files"] and CALL.match(status) is not None
    files = tuple(filter(None, map(file_name, one["files"])))
    kind = "system" if service else "call" if call else "media" if files or title else "text"
    return chats.message(
        chat,
        "".join(NUMBER.findall(one["id"])[:1]) if not service else "",
        _clock(one.get("date", "")),
        "" if service else sender,
        said,
        kind,
        "".join(NUMBER.findall(one.get("reply", "").rpartition("message")[2])[:1]),
        attachments=files,
    )


def _lines(text: str) -> str:
    return UNWRITABLE.sub("", text).strip()


def _clock(written: str) -> Clock:
    found = DATE.search(written)
    if found is None:
        return Clock()
    day, month, year, hour, minute, second = map(int, found.groups()[:6])
    try:
        at = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  as written
    except ValueError:
        return Clock()
    if found[7] is None:
        return Clock(at)
    offset = (int(found[8]) * 60 + int(found[9])) * (1 if found[7] == "+" else -1)
    return Clock(at, at - timedelta(minutes=offset), offset)
