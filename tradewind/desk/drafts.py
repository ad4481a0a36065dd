"""Drafts of what a rep writes to a buyer, in the buyer's language. Pure text: what goes out is what the rep leaves."""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale
from babel.languages import get_official_languages

REORDER, HELLO = "reorder", "hello"
# By language and occasion; {name}: whom, {rep}: who writes.
DRAFTS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("drafts.json").read_text("utf-8"))
OTHERWISE = "en"


def language_of(written: str, country: str) -> str:
    """The language to write in: as a contact's card says, by code or name, else that of the country; else English.

    >>> language_of("Portuguese", "DE"), language_of("", "MX"), language_of("zh-CN", ""), language_of("", "")
    ('pt', 'es', 'zh', 'en')
    """
    said = written.strip().casefold()
    for code in DRAFTS:
        if said and (said.split("-")[0].split("_")[0] == code or said in _names(code)):
            return code
    official = get_official_languages(country, de_facto=True) if len(country) == 2 else ()
    return next((one.split("_")[0] for one in official if one.split("_")[0] in DRAFTS), OTHERWISE)


def languages() -> list[tuple[str, str]]:
    """(code, its own name) of each language with drafts."""
    return [(code, (Locale(code).display_name or code).capitalize()) for code in DRAFTS]


def draft(language: str, occasion: str, name: str, rep: str) -> str:
    """A draft in one of `languages` for one of the occasions."""
    texts = DRAFTS.get(language, DRAFTS[OTHERWISE])
    return texts.get(occasion, texts[HELLO]).format(name=name, rep=rep)


def _names(code: str) -> set[str]:
    locale = Locale(code)
    return {str(locale.get_display_name(of)).casefold() for of in (code, "en", "zh")}
