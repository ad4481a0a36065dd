"""By which words is a buyer found? Pure text; the table of them is desk/search.py's.

A Latin word is found by its beginning. Chinese has no spaces, so its text is cut at every character ("宁波灯具" gives
"宁波灯具", "波灯具", "灯具", "具"), and the same in pinyin ("ningbodengju", … "dengju", …) and its initials ("nbdj",
… "dj", …). A country is one word, `=BR`; the names that mean it are looked up when someone searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale

LONGEST = 32  # characters of a word that count
COUNTRY_LANGUAGES = ("en", "zh_Hans")
DIGITS = re.compile(r"[0-9]{2,}")
RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")


def words_of(name: str, key: str, country: str) -> set[bytes]:
    """The words of one buyer, at most 32 characters each, as UTF-8.

    >>> sorted(word.decode() for word in words_of("ACME 灯具", "K-7", "BR"))
    ['7', '=br', 'acme', 'dengju', 'dj', 'j', 'ju', 'k', 'k-7', '具', '灯具']
    """
    found = {f"={country.casefold()}"} if country else set()
    found.add(key.casefold())
    found.update(number.lstrip("0") for number in DIGITS.findall(key))  # K-0071 is asked for as 71
    for run in runs(f"{name} {key}" if key != name else name):
        found.update(chinese(run) if is_chinese(run) else (run,))
    return {word[:LONGEST].encode() for word in found if word}


def runs(text: str) -> list[str]:
    """The folded runs of letters and digits in a text, Chinese apart from the others."""
    return RUNS.findall(text.casefold())


def is_chinese(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff"


def chinese(run: str) -> Iterator[str]:
    """From each character on: the text, its pinyin, its initials."""
    sounds = pinyin(run)
    for start in range(len(run)):
        yield run[start:]
    for start in range(len(sounds)):
        yield "".join(sounds[start : start + LONGEST // 2])
        yield "".join(sound[0] for sound in sounds[start:])


def pinyin(run: str) -> list[str]:
    """The syllables of Chinese characters, without tones. The dictionary is large and loads at the first one."""
    from pypinyin import lazy_pinyin

    return [sound.casefold() for sound in lazy_pinyin(run, errors="ignore") if sound]


def countries_meant(word: str) -> Iterator[str]:
    """The codes of the countries whose English or Chinese name has a word that begins so, as `words_of` writes them."""
    for code, names in _names():
        if any(name.startswith(word) for name in names):
            yield f"={code}"


@cache
def _names() -> list[tuple[str, tuple[str, ...]]]:
    locales = [Locale.parse(language) for language in COUNTRY_LANGUAGES]
    codes = [code for code in map(str, locales[0].territories) if len(code) == 2 and code.isalpha()]
    return [(code.casefold(), tuple(_parts(locale.territories.get(code, "") for locale in locales))) for code in codes]


def _parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name.casefold()
        yield from runs(name)
