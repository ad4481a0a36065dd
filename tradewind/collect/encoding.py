"""Which encoding a text is in, decided on the evidence of its bytes.

UTF-8 is tried strictly and cannot be taken for another by chance. GB18030 and Windows-1252 (Latin-1 with more signs)
both read nearly any bytes, so what they read is judged: Chinese characters come in pairs of high bytes whose first
is mostly that of a common character, while Western letters with accents stand alone among plain ones.
"""

from __future__ import annotations

import codecs
import re

from tradewind.errors import BrokenEncoding, NotATable, UnknownEncoding

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE_BYTES = 1 << 20
LIKELY = 0.9

HIGH = re.compile(rb"[\x80-\xff]")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
GB_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
GB_CHARACTER = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
GB_COMMON = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
UTF8_SEQUENCE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
RUBBISH = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """The text and its encoding's name.

    raises   NotATable for bytes that are no text, BrokenEncoding when a text leaves its own encoding midway,
             UnknownEncoding for one that is none of those known here
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, file), name
    name = _sixteen_bits(data[:SAMPLE_BYTES]) or _eight_bits(data, file)
    return _strictly(data, name, file), name


def _strictly(data: bytes, name: str, file: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as cause:
        if name == "cp1252":
            return data.decode("latin-1")
        raise BrokenEncoding(file=file, encoding=name.upper(), row=_row(data, cause.start)) from cause


def _row(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _sixteen_bits(sample: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of plain text is zero."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.4 * half > sample[0::2].count(0) * 4:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half > sample[1::2].count(0) * 4:
        return "utf-16-be"
    return None


def _eight_bits(data: bytes, file: str) -> str:
    if len(RUBBISH.findall(data[:SAMPLE_BYTES])) > 0.05 * len(data[:SAMPLE_BYTES]):
        raise NotATable(file=file)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _judged(b"".join(line for line in data.split(b"\n") if not line.isascii()), file)
    return "utf-8"


def _judged(foreign: bytes, file: str) -> str:
    """The encoding of those lines that hold more than ASCII."""
    high = len(HIGH.findall(foreign))
    if sum(map(len, UTF8_SEQUENCE.findall(foreign))) > LIKELY * high:
        return "utf-8"
    if 2 * len(GB_PAIR.findall(foreign)) > 0.7 * high and _is_everyday_chinese(foreign):
        return "gb18030"
    if sum(len(run) for run in HIGH_RUN.findall(foreign) if len(run) > 2) > 0.5 * high:
        raise UnknownEncoding(file=file)
    return "cp1252"


def _is_everyday_chinese(foreign: bytes) -> bool:
    """Nine in ten characters of Chinese text are common ones and its bytes come in twos; Cyrillic words fail both."""
    characters, runs = GB_CHARACTER.findall(foreign), HIGH_RUN.findall(foreign)
    odd = sum(len(run) % 2 for run in runs)
    return len(GB_COMMON.findall(foreign)) >= 0.7 * len(characters) and odd <= 0.25 * len(runs)
