"""What buyers and reps write: short sentences of the trade, in English, Chinese, Spanish and Portuguese.

The sentences stand in wording.json: language -> step of a conversation -> choices; {…} is filled in from the order.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

FILES = {
    "quote": "quotation.xlsx", "pi": "{order}.pdf", "paid": "slip.jpg", "progress": "production.jpg",
    "shipped": "BL-{order}.pdf", "complain": "damage.jpg",
}  # fmt: skip


def said(step: str, language: str, random: Random, **facts: object) -> str:
    """A sentence for a step of a conversation; English where the language has none for it."""
    choices = sentences()[language].get(step) or sentences()["en"][step]
    return random.choice(choices).format_map(facts)


def file_of(step: str, **facts: object) -> str | None:
    """The name of the file that goes with a step, if one does."""
    return FILES[step].format_map(facts) if step in FILES else None


@cache
def sentences() -> dict[str, dict[str, list[str]]]:
    """Language -> step -> choices."""
    found: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("wording.json").read_text("utf-8"))
    return found
