"""What the bytes of a mail say: by the charset that it names where they are of it, else by the bytes themselves."""

from __future__ import annotations

import codecs
import re

from tradewind.collect.encoding import decoded
from tradewind.errors import InputError

# Mail programs name the smaller set and write the larger one.
WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "cp950",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "utf-8",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
ALIASES = {
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "gb18030-2000": "gb18030",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
}
NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
JAPANESE = re.compile(rb"\x1b\$[@B]|\x1b\(J")


def text_of(data: bytes, charset: str | None) -> str:
    """The text in `data`; a charset that is wrong, unknown or missing is found out from the bytes. Never raises.

    >>> text_of("报价".encode("gbk"), "utf-8"), text_of("Grüße".encode("latin-1"), None)
    ('报价', 'Grüße')
    """
    named = _codec(charset)
    if JAPANESE.search(data) and named in (None, "utf-8"):
        named = "iso2022_jp_2"
    for one in dict.fromkeys(filter(None, (named, "utf-8"))):
        try:
            return data.decode(one).replace("\0", "")
        except (UnicodeError, LookupError):
            continue
    return _judged(data, named).replace("\0", "")


def _codec(charset: str | None) -> str | None:
    """The name of Python's codec for a charset, or of the larger one that is meant; None where there is none."""
    written = re.sub(r"[\s\"']", "", charset or "").lower()[:60]
    try:
        known = codecs.lookup(ALIASES.get(written, written)).name
        b"\0\0\0\0".decode(known)  # refuses rot13 and zip, which are codecs, but no charsets
    except (LookupError, ValueError):
        return None
    return None if known in NO_CHARSETS else WIDER.get(known, known)


def _judged(data: bytes, named: str | None) -> str:
    """Mostly of the named charset: that one, with its bad bytes marked. Else what the bytes look like."""
    if named and named != "utf-8":
        text = data.decode(named, "replace")
        if text.count("\ufffd") <= 0.05 * len(text):
            return text
    try:
        return decoded(data, "")[0]
    except InputError:
        return data.decode("utf-8", "replace")
