"""Fixtures with expected results in a manifest.json: what is expected of each, and how ours differs from it.

    python -m tests.collect.messages.fixtures FOLDER [PART OF A FORMAT OR FILE NAME]

prints every difference, and how many fixtures are right.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tradewind.collect.messages import Asked, Message, conversations
from tradewind.errors import AmbiguousMessageDates, InputError

ANY_MARK = {"<attachment>", "<media>"}
MINUTE_S, CLOSE_S = 60, 5
Expected = dict[str, Any]


def manifest(folder: Path) -> list[dict[str, Any]]:
    """The entries of a folder's manifest: file, format, expected."""
    entries: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text())
    return entries


def messages_of(file: Path, expected: Expected) -> list[Message]:
    """All messages of a fixture. Dates that the file leaves open are read in each order, as the manifest has them."""
    try:
        return _read(file, "auto")
    except AmbiguousMessageDates as question:
        readings = [_read(file, str(question.facts[order])) for order in ("one", "other")]
        return next((one for one in readings if not list(differences(expected, one))), readings[0])


def differences(expected: Expected, found: list[Message]) -> Iterator[str]:
    """What is not as the manifest says, a sentence each."""
    said = [one for one in found if one.kind != "system"]
    for name, many in (("user_messages", len(said)), ("system", len(found) - len(said)), ("lines", len(found))):
        if name in expected and not expected.get("note", "").startswith("target.json") and expected[name] != many:
            yield f"{name}: {many}, not {expected[name]}"
    if isinstance(expected.get("messages"), int) and expected["messages"] != len(found):
        yield f"messages: {len(found)}, not {expected['messages']}"
    if isinstance(expected.get("lines_as_messages"), int) and expected["lines_as_messages"] != len(found):
        yield f"messages: {len(found)}, not {expected['lines_as_messages']}"
    yield from _authors(expected, said)
    yield from _ends(expected, said)
    if isinstance(expected.get("messages"), list):
        yield from _one_by_one(expected["messages"], said)
    yield from _times(expected, found)
    yield from _single(expected, said)


def _read(file: Path, dates: str) -> list[Message]:
    return [message for one in conversations(file, Asked(dates)) for message in one.messages()]


def _authors(expected: Expected, said: list[Message]) -> Iterator[str]:
    authors = expected.get("authors")
    if isinstance(expected.get("messages"), list):
        return  # who they are is told one by one
    if "user_messages_kept" in expected:  # by a peer that keeps texts only
        said = [one for one in said if one.kind == "text"]
        if len(said) != expected["user_messages_kept"]:
            yield f"texts: {len(said)}, not {expected['user_messages_kept']}"
    names = {one.sender for one in said}
    if isinstance(authors, list) and names != set(authors):
        yield f"authors: {names}, not {authors}"
    if isinstance(authors, int) and authors != len(names):
        yield f"authors: {names}, not {authors} of them"


def _ends(expected: Expected, said: list[Message]) -> Iterator[str]:
    near = CLOSE_S if expected.get("seconds_in_header") else MINUTE_S
    for name, place in (("first", 0), ("last", -1)):
        if name in expected and said and _far(said[place], expected[name], near):
            yield f"{name}: {said[place].sent_at}, not {expected[name]}"


def _times(expected: Expected, found: list[Message]) -> Iterator[str]:
    for one, time in zip(found, expected.get("times", ()), strict=False):
        if _far(one, time, expected.get("tolerance_s", CLOSE_S)):
            yield f"time: {one.sent_at}, not {time}"


def _single(expected: Expected, said: list[Message]) -> Iterator[str]:
    if len(said) != 1:
        return
    one = said[0]
    if "time" in expected and _far(one, expected["time"], CLOSE_S):
        yield f"time: {one.sent_at}, not {expected['time']}"
    if expected.get("author", one.sender) != one.sender:
        yield f"author: {one.sender}, not {expected['author']}"
    if expected.get("text", one.text) != one.text:
        yield f"text: {one.text!r}, not {expected['text']!r}"
    if "attachment" in expected and expected["attachment"] not in one.attachments:
        yield f"attachments: {one.attachments}, not {expected['attachment']}"


def _one_by_one(expected: list[Expected], said: list[Message]) -> Iterator[str]:
    """Time, author and first line of each; a peer that drops messages may list fewer, and the newest first."""
    left = list(said)
    for want in sorted(expected, key=_time_of):
        time, author, text = _time_of(want), want.get("author") or want.get("sender"), want.get("text")
        fits = [
            one
            for one in left
            if not _far(one, time, 0)
            and one.sender == author
            and (_is_text(one, text) if text is not None else _begins(one, str(want.get("message", ""))))
        ]
        if not fits:
            yield f"no message like {want}"
        else:
            left.remove(fits[0])


def _time_of(want: Expected) -> str:
    return str(want.get("time") or want.get("timestamp"))


def _is_text(one: Message, text: str) -> bool:
    first, _, rest = text.partition("\n")
    if first in ANY_MARK:
        return one.kind == "media" and one.text.partition("\n")[2] == rest
    return one.text == text


def _begins(one: Message, text: str) -> bool:
    """A peer may have joined lines, or parts of a line, with blanks."""
    return re.sub(r"\s+", "", one.text) == re.sub(r"\s+", "", text)


def _far(one: Message, time: str, near_s: float) -> bool:
    at = one.sent_at
    return at is None or abs((at - datetime.fromisoformat(time).replace(tzinfo=None)).total_seconds()) > near_s


def main() -> None:
    folder, part = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    entries = [one for one in manifest(folder) if part in one["format"] or part in one["file"]]
    right = 0
    for entry in entries:
        try:
            wrong = list(differences(entry["expected"], messages_of(folder / entry["file"], entry["expected"])))
        except InputError as refused:
            wrong = [f"refused: {refused}"]
        right += not wrong
        for line in wrong:
            print(f"{entry['file']}: {line}")
    print(f"{right} of {len(entries)} right")


if __name__ == "__main__":
    main()
