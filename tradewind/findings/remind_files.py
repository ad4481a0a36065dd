"""Rules for reminders out of a file, for a desk or for a file of orders."""

from __future__ import annotations

import json
from pathlib import Path

from tradewind.errors import FileMissing, RuleNotRead
from tradewind.remind.rules import Rules, read_rules, shipped_rules

MOST_BYTES = 1_000_000


def rules_of_file(path: Path | None) -> Rules:
    """The rules that a JSON file says; the shipped ones without a file.

    raises   FileMissing; RuleNotRead for a file that is no JSON, or is larger than 1 MB; what read_rules raises
    """
    if path is None:
        return shipped_rules()
    if not path.is_file():
        raise FileMissing(file=str(path))
    text = path.read_bytes()[: MOST_BYTES + 1]
    try:
        if len(text) > MOST_BYTES:
            raise ValueError("larger than 1 MB")
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleNotRead(place=path.name, said=str(error)[:60]) from error
    return read_rules(document)
