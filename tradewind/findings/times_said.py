"""Times of day and spans as people write them: `08:00`, `12:00-13:00`. Loads no frames."""

from __future__ import annotations

from datetime import time

from tradewind.errors import NoHours, NoSpan


def minute_said(said: str) -> int:
    """`08:00` as minutes after midnight. Raises NoHours."""
    try:
        read = time.fromisoformat(said.strip())
    except ValueError:
        raise NoHours(said=said) from None
    return read.hour * 60 + read.minute


def span_said(said: str) -> tuple[int, int]:
    """`12:00-13:00` as minutes after midnight. Raises NoSpan, NoHours."""
    parts = said.replace("–", "-").split("-")
    if len(parts) != 2:
        raise NoSpan(said=said)
    since, until = map(minute_said, parts)
    if until <= since:
        raise NoSpan(said=said)
    return since, until
