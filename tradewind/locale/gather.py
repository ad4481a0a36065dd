"""Collect every string that a person may read into the Chinese catalogue: `make words`.

Translations stay; a string that is new comes in empty, one that is gone goes. A test fails while any is empty.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tradewind.locale.compile import FOLDER, compile_all
from tradewind.locale.sources import told_by_code
from tradewind.locale.tables import told_by_tables
from tradewind.locale.templates import told_by_template

PACKAGE = FOLDER.parent
FIRST_MADE = datetime(2026, 11, 22, tzinfo=UTC)  # fixed, so that a catalogue without news stays as it is
CATALOGUE = FOLDER / "zh_Hans" / "LC_MESSAGES" / "django.po"


class Message(NamedTuple):
    """One string to translate, or two: singular and plural; and where it stands."""

    text: str | tuple[str, str]
    place: str


def gathered() -> list[Message]:
    """Every message of the package."""
    return [*of_python(), *of_templates(), *(Message(text, place) for place, text in told_by_tables())]


def of_python() -> Iterator[Message]:
    """What the code marks."""
    for file in sorted(PACKAGE.glob("**/*.py")):
        for text in told_by_code(file.read_text(encoding="utf-8")):
            yield Message(text, str(file.relative_to(PACKAGE.parent)))


def of_templates() -> Iterator[Message]:
    """What the pages say."""
    for file in sorted(PACKAGE.glob("*/templates/**/*.html")):
        place = str(file.relative_to(PACKAGE.parent))
        for text in told_by_template(file.read_text(encoding="utf-8")):
            yield Message(text, place)


def catalogue_of(messages: list[Message]) -> Catalog:
    """A catalogue with these messages, untranslated."""
    catalogue = Catalog(
        locale="zh_Hans", domain="django", charset="utf-8", project="Tradewind", fuzzy=False, creation_date=FIRST_MADE
    )
    for message in messages:
        catalogue.add(message.text, locations=[(message.place, 0)], auto_comments=[])
    return catalogue


def updated(path: Path = CATALOGUE) -> Catalog:
    """The catalogue with today's messages and the translations that are there."""
    template = catalogue_of(gathered())
    if not path.exists():
        return template
    with path.open("rb") as file:
        kept = read_po(file, locale="zh_Hans", domain="django")
    kept.update(template, no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def main() -> None:
    """Write the catalogue, compile it, and say what is still to be translated."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    compile_all()
    empty = [str(message.id) for message in catalogue if message.id and not all(_strings(message.string))]
    sys.stdout.write(f"{len(catalogue)} messages, {len(empty)} without Chinese\n")
    sys.stdout.writelines(f"  {text}\n" for text in empty)


def _strings(string: object) -> list[str]:
    return list(string) if isinstance(string, (tuple, list)) else [str(string or "")]


if __name__ == "__main__":
    main()
