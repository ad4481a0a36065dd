"""Who bought: the customer each row speaks of."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells, each_distinct
from tradewind.companies import company_key, customer_number, is_nobody, is_total, tidy_name


def parties(cells: Cells) -> pl.DataFrame:
    """Each row's customer.

    returns  customer_id  the number where there is one, else the number that the same name has in this file,
                          else the name as a key (`companies.company_key`); null when the row names nobody
             name         tidy; null when only a number is known
             is_total     a word for totals stands where the customer should
    """
    number, name = _filled(cells.column("customer_id")), _filled(cells.column("customer"))
    known, key = each_distinct(number, customer_number), each_distinct(name, company_key)
    ids = known.fill_null(_numbers_by_name(known, key)).fill_null(key)
    return pl.DataFrame(
        {"customer_id": ids, "name": each_distinct(name, tidy_name), "is_total": _totals(number) | _totals(name)}
    )


def _filled(cells: pl.Series) -> pl.Series:
    """The cells that name somebody; the .0 of spreadsheets is off."""
    cells = cells.str.replace(r"^(\d+)\.0+$", "${1}")
    return each_distinct(cells, lambda text: None if is_nobody(text) else text)


def _totals(cells: pl.Series) -> pl.Series:
    return each_distinct(cells, lambda text: text if is_total(text) else None).is_not_null()


def _numbers_by_name(number: pl.Series, key: pl.Series) -> pl.Series:
    """For each row the number that its name has elsewhere in the file; null unless it is one and the same."""
    pairs = pl.DataFrame({"key": key, "number": number}).drop_nulls().unique()
    single = pairs.filter(pl.len().over("key") == 1)
    return key.replace_strict(single["key"], single["number"], default=None, return_dtype=pl.String)
