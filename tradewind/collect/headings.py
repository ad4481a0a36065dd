"""Which field each heading names, whatever its language, case, spaces and punctuation.

A heading may carry more than the name: `总金额（USD）` and `Amount in EUR` tell the currency as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from tradewind.collect.currencies import IN_HEADING, currency_in_heading
from tradewind.collect.vocabulary import SHOP_FIELDS, WORDS
from tradewind.errors import UnknownChoice, UnknownHeading

FIRST_ROWS = 20
MOST_CHARACTERS = 200  # a longer cell is no heading, and would take long to be looked through
RANKS: dict[str, tuple[str, int]] = {
    word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words)
}
MARK = re.compile(r"tradewind(?:row|reason|cell\d+)")
ASIDE = re.compile(r"[(\[{【〔].*?[)\]}】〕]|\b(?:in|by)\s+[a-z]{3}\b|[*＊]")


def plain(heading: str) -> str:
    """A heading without case, width, spaces and punctuation.

    >>> plain("Order  ID"), plain("订单 编号："), plain("unit_price")
    ('orderid', '订单编号', 'unitprice')
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", heading).casefold() if sign.isalnum())


def is_mark(heading: str) -> bool:
    """Whether a heading is one that Tradewind itself wrote beside rows that it gave back (`marks`)."""
    return len(heading) <= MOST_CHARACTERS and MARK.fullmatch(plain(heading)) is not None


def meaning(heading: str) -> tuple[str, int] | None:
    """The field that a heading names and its rank among that field's words (0 is the surest); None when unknown.

    >>> meaning("总金额（USD）"), meaning("Remarks")
    (('amount', 3), None)
    """
    if len(heading) > MOST_CHARACTERS:
        return None
    folded = unicodedata.normalize("NFKC", heading).casefold()
    without_currency = IN_HEADING.sub(" ", folded) if currency_in_heading(heading) else folded
    return RANKS.get(plain(folded)) or RANKS.get(plain(ASIDE.sub(" ", folded))) or RANKS.get(plain(without_currency))


def fields_by_name(headings: Sequence[str]) -> dict[int, str]:
    """Column -> field. Each field goes to the surest heading, and among equals to the leftmost."""
    best: dict[str, tuple[int, int]] = {}
    for column, heading in enumerate(headings):
        if found := meaning(heading):
            field, rank = found
            best[field] = min(best.get(field, (rank, column)), (rank, column))
    return {column: field for field, (_, column) in best.items()}


def fields_by_person(headings: Sequence[str], corrections: Mapping[str, str], file: str) -> dict[int, str]:
    """Column -> field ("" for a column to ignore) as a person decided.

    raises   UnknownHeading, UnknownChoice
    """
    for heading, field in corrections.items():
        if heading not in headings:
            raise UnknownHeading(file=file, heading=heading, headings=", ".join(headings))
        if field and field not in (*WORDS, *SHOP_FIELDS):
            raise UnknownChoice(option="headings", choice=field, choices=", ".join((*WORDS, *SHOP_FIELDS)))
    return {headings.index(heading): field for heading, field in corrections.items()}


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Which of a table's first rows is the heading: the one with most known words, if that is two or more.

    Titles, notes and empty rows may stand above it. With no known words it is the first row that is not empty.
    A row with a mark of Tradewind is the heading in any case.
    """
    marked = next((place for place, row in enumerate(rows[:FIRST_ROWS]) if any(map(is_mark, row))), None)
    if marked is not None:
        return marked
    known = [sum(meaning(cell) is not None for cell in row) for row in rows[:FIRST_ROWS]]
    if known and max(known) > 1:
        return known.index(max(known))
    return next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
