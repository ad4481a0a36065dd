"""The command line in the reader's language: Chinese where the terminal's language is Chinese, else English."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

import tradewind

SPOKEN = {"zh": "zh_Hans"}


def language() -> str:
    """`zh` or `en`: what TRADEWIND_LANGUAGE says, else what the terminal's locale says."""
    for name in ("TRADEWIND_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if said := os.environ.get(name):
            return "zh" if said.lower().startswith("zh") else "en"
    return "en"


def say(message: str, **facts: object) -> str:
    """The message in the reader's language, with its facts filled in as its placeholders say, e.g. {rows:,}."""
    return in_words(message).format(**facts)


def in_words(message: str) -> str:
    """The message in the reader's language, its placeholders not filled in."""
    return _words(language()).gettext(message)


def to_say(message: str) -> str:
    """A message that is said later, marked here for the catalogue."""
    return message


def count(one: str, many: str, number: float) -> str:
    """A number of something: `one` or `many` in the reader's language, with {number} filled in."""
    whole = round(number)
    return _words(language()).ngettext(one, many, whole).format(number=f"{whole:,}")


@cache
def _words(spoken: str) -> gettext.NullTranslations:
    folder = Path(tradewind.__file__).parent / "locale"
    return gettext.translation("django", folder, [SPOKEN.get(spoken, spoken)], fallback=True)
