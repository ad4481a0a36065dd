"""A file, a folder or a member of an archive, opened as often as a form needs it, and never beyond its bounds."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from tradewind.collect.encoding import decoded
from tradewind.collect.unpacked import DAMAGE, EMPTY_ZIP, GZIP, ZIP, most_unpacked
from tradewind.errors import BrokenFile, FileMissing, InputError, LockedFile, TooLarge, TruncatedFile

HEAD_BYTES = 1 << 18
STEP_BYTES = 1 << 20
NOISE = (".DS_Store", "Thumbs.db", "dovecot", "subscriptions", "maildirfolder")  # of systems and mail servers
PLAIN_NAMES = ("_chat", "chat")


class Source:
    """What a conversation is read from.

    name      what people call it
    path      where it lies
    member    its name inside the zip at `path`; None for the file itself
    archive   what people call that zip
    """

    def __init__(self, path: Path, name: str | None = None, member: str | None = None, archive: str = "") -> None:
        if not path.exists():
            raise FileMissing(file=str(path))
        self.path, self.member, self.archive = path, member, archive or path.name
        self.name = name or (member.rsplit("/", 1)[-1] if member else path.name)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, as a Maildir is."""
        return self.member is None and self.path.is_dir()

    @property
    def title(self) -> str:
        """The name without its ending; of a chat inside an archive that is just called _chat, the archive's."""
        stem = Path(self.name).stem
        return Path(self.archive).stem if self.member is not None and stem in PLAIN_NAMES else stem

    @cached_property
    def head(self) -> bytes:
        """The first HEAD_BYTES, unpacked where the file is gzip; empty for a folder."""
        if self.is_folder:
            return b""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def encoding(self) -> str | None:
        """The encoding of the head where it is text, e.g. utf-8, utf-16-le, gb18030; None for anything else."""
        return self._decoded[1]

    @cached_property
    def text(self) -> str:
        """The head as text up to its last whole line, without a byte order mark; empty where it is none."""
        return self._decoded[0]

    @cached_property
    def _decoded(self) -> tuple[str, str | None]:
        if not self.head or self.members:
            return "", None
        cut = self.head if len(self.head) < HEAD_BYTES else self.head[: self.head.rfind(b"\n") & ~1 or -1]
        try:
            return decoded(cut, self.name)
        except InputError:
            text = cut.decode("utf-8", "replace")
            return (text, "utf-8") if text.count("\ufffd") < 0.05 * len(text) else ("", None)

    @cached_property
    def members(self) -> dict[str, ZipInfo]:
        """The files inside a zip, by name; empty for anything else."""
        if self.member is not None or self.is_folder or not self._first_bytes.startswith((ZIP, EMPTY_ZIP)):
            return {}
        with self._archive() as archive:
            return {one.filename: one for one in archive.infolist() if not one.is_dir()}

    def inside(self, member: str) -> Source:
        """One file of the zip as a source of its own."""
        return Source(self.path, member=member, archive=self.name)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of the files in a folder and below it, or in a zip, sorted; none for anything else, nor links."""
        if not self.is_folder:
            return tuple(sorted(name for name in self.members if not _is_noise(name)))
        paths = (one for one in self.path.rglob("*") if one.is_file() and not one.is_symlink())
        return tuple(sorted(name for one in paths if not _is_noise(name := one.relative_to(self.path).as_posix())))

    def bytes_of(self, files: Iterable[str], most: int) -> Iterator[tuple[str, bytes]]:
        """(name, at most `most` bytes) of some of `files`, one after the other; an archive is opened once.

        raises   TooLarge when all that is in the zip goes beyond its bound, LockedFile, BrokenFile
        """
        if self.is_folder:
            for file in files:
                with (self.path / file).open("rb") as stream:
                    yield file, stream.read(most)
            return
        if not (every := list(self.members.values())):
            return
        if sum(one.file_size for one in every) > (bound := most_unpacked(sum(one.compress_size for one in every))):
            raise TooLarge(file=self.name, most=bound // 10**6)
        try:
            with self._archive() as archive:
                for file in files:
                    with archive.open(self._checked(self.members[file])) as inside:
                        yield file, inside.read(most)
        except DAMAGE as cause:
            raise BrokenFile(file=self.name) from cause

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes from the beginning, unpacked.

        raises   TooLarge for what unpacks beyond its bound, LockedFile, BrokenFile, TruncatedFile
        """
        try:
            with self._opened() as stream:
                yield stream
        except EOFError as cause:
            raise TruncatedFile(file=self.name) from cause
        except (BadZipFile, gzip.BadGzipFile, zlib.error) as cause:
            raise BrokenFile(file=self.name) from cause

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.member is not None:
            with self._archive() as archive, archive.open(self._checked(archive.getinfo(self.member))) as inside:
                yield inside
        elif self._first_bytes.startswith(GZIP):
            with gzip.open(self.path) as packed:
                yield io.BufferedReader(_Bounded(packed, most_unpacked(self.path.stat().st_size), self.name))
        else:
            with self.path.open("rb") as plain:
                yield plain

    @cached_property
    def _first_bytes(self) -> bytes:
        with self.path.open("rb") as stream:
            return stream.read(4)

    @contextmanager
    def _archive(self) -> Iterator[ZipFile]:
        try:
            archive = ZipFile(self.path)
        except DAMAGE as cause:
            raise BrokenFile(file=self.name) from cause
        with archive:
            yield archive

    def _checked(self, member: ZipInfo) -> ZipInfo:
        """Refuse before anything is unpacked; a member that lies about its size fails its own checksum later."""
        if member.flag_bits & 1:
            raise LockedFile(file=self.name)
        if member.file_size > most_unpacked(member.compress_size):
            raise TooLarge(file=self.name, most=most_unpacked(member.compress_size) // 10**6)
        return member


def _is_noise(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(NOISE)


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than its bound."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, most: int, file: str) -> None:
        self.stream, self.left, self.most, self.file = stream, most, most, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io.BufferedReader calls it
        step = self.stream.read(len(buffer))
        self.left -= len(step)
        if self.left < 0:
            raise TooLarge(file=self.file, most=self.most // 10**6)
        buffer[: len(step)] = step
        return len(step)
