"""Countries as people write them, as ISO 3166 alpha-2."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

ALIASES: dict[str, str] = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "united states of america": "US", "america": "US", "美利坚合众国": "US",
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "英格兰": "GB", "苏格兰": "GB", "eire": "IE", "republic of ireland": "IE", "rsa": "ZA",
    "uae": "AE", "u.a.e.": "AE", "阿联酋": "AE", "korea": "KR", "south korea": "KR", "republic of korea": "KR",
    "korea, republic of": "KR", "南韩": "KR", "north korea": "KP", "holland": "NL", "the netherlands": "NL",
    "czech republic": "CZ", "捷克共和国": "CZ", "russian federation": "RU", "俄国": "RU", "俄罗斯联邦": "RU",
    "viet nam": "VN", "macedonia": "MK", "swaziland": "SZ", "burma": "MM", "ivory coast": "CI", "cape verde": "CV",
    "hong kong": "HK", "香港": "HK", "中国香港": "HK", "hk": "HK", "macau": "MO", "macao": "MO", "澳门": "MO",
    "taiwan": "TW", "taiwan, china": "TW", "中国台湾": "TW", "台湾": "TW", "p.r. china": "CN", "pr china": "CN",
    "prc": "CN", "p.r.c.": "CN", "mainland china": "CN", "中国大陆": "CN", "中华人民共和国": "CN", "ksa": "SA",
    "沙特": "SA", "brasil": "BR", "deutschland": "DE", "españa": "ES", "italia": "IT", "méxico": "MX", "türkiye": "TR",
    "turkey": "TR", "turkiye": "TR", "iran, islamic republic of": "IR",
    "tanzania, united republic of": "TZ", "venezuela, bolivarian republic of": "VE", "syrian arab republic": "SY",
    "moldova, republic of": "MD", "lao pdr": "LA", "drc": "CD", "bosnia": "BA", "trinidad": "TT",
}  # fmt: skip


def country(written: str) -> str:
    """The alpha-2 code where the name is recognised, else the name as written.

    >>> country("英国"), country("EIRE"), country("de"), country("European Community")
    ('GB', 'IE', 'DE', 'European Community')
    """
    return _names().get(_plain(written), written)


@cache
def _names() -> dict[str, str]:
    """Every name known here.."""
    names: dict[str, str] = {}
    for language in ("de", "fr", "es", "zh_Hant", "zh", "en"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"):
                names[_plain(name)] = names[code.casefold()] = code
    return names | {_plain(alias): code for alias, code in ALIASES.items()}


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("&", "and").split())
