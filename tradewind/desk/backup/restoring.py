"""Putting a backup back: onto an empty desk, or in place of everything; all of it or nothing."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tradewind.desk.backup import holding, states
from tradewind.desk.backup.archive import Archive, Progress, opened
from tradewind.desk.backup.filling import Compared, fill
from tradewind.desk.backup.saving import SUFFIX, quietly, save
from tradewind.desk.backup.tables import first_filled
from tradewind.desk.backup.targets import anew, looked_at
from tradewind.errors import BackupNewer, DeskHasRows

BACKUPS = "backups"


@dataclass(frozen=True)
class Restored:
    """What a restore did; `before` is the backup of what was there."""

    manifest: dict[str, Any]
    compared: list[Compared]
    before: Path | None


def restore(file: Path, *, replace: bool = False, progress: Progress = quietly) -> Restored:
    """Put the desk of the backup in place of this one, after checking all of the file; on any error nothing changes.

    replace   also when the desk has rows; they are backed up first
    raises    the errors of `archive.opened`, DeskInUse, DeskHasRows, NoRoom, RowRefused, FactsDiffer, DeskUnreadable
    """
    home = Path(settings.TRADEWIND_HOME)
    with opened(file, settings.TRADEWIND_VERSION) as archive, holding.alone():
        manifest = archive.manifest
        if states.unknown(manifest["migrations"]):
            raise BackupNewer(file=file.name, version=manifest["version"], ours=settings.TRADEWIND_VERSION)
        archive.must_fit(home)
        archive.verify(progress)
        before = _make_room(replace, progress)
        with anew(connection.settings_dict) as target:
            compared = fill(target, manifest["migrations"], archive.tables, archive.lines, progress, file.name)
            _put_files(archive, home)
        _forget_what_was_read(archive, home)
    return Restored(manifest, compared, before)


def _make_room(replace: bool, progress: Progress) -> Path | None:
    """See that the desk is empty, or back up what is there. Raises DeskHasRows, DeskUnreadable."""
    connection.close()
    with looked_at(connection.settings_dict) as there:
        filled = first_filled(there) if there else None
    if filled is None:
        return None
    if not replace:
        raise DeskHasRows(table=filled[0], rows=filled[1])
    name = f"before-restore-{timezone.localtime():%Y-%m-%d-%H%M%S}{SUFFIX}"
    saved = save(Path(settings.TRADEWIND_HOME) / BACKUPS / name, progress=progress)
    connection.close()
    return saved.file


def _put_files(archive: Archive, home: Path) -> None:
    """Put the files below the data folder, each whole or not at all; an upload is named by what it holds."""
    for name in archive.files:
        place = home / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f".{secrets.token_hex(6)}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
                for some in archive.parts(name):
                    written.write(some)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


def _forget_what_was_read(archive: Archive, home: Path) -> None:
    """Drop what belongs to imports of the desk that was there: they had the same numbers."""
    shutil.rmtree(home / "staging", ignore_errors=True)
    for file in (home / "wrong-rows").glob("*.csv"):
        if f"wrong-rows/{file.name}" not in archive.files:
            file.unlink()
