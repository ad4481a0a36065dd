"""A file as it is, or a folder of mails or chats as one archive, which the desk keeps like any file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


@contextmanager
def handed_in(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes at `path` and what they are called. Of a folder links are left out, and every file is dated alike, so
    that the same folder twice is the same archive."""
    if not path.is_dir():
        with path.open("rb") as opened:
            yield opened, path.name
        return
    with tempfile.TemporaryFile() as packed:
        with ZipFile(packed, "w", compresslevel=1) as archive:
            for name in sorted(_files(path)):
                info = ZipInfo(name.encode("utf-8", "replace").decode())
                info.compress_type = ZIP_DEFLATED
                with (path / name).open("rb") as one, archive.open(info, "w", force_zip64=True) as inside:
                    while step := one.read(1 << 20):
                        inside.write(step)
        packed.seek(0)
        yield packed, f"{path.resolve().name}.zip"


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            if (one := Path(place, name)).is_file() and not one.is_symlink():
                yield one.relative_to(folder).as_posix()
