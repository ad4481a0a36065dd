"""Texts as conversations, through the function that every door uses."""

from __future__ import annotations

from pathlib import Path

from tradewind.collect.messages import Asked, Conversation, Message, conversations


def opened(folder: Path, content: str | bytes, name: str = "chat.txt", **asked: str) -> Conversation:
    """The one conversation in a file of this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = conversations(file, Asked(**asked))
    return found


def read(folder: Path, content: str | bytes, name: str = "chat.txt", **asked: str) -> list[Message]:
    """Its messages."""
    return list(opened(folder, content, name, **asked).messages())


def told(messages: list[Message]) -> list[tuple[str, str | None, str]]:
    """Time, sender and text of each."""
    return [(f"{one.sent_at:%Y-%m-%d %H:%M}" if one.sent_at else "-", one.sender, one.text) for one in messages]
