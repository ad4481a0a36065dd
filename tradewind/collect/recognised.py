"""What each column of a table is for, and what kind of table that makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tradewind.collect.collected import Column
from tradewind.collect.headings import fields_by_name, fields_by_person, meaning, plain
from tradewind.collect.looks import SAMPLE_ROWS, fields_by_values, is_mostly_dates
from tradewind.collect.marks import is_told_of
from tradewind.collect.options import Options
from tradewind.collect.shops import fields_of
from tradewind.collect.shops.shop import Shop
from tradewind.collect.table import Table, as_text
from tradewind.collect.times import is_mostly_clocks
from tradewind.collect.vocabulary import CUSTOMER_FIELDS, DATE_FIELDS, ORDER_FIELDS, PERSON_FIELDS
from tradewind.errors import DuplicateHeading, NoCustomerFile, NoOrderFile

SAMPLES = 5
MOST_HEADINGS, MOST_HEADING = 30, 40  # as many, and as much of each, as a sentence can carry
PLAIN_NAMES = frozenset({"name", "fullname", "姓名"})


@dataclass(frozen=True)
class Recognised:
    """What a table is.

    kind      orders, customers or contacts
    fields    field -> column
    columns   every column with what it was taken for
    """

    kind: str
    fields: Mapping[str, int]
    columns: tuple[Column, ...]


def recognised(table: Table, options: Options, file: str, shop: Shop | None = None) -> Recognised:
    """The table's kind and fields; of a shop's export as that shop's headings mean them.

    raises   UnknownHeading, UnknownChoice for a correction; DuplicateHeading; NoOrderFile, NoCustomerFile
    """
    found, how = _of_shop(table, options, file, shop) if shop else _found(table, options, file)
    kind = options.kind or _kind(found)
    fields = found if kind == "orders" else _without_names(found, table)
    _check(kind, fields, table, file)
    _check_duplicates(fields, table, file)
    by_column = {column: field for field, column in reversed(fields.items())}
    places = range(len(table.headings))
    return Recognised(kind, fields, tuple(column_of(table, place, by_column.get(place), how) for place in places))


def _of_shop(table: Table, options: Options, file: str, shop: Shop) -> tuple[dict[str, int], dict[int, str]]:
    """As `_found`, where the shop is known: a person's word, then what the shop means by a heading."""
    person = fields_by_person(table.headings, options.headings, file)
    named = {
        field: column
        for field, column in fields_of(shop, table.headings).items()
        if column not in person and field not in person.values()
    }
    how = dict.fromkeys(named.values(), "name") | dict.fromkeys(person, "person")
    return named | {field: column for column, field in person.items() if field}, how


def _found(table: Table, options: Options, file: str) -> tuple[dict[str, int], dict[int, str]]:
    """Field -> column, and column -> how it was told; a person's word goes before a name, a name before values."""
    person = fields_by_person(table.headings, options.headings, file)
    name = {column: field for column, field in _named(table, person).items() if field not in person.values()}
    values = fields_by_values(table, {**name, **person}) if options.kind in (None, "orders") else {}
    how = dict.fromkeys(values, "values") | dict.fromkeys(name, "name") | dict.fromkeys(person, "person")
    return {field: column for column, field in {**values, **name, **person}.items() if field}, how


def _named(table: Table, person: Mapping[int, str]) -> dict[int, str]:
    """Fields by heading, without columns a person decided about, and dates that are none (a lead time of 30天)."""
    headings = ["" if column in person else heading for column, heading in enumerate(table.headings)]
    clocks = [column for column, heading in enumerate(headings) if _is_of_times(table, column, heading)]
    found = fields_by_name(["" if column in clocks else heading for column, heading in enumerate(headings)])
    unfit = {"ordered_time"} | {f for c, f in found.items() if f in DATE_FIELDS[1:] and not _is_of_dates(table, c)}
    times = dict.fromkeys(clocks[:1], "ordered_time")
    return {c: field for c, field in found.items() if field not in unfit} | times


def _is_of_times(table: Table, column: int, heading: str) -> bool:
    """A time of day in a column of its own, even where it is called the order's date."""
    field, _ = meaning(heading) or ("", 0)
    return field in ("ordered_time", "ordered_on") and is_mostly_clocks(table.cells(column).head(SAMPLE_ROWS))


def _is_of_dates(table: Table, column: int) -> bool:
    """By what stands in it, or because dates in it were refused before."""
    told = is_told_of(table.frame["reason"], "bad_date", table.headings[column])
    return is_mostly_dates(table.cells(column)) or bool(told.any())


def _kind(fields: Mapping[str, int]) -> str:
    """Orders when anything speaks of orders; contacts when persons but no facts about companies are told."""
    if ORDER_FIELDS & fields.keys() or not (PERSON_FIELDS | CUSTOMER_FIELDS) & fields.keys():
        return "orders"
    return "contacts" if PERSON_FIELDS & fields.keys() and not CUSTOMER_FIELDS & fields.keys() else "customers"


def _without_names(fields: dict[str, int], table: Table) -> dict[str, int]:
    """In a list of customers a column called just "name" is the customer's, when no other is."""
    contact = fields.get("contact")
    if contact is None or {"customer", "customer_id"} & fields.keys():
        return fields
    if plain(table.headings[contact]) not in PLAIN_NAMES:
        return fields
    return {"customer" if field == "contact" else field: column for field, column in fields.items()}


def _check(kind: str, fields: Mapping[str, int], table: Table, file: str) -> None:
    missing = [] if {"customer", "customer_id"} & fields.keys() else ["customer"]
    found = ", ".join(heading[:MOST_HEADING] or "-" for heading in table.headings[:MOST_HEADINGS])
    if kind != "orders":
        if missing:
            raise NoCustomerFile(file=file, headings=found)
        return
    missing += [] if "ordered_on" in fields else ["date"]
    priced = {"amount", "order_total"} & fields.keys() or {"quantity", "price"} <= fields.keys()
    missing += [] if priced else ["amount"]
    if missing:
        raise NoOrderFile(file=file, headings=found, missing=", ".join(missing))


def _check_duplicates(fields: Mapping[str, int], table: Table, file: str) -> None:
    for column in fields.values():
        heading = table.headings[column]
        for other, same in enumerate(table.headings):
            if other != column and same == heading and not table.cells(other).equals(table.cells(column)):
                raise DuplicateHeading(
                    file=file, heading=heading, first=min(column, other) + 1, second=max(column, other) + 1
                )


def column_of(table: Table, place: int, field: str | None, how: Mapping[int, str]) -> Column:
    """One column of a table with what it was taken for, and samples of what stands in it."""
    cells = as_text(table.cells(place)).drop_nulls()
    samples = cells.head(1000).unique(maintain_order=True).head(SAMPLES)
    told = how.get(place, "none") if field or how.get(place) == "person" else "none"
    return Column(table.headings[place], field, told, tuple(samples.str.head(200).to_list()))
