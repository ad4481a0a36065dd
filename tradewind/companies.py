"""Companies' names: tidy for people, and as a key where a company has no number.

One company is written "ACME Co., Ltd." and "Acme co ltd"; "Acme Ltd" and "Acme Inc" are two. So case, width, spaces
and the punctuation of the legal form are levelled, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MOST_NAME = 200
MOST_KEY = 120
MOST_LEGAL = 80  # characters of a name's end in which its legal form is looked for
NOBODY = frozenset({"", "-", "--", "—", "/", "n/a", "#n/a", "nan", "none", "null", "nil", "无", "未知", "unknown"})
TOTALS = frozenset({"合计", "总计", "小计", "总合计", "合计:", "总计:", "total", "totals", "grand total", "subtotal",
                    "sub total", "sum", "total:", "grand total:"})  # fmt: skip

_LEGAL = (
    "co|company|corp|inc|incorporated|ltd|limited|llc|llp|plc|pty|pte|pvt|gmbh|kg|ag|sa|srl|sl|bv|nv|ab|as|oy|kft|"
    "spa|sarl|sas|bhd|sdn|ltda|lda|sro|doo|zoo|jsc|ooo|fze|fzco|fzc"
)
_DOTTED = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")
_LEGAL_END = re.compile(rf"(?:[\s.,;&]+(?:{_LEGAL}|[a-z](?:\.[a-z]){{1,3}}))+[\s.,;]*$")


def tidy_name(written: str) -> str:
    """One line without double spaces, at most 200 characters; what it says is not touched."""
    return " ".join(written.split())[:MOST_NAME]


def company_key(name: str) -> str:
    """The key of a company known by its name only.

    >>> company_key("ＡＣＭＥ  Co.,Ltd."), company_key("Acme co. ltd"), company_key("Rossi S.r.l.")
    ('acme co ltd', 'acme co ltd', 'rossi srl')
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    plain = plain[:-MOST_LEGAL] + _LEGAL_END.sub(lambda end: _levelled(end.group()), plain[-MOST_LEGAL:])
    return bounded(plain.rstrip(" .,;:。，；、"))


def _levelled(legal_form: str) -> str:
    return " " + " ".join(re.sub(r"[,;]", " ", _DOTTED.sub("", legal_form)).replace(".", " ").split())


def customer_number(written: str) -> str:
    """A customer's number as text: half width, one line, and without the .0 that spreadsheets add.

    >>> customer_number("12583.0"), customer_number(" K-0071 ")
    ('12583', 'K-0071')
    """
    plain = " ".join(unicodedata.normalize("NFKC", written).split())
    return bounded(re.sub(r"^(\d+)\.0+$", r"\1", plain))


def bounded(key: str) -> str:
    """The key itself, or of a very long one its beginning and a fingerprint of all of it, so that no two merge."""
    if len(key) <= MOST_KEY:
        return key
    return f"{key[: MOST_KEY - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def is_nobody(written: str) -> bool:
    """Whether a cell for a customer names none: a dash, null, or the like."""
    return written.strip().casefold() in NOBODY


def is_total(written: str) -> bool:
    """Whether a cell for a customer begins a row of totals."""
    return unicodedata.normalize("NFKC", written).strip().casefold() in TOTALS
