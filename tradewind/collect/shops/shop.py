"""What is known of the order export of one shop system or marketplace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from tradewind.collect.headings import plain

Words = tuple[str, ...]


@dataclass(frozen=True)
class Shop:
    """One form of export. Headings are written as `headings.plain` makes them.

    name      what people call the system
    told_by   sets of headings; a file that has all of one set is such an export
    fields    field -> headings; the first that the file has is the field's column, and its empty cells are filled
              from the others
    number    the headings of the order's number, which an export may write on an order's first row only
    dead      headings of the order's state -> words of it that mean: no order came of it
    filled    headings in which any word means so, such as the day of a cancellation
    prepare   the frame of the file's columns by their plain headings, and "flaw": changed where needed
    """

    name: str
    told_by: tuple[frozenset[str], ...]
    fields: Mapping[str, Words]
    number: Words
    dead: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filled: Words = ()
    prepare: Callable[[pl.DataFrame], pl.DataFrame] | None = None


def words(text: str) -> Words:
    """Headings as `plain` makes them.

    >>> words("Billing Company, Billing Name")
    ('billingcompany', 'billingname')
    """
    return tuple(plain(one) for one in text.split(","))


def told(*texts: str) -> tuple[frozenset[str], ...]:
    """Sets of headings, one a text."""
    return tuple(frozenset(words(text)) for text in texts)
