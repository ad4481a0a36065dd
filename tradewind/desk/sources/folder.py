"""看管文件夹 A watched folder: a file that is laid into it is read once, whatever it holds.

A file waits until it was the same at two looks, so that none is read half written. Links are not followed, and none
of the file's path may become one meanwhile: each step is opened by itself. Files stay where they are.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from django.conf import settings

from tradewind.desk.models import Batch, Source
from tradewind.desk.sources.allowed_paths import allowed, own_folder
from tradewind.desk.sources.kind import Pulled, Told
from tradewind.errors import FilesRefused, FileTooLarge, FolderMissing, TooManyFiles

MOST_FILES = 20_000
PASSED_OVER = (".", "~$", "#")  # how names begin of files that programs hide, lock or work on
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp")
Mark = list[int]  # size and moment of the last change, as a file had them at the last look


class File(NamedTuple):
    """A file in the folder: its path below it, the open folder that it is in, and how it stands."""

    path: str
    name: str
    folder: int
    mark: Mark


def test(source: Source) -> Told:
    """Whether the folder is there and may be watched, and how many files are in it."""
    count = sum(1 for _ in _files(_allowed(source.settings["folder"])))
    if not count:
        return Told("The folder is there and empty. What is laid into it is read within two minutes.")
    return Told("The folder is there, with {files:,} files.", {"files": count})


def pull(source: Source) -> Iterator[Pulled]:
    """The files that are whole and whose content this source has not brought yet, the oldest first.

    raises   FilesRefused where files that are still there were refused and have not changed since
    """
    seen: dict[str, Mark] = source.cursor.get("files", {})
    done: dict[str, Mark] = source.cursor.get("done", {})
    now: dict[str, Mark] = {}
    large: list[str] = []
    for file in _files(_allowed(source.settings["folder"])):
        now[file.path] = file.mark
        if file.mark[0] > settings.TRADEWIND_MAX_UPLOAD_MB << 20:
            large.append(file.name)
        elif done.get(file.path) != file.mark and seen.get(file.path) == file.mark:
            opened = _read(source, file)
            if opened is None:
                continue
            done = {**done, file.path: file.mark}
            with opened:
                is_new = not _is_brought(source, opened)
                yield Pulled(opened if is_new else None, file.name, {"files": {**seen, **now}, "done": done})
    done = {path: mark for path, mark in done.items() if path in now}
    cursor = {"files": now, "done": done}
    if cursor != source.cursor:
        yield Pulled(None, "", cursor)
    _tell_refused(source, {Path(path).name for path in now})
    if large:
        most = settings.TRADEWIND_MAX_UPLOAD_MB
        raise FileTooLarge(file=large[0], size_mb=f"more than {most}", most_mb=most)


def _allowed(said: str) -> Path:
    """The folder, if sources may read it; one of the desk's own is made."""
    folder = allowed(said)
    if folder.is_relative_to(own_folder().resolve()):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _read(source: Source, file: File) -> BinaryIO | None:
    """The file, open; None where it is gone, became a link, or changed just now."""
    with suppress(OSError):
        number = os.open(file.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=file.folder)
        opened = os.fdopen(number, "rb")
        if _mark(os.fstat(number)) == file.mark:
            return opened
        opened.close()
    return None


def _is_brought(source: Source, opened: BinaryIO) -> bool:
    """Whether the source brought this very content before and it was not refused; an empty file is no news either."""
    digest = hashlib.file_digest(cast(BufferedReader, opened), "sha256").hexdigest()
    is_empty = opened.tell() == 0
    opened.seek(0)
    refused = (Batch.State.FAILED, Batch.State.CANCELLED)
    return is_empty or source.batches.filter(stored_as=digest).exclude(state__in=refused).exists()


def _files(folder: Path) -> Iterator[File]:
    """The files in the folder and below, no links, the one first that changed first."""
    found: list[tuple[Mark, str, str]] = []
    try:
        for path, folders, names, number in os.fwalk(folder, follow_symlinks=False, onerror=_raise):
            folders[:] = [one for one in folders if not one.startswith(PASSED_OVER)]
            below = os.path.relpath(path, folder)
            found += [(mark, below, name) for name in names if (mark := _whole_file(name, number))]
            if len(found) > MOST_FILES:
                raise TooManyFiles(folder=str(folder), most=MOST_FILES)
    except OSError as error:
        raise FolderMissing(folder=str(folder), why=error.strerror or str(error)) from error
    for mark, below, name in sorted(found, key=lambda one: (one[0][1], one[1:])):
        with suppress(OSError), _opened_folder(folder, below) as number:
            yield File(str(Path(below) / name), name, number, mark)


@contextmanager
def _opened_folder(folder: Path, below: str) -> Iterator[int]:
    """The folder `below` the other, each step of the way opened by itself, so that none of them is a link."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for step in Path(below).parts:
            inner = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=number)
            os.close(number)
            number = inner
        yield number
    finally:
        os.close(number)


def _raise(error: OSError) -> None:
    raise error


def _whole_file(name: str, folder: int) -> Mark | None:
    """How a plain file stands; None for links, pipes, and files that programs work on."""
    if name.startswith(PASSED_OVER) or name.lower().endswith(UNFINISHED):
        return None
    with suppress(OSError):
        told = os.stat(name, dir_fd=folder, follow_symlinks=False)
        return _mark(told) if stat.S_ISREG(told.st_mode) else None
    return None


def _mark(told: os.stat_result) -> Mark:
    return [told.st_size, told.st_mtime_ns]


def _tell_refused(source: Source, names: set[str]) -> None:
    refused = source.batches.filter(state=Batch.State.FAILED, file_name__in=names).order_by("pk")
    read = set(source.batches.filter(state=Batch.State.DONE, file_name__in=names).values_list("file_name", flat=True))
    first = [name for name in refused.values_list("file_name", flat=True) if name not in read]
    if first:
        raise FilesRefused(files=len(set(first)), file=first[0])
