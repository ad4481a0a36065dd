"""Does a message promise something by a day? Found in Chinese and English, as a suggestion that a person decides on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tradewind.remind.promised_days import CHINESE, ENGLISH, first_day

MOST_LETTERS, SAID_LETTERS = 4000, 300
MOST_AHEAD_DAYS = 92

# Who promises: we do something for them. A request to the buyer is no promise of ours.
OURS_EN = re.compile(
    r"\b(?:i|we)(?:\s*['’]ll|\s+will|\s+shall|\s+can|(?:\s+am|\s+are|\s*['’]m|\s*['’]re) going to)"
    r"\s+(?:\w+\s+){0,2}?(?:send|quote|offer|ship|reply|answer|get|come|confirm|update|provide|share|arrange|check|give|"
    r"revert|finish|prepare|make|book|issue|deliver|call|let|email|mail|forward|pay|have)\b"
    r"|\byou(?:\s*['’]ll|\s+will)\s+(?:have|get|receive)\b",
    re.I,
)
OURS_ZH = re.compile(
    r"(?:给|发|寄|报|回复|答复|确认|安排|提供|更新|出货|发货|排产|做好|完成|弄好|搞定|交货|联系|通知|打样)"
)
REQUEST_EN = re.compile(
    r"\b(?:please|pls|kindly|could you|can you|would you|will you|if|unless|cannot|can't|won't)\b", re.I
)
REQUEST_ZH = re.compile(r"请|麻烦|劳烦|您能|你能|您可以|你可以|能否|可否|如果|要是|不能|无法|没法|吗")
SENTENCE = re.compile(r"[^.!?。！？；;\n]+(?:\.(?=\d)[^.!?。！？；;\n]+)*[.!?。！？；;]?")


@dataclass(frozen=True)
class Promise:
    """The sentence as it was written, cut at 300 letters, and the day by which something is promised."""

    said: str
    due_on: date


def promises(text: str, sent_on: date) -> list[Promise]:
    """What one of our messages promises by a day, at most once per day; nothing for a day that has passed, or is more
    than three months ahead.

    sent_on   the day on which it was sent, on the sender's calendar, from which "Friday" is meant

    >>> sent = date(2026, 11, 25)  # a Wednesday
    >>> [one.due_on.isoformat() for one in promises("I will send the new offer by Friday. 周一前给您回复。", sent)]
    ['2026-11-27', '2026-11-30']
    >>> promises("Please pay by Friday. 请周五前付款。We will see.", sent)
    []
    """
    found: dict[date, Promise] = {}
    for match in SENTENCE.finditer(text[:MOST_LETTERS]):
        sentence = match.group().strip()
        for day in _promised(sentence, sent_on):
            if sent_on <= day <= sent_on + timedelta(days=MOST_AHEAD_DAYS):
                found.setdefault(day, Promise(sentence[:SAID_LETTERS], day))
    return [found[day] for day in sorted(found)]


def _promised(sentence: str, sent_on: date) -> Iterator[date]:
    if sentence.endswith(("?", "？")):
        return
    for ours, request, days in ((OURS_EN, REQUEST_EN, ENGLISH), (OURS_ZH, REQUEST_ZH, CHINESE)):
        if ours.search(sentence) and not request.search(sentence) and (day := first_day(sentence, sent_on, days)):
            yield day
