"""Make every catalogue readable for gettext, without system tools: `python -m tradewind.locale.compile`.

Runs in `make setup`, so it must need nothing but Babel: no settings, no desk.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Write a .mo beside every .po below `folder`; returns what was written."""
    written = []
    for catalogue in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with catalogue.open("rb") as source:
            read = read_po(source, locale=catalogue.parts[-3])
        target = catalogue.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, read)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
