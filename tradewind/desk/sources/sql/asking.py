"""What a database offers to a query: its headings and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

SECONDS = 60  # that a query may take


class Database(Protocol):
    """An open database that is only read."""

    def headings(self, query: str) -> list[str]:
        """The names of the columns. Raises SqlRefused."""

    def rows(self, statement: str, value: int | float | str | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows, some at a time; `{value}` in the statement stands for the value. Raises SqlRefused."""
