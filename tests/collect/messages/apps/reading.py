"""Files of the tests, written and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tradewind.collect.messages import Asked, Message, Noted, conversations


def read_all(path: Path, zone: str | None = None) -> tuple[str, list[Message], Noted]:
    """The form that was recognised, the messages, and what was noted."""
    (one,) = conversations(path, Asked(timezone=zone))
    return one.form.name, list(one.messages()), one.noted


def written(tmp_path: Path, document: Any, name: str = "x") -> Path:
    """A JSON document in a file; of a list of lists, each on a line of its own."""
    file = tmp_path / name
    file.write_text(json.dumps(document, ensure_ascii=False))
    return file


def lines_written(tmp_path: Path, documents: list[Any], name: str = "x") -> Path:
    """JSON documents in a file, one a line."""
    file = tmp_path / name
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents))
    return file
