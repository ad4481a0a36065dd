"""The backup's file: a ZIP of one stream per table, the files as they came, and a manifest that tells all of it.

    manifest.json          version, migrations, when; per table its columns, rows, bytes and digest; per file likewise
    tables/<table>.jsonl   one row a line, see `forms`
    uploads/<sha-256>      the imported files
    wrong-rows/<n>.csv     the rows that an import left out

Nothing of a file is believed before it is checked: names, sizes, and every digest.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tradewind.errors import (
    BackupDamaged,
    BackupNewer,
    BackupTruncated,
    BackupUnsafe,
    FileMissing,
    NoRoom,
    NotABackup,
)

MANIFEST, FORMAT, PRODUCT = "manifest.json", 1, "tradewind"
FOLDERS = ("uploads", "wrong-rows")
TABLE_NAME = re.compile(r"desk_[a-z0-9_]{1,80}")
FILE_NAME = re.compile(rf"(?:{'|'.join(FOLDERS)})/[A-Za-z0-9][A-Za-z0-9._-]{{0,119}}")
LARGEST_MANIFEST = 64 * 1024 * 1024
LARGEST_LINE = 256 * 1024 * 1024
BYTES_AT_ONCE = 1024 * 1024
LINES_AT_ONCE = 5000
SPARE = 1.2  # a database is a little larger than its rows
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
Progress = Callable[[str, int, int], None]


def member_of(table: str) -> str:
    """Where a table's stream is."""
    return f"tables/{table}.jsonl"


@contextmanager
def opened(file: Path, version: str) -> Iterator[Archive]:
    """The backup, its manifest read and its list of contents checked; see `Archive.verify` for the contents.

    version   this program's
    raises    FileMissing, NotABackup, BackupTruncated, BackupUnsafe, BackupDamaged, BackupNewer
    """
    if not file.is_file():
        raise FileMissing(file=str(file))
    with file.open("rb") as raw:
        if raw.read(4) != b"PK\x03\x04":
            raise NotABackup(file=file.name)
    try:
        packed = zipfile.ZipFile(file)
    except DAMAGE as error:
        raise BackupTruncated(file=file.name) from error
    with packed:
        archive = Archive(file, packed)
        archive.read_manifest(version)
        archive.check_contents()
        yield archive


class Archive:
    """A backup that is open for reading."""

    def __init__(self, file: Path, packed: zipfile.ZipFile) -> None:
        self.file, self.packed = file, packed
        self.manifest: dict[str, Any] = {}

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Per table: columns, rows, bytes, sha256, last_number."""
        tables: dict[str, dict[str, Any]] = self.manifest["tables"]
        return tables

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """Per file below the data folder: bytes, sha256."""
        files: dict[str, dict[str, Any]] = self.manifest["files"]
        return files

    def read_manifest(self, version: str) -> None:
        """Raises NotABackup, BackupDamaged, BackupNewer."""
        try:
            known = self.packed.getinfo(MANIFEST)
        except KeyError as error:
            raise NotABackup(file=self.file.name) from error
        if known.file_size > LARGEST_MANIFEST:
            raise BackupUnsafe(file=self.file.name, part=MANIFEST)
        try:
            self.manifest = json.loads(self.packed.read(known))
            self._must_be_whole()
        except (*DAMAGE, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupDamaged(file=self.file.name, part=MANIFEST) from error
        if self.manifest["format"] > FORMAT:
            raise BackupNewer(file=self.file.name, version=self.manifest["version"], ours=version)

    def check_contents(self) -> None:
        """Exactly what the manifest tells, under names that lead nowhere else, in the sizes told.

        Raises BackupUnsafe, BackupDamaged.
        """
        told = {member_of(table): entry["bytes"] for table, entry in self.tables.items()}
        told |= {name: entry["bytes"] for name, entry in self.files.items()}
        seen: set[str] = {MANIFEST}
        for one in self.packed.infolist():
            if one.filename == MANIFEST:
                continue
            if one.filename not in told or one.filename in seen or one.file_size != told[one.filename]:
                raise BackupUnsafe(file=self.file.name, part=one.filename[:120])
            seen.add(one.filename)
        if missing := sorted(set(told) - seen):
            raise BackupDamaged(file=self.file.name, part=missing[0])

    def must_fit(self, folder: Path) -> None:
        """Raises NoRoom when what it holds does not fit on the folder's disk."""
        needed = sum(entry["bytes"] for entry in (*self.tables.values(), *self.files.values())) * SPARE
        free = shutil.disk_usage(folder).free
        if needed > free:
            raise NoRoom(file=self.file.name, needed_mb=round(needed / 1e6), free_mb=round(free / 1e6))

    def verify(self, progress: Progress) -> None:
        """Read all of it once and compare every digest, before anything is touched. Raises BackupDamaged."""
        entries = [(member_of(table), entry) for table, entry in self.tables.items()] + list(self.files.items())
        for done, (member, entry) in enumerate(entries):
            progress("checking", done, len(entries))
            digest = hashlib.sha256()
            for part in self.parts(member):
                digest.update(part)
            if digest.hexdigest() != entry["sha256"]:
                raise BackupDamaged(file=self.file.name, part=member)

    def parts(self, member: str) -> Iterator[bytes]:
        """A member's bytes, never more than its size in the list of contents. Raises BackupDamaged."""
        with self._read(member) as stream:
            while part := stream.read(BYTES_AT_ONCE):
                yield part

    def lines(self, table: str) -> Iterator[list[bytes]]:
        """A table's rows as lines, in chunks. Raises BackupDamaged."""
        with self._read(member_of(table)) as stream:
            lines: list[bytes] = []
            while line := stream.readline(LARGEST_LINE):
                lines.append(line)
                if len(lines) == LINES_AT_ONCE:
                    yield lines
                    lines = []
            if lines:
                yield lines

    @contextmanager
    def _read(self, member: str) -> Iterator[IO[bytes]]:
        try:
            with self.packed.open(member) as stream:
                yield stream
        except DAMAGE as error:
            raise BackupDamaged(file=self.file.name, part=member) from error

    def _must_be_whole(self) -> None:
        """The manifest names its tables and files as this product does; else KeyError, TypeError or ValueError."""
        manifest = self.manifest
        if manifest["product"] != PRODUCT or not isinstance(manifest["format"], int):
            raise ValueError(PRODUCT)
        if not all(isinstance(name, str) for name in (*manifest["migrations"], manifest["version"])):
            raise ValueError("migrations")
        for name, entry in self.tables.items():
            if not TABLE_NAME.fullmatch(name) or not all(isinstance(column, str) for column in entry["columns"]):
                raise ValueError(name)
            _must_be_counted(entry)
            int(entry["rows"])
            int(entry["last_number"])
        for name, entry in self.files.items():
            if not FILE_NAME.fullmatch(name):
                raise BackupUnsafe(file=self.file.name, part=name[:120])
            _must_be_counted(entry)


def _must_be_counted(entry: dict[str, Any]) -> None:
    if not isinstance(entry["bytes"], int) or entry["bytes"] < 0 or len(entry["sha256"]) != 64:
        raise ValueError("size or digest")
