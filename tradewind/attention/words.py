"""The words of a message as numbers, Chinese and English alike, without any dictionary to keep."""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np

from tradewind.attention.business import Ints

BUCKETS = 1 << 18
MOST_WORDS = 150  # from the beginning of the text: what matters is said first, and scoring stays short
WORD = re.compile(r"[^\W\d_\u3400-\u9fff][\w.]*\w|[\u3400-\u9fff]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
SUBJECT = "s:"


def words(subject: str | None, text: str | None) -> list[str]:
    """The different words of a message, in order; those of the subject are marked, Chinese comes in pairs of signs.

    >>> words("Re: order", "请问 order 什么时候发货?")
    ['s:re', 's:order', '请问', 'order', '什么', '么时', '时候', '候发', '发货']
    """
    of_subject = [SUBJECT + word for word in split(subject or "")]
    return list(dict.fromkeys([*of_subject, *split(text or "")]))


def split(text: str) -> list[str]:
    """The first words of a text, in small letters."""
    found: list[str] = []
    for word in WORD.findall(text[: MOST_WORDS * 12].lower()):
        found += pairs(word) if CHINESE.match(word) else [word]
    return found[:MOST_WORDS]


def pairs(signs: str) -> list[str]:
    """A run of Chinese signs as overlapping pairs; a single sign as itself."""
    return [signs[at : at + 2] for at in range(len(signs) - 1)] or [signs]


def buckets(found: list[str]) -> Ints:
    """The bucket of each word, each bucket once: equal on every machine."""
    held = {crc32(word.encode()) % BUCKETS for word in found}
    return np.fromiter(sorted(held), dtype=np.int64, count=len(held))
