"""Taking a backup, while people work."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from tradewind.desk.backup import states, streams
from tradewind.desk.backup.archive import BYTES_AT_ONCE, FOLDERS, FORMAT, MANIFEST, PRODUCT, Progress, member_of
from tradewind.desk.backup.databases import snapshot
from tradewind.desk.backup.tables import tables_of
from tradewind.errors import BackupExists, NoDesk

PACKED = zipfile.ZIP_DEFLATED
LEVEL = 3  # a third faster than 6, a tenth larger
SUFFIX = ".twbackup"


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    file: Path
    size_bytes: int
    manifest: dict[str, Any]


def quietly(_step: str, _done: int, _total: int) -> None:
    """For whoever does not want to know how far it is."""


def save(file: Path, *, force: bool = False, with_uploads: bool = True, progress: Progress = quietly) -> Saved:
    """Write everything that the desk holds into one file, as it is at one moment; readable by its owner alone.

    The file is written beside its name and renamed at the end: a half backup never has its name.
    raises   BackupExists, NoDesk
    """
    must_have_a_desk()
    if file.exists() and not force:
        raise BackupExists(file=str(file))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as raw:
            with zipfile.ZipFile(raw, "w", PACKED, compresslevel=LEVEL) as packed:
                manifest = _fill(packed, with_uploads, progress)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return Saved(file, file.stat().st_size, manifest)


def must_have_a_desk() -> None:
    """Raises NoDesk; makes none."""
    is_sqlite = connection.vendor == "sqlite"
    if (is_sqlite and not Path(connection.settings_dict["NAME"]).exists()) or not states.applied(connection):
        raise NoDesk(home=str(settings.TRADEWIND_HOME))


def _fill(packed: zipfile.ZipFile, with_uploads: bool, progress: Progress) -> dict[str, Any]:
    with snapshot() as desk:
        migrations = states.applied(desk)
        manifest = {
            "format": FORMAT,
            "product": PRODUCT,
            "version": settings.TRADEWIND_VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "database": desk.vendor,
            "migrations": migrations,
            "tables": _save_tables(packed, desk, migrations, progress),
        }
    # an upload is there before the row that speaks of it, so what the rows name is among what is there now
    folders = FOLDERS if with_uploads else tuple(name for name in FOLDERS if name != "uploads")
    manifest |= {"files": _save_files(packed, folders, progress), "uploads": with_uploads}
    packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _save_tables(
    packed: zipfile.ZipFile, desk: BaseDatabaseWrapper, migrations: list[str], progress: Progress
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    tables = tables_of(states.apps_at(migrations))
    for done, table in enumerate(tables):
        progress("saving", done, len(tables))
        tally = streams.Tally()
        with packed.open(member_of(table.name), "w", force_zip64=True) as stream:
            for lines in tally.through(streams.read(desk, table)):
                stream.write(b"".join(lines))
        last = streams.last_number(desk, table)
        told[table.name] = {"columns": list(table.columns), **tally.told(), "last_number": last}
    return told


def _save_files(packed: zipfile.ZipFile, folders: tuple[str, ...], progress: Progress) -> dict[str, Any]:
    home = Path(settings.TRADEWIND_HOME)
    there = sorted(one for name in folders for one in (home / name).glob("*") if one.is_file() and not _half(one))
    told: dict[str, Any] = {}
    for done, one in enumerate(there):
        progress("saving_files", done, len(there))
        name, digest, size = f"{one.parent.name}/{one.name}", hashlib.sha256(), 0
        with one.open("rb") as source, packed.open(name, "w", force_zip64=True) as stream:
            while part := source.read(BYTES_AT_ONCE):
                digest.update(part)
                size += len(part)
                stream.write(part)
        told[name] = {"bytes": size, "sha256": digest.hexdigest()}
    return told


def _half(file: Path) -> bool:
    return file.name.startswith(".") or file.suffix == ".part"
