"""By what a buyer and its people can be told: names, addresses and numbers; found in files, and taken out of what is
kept as JSON or text. Pure text, no tables."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

GONE = "[erased]"
SHORT = 4  # letters; a shorter name tells only where it stands alone
FEWEST_DIGITS = 7
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "latin-1")
MOST_INSIDE = 1 << 30  # bytes that are looked through of one file in an archive
BROKEN = (OSError, EOFError, BadZipFile, zlib.error, NotImplementedError, RuntimeError)


class Traces:
    """The names, addresses and numbers of one buyer and its people."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({one.strip() for one in words if len(one.strip()) > 1}, key=len, reverse=True)
        told = [one for one in self.words if len(one) >= SHORT or not one.isascii()]
        told += [number for one in self.words if len(number := re.sub(r"[^\d]", "", one)) >= FEWEST_DIGITS]
        self.told = list(dict.fromkeys(told))
        found = "|".join(r"(?<!\w)" + re.escape(one) + r"(?!\w)" if one.isascii() else re.escape(one) for one in told)
        self._found = re.compile(found, re.I) if found else None
        self._alone = {one.casefold() for one in self.words}

    def taken_out(self, kept: Any) -> Any:
        """The same without them, at any depth; in the keys of objects too.

        >>> Traces(["Tom", "Acme SL"]).taken_out({"why": "ACME SL called", "of": ["Tom", "Tomorrow"], "n": 3})
        {'why': '[erased] called', 'of': ['[erased]', 'Tomorrow'], 'n': 3}
        """
        if isinstance(kept, str):
            return (
                GONE if kept.strip().casefold() in self._alone else self._found.sub(GONE, kept) if self._found else kept
            )
        if isinstance(kept, dict):
            return {self.taken_out(name): self.taken_out(value) for name, value in kept.items()}
        if isinstance(kept, list):
            return [self.taken_out(one) for one in kept]
        return kept

    def stand_in(self, data: bytes) -> bool:
        """Whether one of them stands in the bytes of a file: as text, or in an archive, also one inside it."""
        needles = {one.encode(encoding) for one in self.told for encoding in ENCODINGS if _fits(one, encoding)}
        needles |= {json_escaped.encode() for one in self.told if (json_escaped := _escaped(one)) != one}
        sought = [needle.lower() for needle in needles]
        return any(needle in part for part in map(bytes.lower, unpacked(data)) for needle in sought)


def unpacked(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes themselves, and of what is packed also what is inside; what is broken is left as it is."""
    yield data
    if not depth:
        return
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as inside:
                yield from unpacked(inside.read(MOST_INSIDE), depth - 1)
        except BROKEN:
            return
    elif data.startswith(b"PK"):
        try:
            with ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    with archive.open(name) as member:
                        yield from unpacked(member.read(MOST_INSIDE), depth - 1)
        except BROKEN:
            return


def _fits(word: str, encoding: str) -> bool:
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(word: str) -> str:
    return word.encode("ascii", "backslashreplace").decode()
