"""What a person may decide about a file instead of leaving it to the evidence in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tradewind.errors import UnknownChoice

KINDS = ("orders", "customers", "contacts")
DATE_ORDERS = ("auto", "dmy", "mdy", "ymd")
DECIMALS = ("auto", "point", "comma")


@dataclass(frozen=True)
class Options:
    """A person's decisions about one file.

    kind           "orders", "customers" or "contacts"; None: recognised from the headings
    dates          "auto", "dmy", "mdy" or "ymd": how dates such as 05/03/26 are read
    decimal        "auto", "point" or "comma": how amounts such as 1.200 are read
    skip_bad_rows  leave rows out that cannot be read, and their orders with them, instead of refusing the file
    currency       ISO 4217 code for rows that name no currency
    headings       corrections, heading -> field; the field "" means: ignore this column
    sheet          the one sheet of a workbook to take
    raises         UnknownChoice when a decision is none of the possible ones
    """

    kind: str | None = None
    dates: str = "auto"
    skip_bad_rows: bool = False
    currency: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    decimal: str = "auto"

    def __post_init__(self) -> None:
        _choose("kind", self.kind or KINDS[0], KINDS)
        _choose("dates", self.dates, DATE_ORDERS)
        _choose("decimal", self.decimal, DECIMALS)


def _choose(option: str, choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise UnknownChoice(option=option, choice=choice, choices=", ".join(choices))
