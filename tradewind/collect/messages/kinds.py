"""What kind of message a text is, by the marks that chat programs put in place of what is no text."""

from __future__ import annotations

import re
from functools import lru_cache

from tradewind.collect.messages.phrases import CALLED, DELETED, OMITTED, SHOWN, SYSTEM

INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
MARKS = f"[{INVISIBLE}]*"
MOST_MARK = 250  # characters; a longer text only speaks of calls and deletions

IN_BRACKETS = rf"[\[【（(](?:{SHOWN})(?:消息|message)?[\]】）)](?:\s[^\n]*)?"
LEFT_OUT = (
    rf"{MARKS}(?:<[^<>\n]{{0,50}}(?:{OMITTED})[^<>\n]{{0,50}}>|[{INVISIBLE}][^\n]{{0,50}}(?:{OMITTED})[^\n]{{0,30}}|"
    rf"[^\s\n]{{1,20}} omitted){MARKS}\s*"
)
DELETION = rf"{MARKS}<?(?:{DELETED})[.。]?>?{MARKS}(?:\s*重新编辑)?\s*"
CALL = rf"{MARKS}(?:[☎📞]|\[?(?:{CALLED})(?:$|[\s.,，。:：\]\d{INVISIBLE}(（]))[^\n]{{0,60}}"

# IMG-20240325-WA0001.jpg (file attached), <attached: 0001-PHOTO.jpg>, <附件：…>, in any language.
FILE = r"[^\n<>:\"/\\|?*]{1,160}\.[A-Za-z0-9]{2,5}"
ATTACHED = (
    rf"^{MARKS}(?:({FILE}) \([^()\n]{{3,40}}\)|<[^<>:：\n]{{2,30}}[:：]\s?({FILE})>|"
    rf"({FILE}) <[^<>:\n]{{3,30}}>){MARKS}$"
)

_ATTACHED = re.compile(ATTACHED, re.M)
_DELETION, _CALL = re.compile(DELETION, re.I), re.compile(CALL, re.I)
_MEDIA, _SYSTEM = re.compile(f"{IN_BRACKETS}|{LEFT_OUT}", re.I), re.compile(SYSTEM, re.I)


# Polars reads this one: whatever may be anything else than a plain text.
HINT = rf"(?i)^(?:{DELETION}|{CALL}|{IN_BRACKETS}|{LEFT_OUT})$|^[{INVISIBLE}]|\.[A-Za-z0-9]{{2,5}}(?: \(| <|>)"


def attachments_of(text: str) -> tuple[str, ...]:
    """The names of the files that a chat program says it attached, in the order of the text.

    >>> attachments_of("IMG-20240325-WA0001.jpg (file attached)")
    ('IMG-20240325-WA0001.jpg',)
    """
    found = _ATTACHED.findall(text) if "." in text and (")" in text or ">" in text) else []
    return tuple(next(filter(None, names)).strip() for names in found)


def kind_of(text: str) -> str:
    """text, media, deleted or call; what the program itself says is for the form to tell.

    >>> kind_of("<Media omitted>"), kind_of("此消息已删除"), kind_of("Missed voice call"), kind_of("PO 4711: ok?")
    ('media', 'deleted', 'call', 'text')
    """
    mark = _mark(text) if len(text) <= MOST_MARK else None
    return mark or ("media" if attachments_of(text) else "text")


@lru_cache(maxsize=1024)
def _mark(text: str) -> str | None:
    if _DELETION.fullmatch(text):
        return "deleted"
    if _CALL.fullmatch(text):
        return "call"
    return "media" if _MEDIA.fullmatch(text) else None


def speaks_for_the_program(text: str) -> bool:
    """Whether a text is one that a chat program writes itself: encryption, groups, members."""
    return _SYSTEM.search(text) is not None
