"""Bytes out of their packing: gzip and zip, known by their first bytes and never by the file's name."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tradewind.errors import BrokenFile, FileMissing, LockedFile, NoTableInside, SeveralTables, TooLarge, TruncatedFile

MOST_BYTES = 1 << 30
MOST_RATIO = 250  # a table of orders packs 5 to 30 times; deflate's most is 1032
UNSUSPICIOUS_BYTES = 16 << 20
STEP_BYTES = 1 << 20

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
WORKBOOK_PART = "[Content_Types].xml"
DAMAGE = (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError)
NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def unpacked(data: bytes, file: str) -> tuple[bytes, str | None]:
    """The bytes inside, and how they were packed ("gz", "zip" or None). A workbook is left as it is.

    raises   TruncatedFile, BrokenFile, LockedFile, SeveralTables, NoTableInside;
             TooLarge above MOST_BYTES, or above MOST_RATIO times the packed size
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(file=file, most=MOST_BYTES // 10**6)
    if data.startswith(GZIP):
        return _gunzipped(data, file), "gz"
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _unzipped(data, file)
    return data, None


def file_bytes(path: Path, name: str | None = None) -> bytes:
    """A whole file; `name` is what people call it, when `path` is where an upload was stored.

    raises   FileMissing; TooLarge above MOST_BYTES, before a byte is read
    """
    if not path.is_file():
        raise FileMissing(file=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(file=name or path.name, most=MOST_BYTES // 10**6)
    return path.read_bytes()


def most_unpacked(packed: int) -> int:
    """How many bytes a file of `packed` bytes may hold before it is refused."""
    return min(MOST_BYTES, max(UNSUSPICIOUS_BYTES, packed * MOST_RATIO))


def _gunzipped(data: bytes, file: str) -> bytes:
    most = most_unpacked(len(data))
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            inside = stream.read(most + 1)
    except EOFError as cause:
        raise TruncatedFile(file=file) from cause
    except (OSError, zlib.error) as cause:
        raise BrokenFile(file=file) from cause
    if len(inside) > most:
        raise TooLarge(file=file, most=most // 10**6)
    return inside


def _unzipped(data: bytes, file: str) -> tuple[bytes, str | None]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, len(data), file)
            if WORKBOOK_PART in archive.namelist():
                return data, None
            return _read(archive, _only_member(archive, file), file), "zip"
    except DAMAGE as cause:
        raise BrokenFile(file=file) from cause


def _check_size(archive: ZipFile, packed: int, file: str) -> None:
    """Refuse before anything is unpacked; a member that lies about its size fails its own checksum later."""
    if sum(member.file_size for member in archive.infolist()) > most_unpacked(packed):
        raise TooLarge(file=file, most=most_unpacked(packed) // 10**6)


def _only_member(archive: ZipFile, file: str) -> str:
    members = [name for name in archive.namelist() if not name.endswith("/") and not _is_noise(name)]
    if not members:
        raise NoTableInside(file=file)
    if len(members) > 1:
        raise SeveralTables(file=file, members=", ".join(members[:20]))
    return members[0]


def _is_noise(member: str) -> bool:
    return member.startswith(NOISE) or member.rsplit("/", 1)[-1] in NOISE


def _read(archive: ZipFile, member: str, file: str) -> bytes:
    if archive.getinfo(member).flag_bits & 1:
        raise LockedFile(file=file)
    return archive.read(member)
