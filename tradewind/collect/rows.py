"""Each row of a file as typed facts, and the rows that cannot be."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells, each_distinct
from tradewind.collect.countries import country
from tradewind.collect.money import money, money_field
from tradewind.collect.odd_dates import ODD, odd_days
from tradewind.collect.parties import parties
from tradewind.collect.problems import Check
from tradewind.collect.shops import CANCELLED
from tradewind.collect.table import as_text
from tradewind.collect.vocabulary import DATE_FIELDS, SHOP_FIELDS
from tradewind.companies import customer_number, is_nobody, tidy_name

FLAWS = ("note_row", "not_of_goods", "too_few_cells", "too_many_cells")
TIDY = (
    "rep",
    "product_line",
    "unit",
    "contact",
    "email",
    "phone",
    "channel",
    "language",
    "contact_kind",
    "tier",
    "timezone",
)


def customer_rows(cells: Cells) -> tuple[pl.DataFrame, list[Check]]:
    """What each row tells of a customer, and its checks: customer_id, name, country, rep, … and ordered_on (null)."""
    party = parties(cells)
    frame = party.drop("is_total").with_columns(
        each_distinct(cells.column("country"), lambda text: tidy_name(country(text))).alias("country"),
        *(each_distinct(cells.column(field), tidy_name).alias(field) for field in TIDY),
        pl.lit(None, dtype=pl.Date).alias("ordered_on"),
    )
    flaws = [Check(cells.frame["flaw"] == flaw, flaw, None) for flaw in FLAWS]
    who = cells.customer_field
    total, nobody = party["is_total"], party["customer_id"].is_null()
    checks = [
        *flaws,
        Check(_heading_again(cells), "heading_again", None),
        Check(total, "total_row", who),
        Check(nobody, "no_customer", who),
    ]
    return frame, [Check(check.fails.fill_null(value=False), *check[1:]) for check in checks]


def order_rows(cells: Cells, otherwise: str | None) -> tuple[pl.DataFrame, list[Check]]:
    """What each row tells of an order, and its checks: those of `customer_rows`, dates, money, product."""
    frame, checks = customer_rows(cells)
    worth = money(cells, otherwise)
    frame = frame.with_columns(
        *(cells.column(field, pl.Date) for field in DATE_FIELDS),
        cells.column("ordered_on_at", pl.Datetime).alias("ordered_at").cast(pl.Datetime("us")),
        *worth.select("amount", "currency"),
        cells.column("quantity", pl.Float64),
        *(cells.column(field, pl.Float64) for field in SHOP_FIELDS),
        cells.frame["flaw"].eq_missing(CANCELLED).alias("is_cancelled"),
        each_distinct(cells.column("order_id"), _number).alias("order_id"),
        _product(cells).alias("product"),
    )
    return frame, [*checks, *_date_checks(cells), *_money_checks(cells, worth)]


def _number(written: str) -> str | None:
    """An order's number; a dash or the like is none."""
    return None if is_nobody(written) else customer_number(written)


def _heading_again(cells: Cells) -> pl.Series:
    """Rows that repeat the heading, as files do that were put together from several."""
    same = [as_text(written) == cells.headings[field] for field, written in cells.written.items()]
    return pl.select(pl.all_horizontal(same)).to_series()


def _product(cells: Cells) -> pl.Series:
    code = each_distinct(cells.column("product_code"), customer_number)
    return code.fill_null(each_distinct(cells.column("product"), tidy_name))


def _date_checks(cells: Cells) -> list[Check]:
    fields = [field for field in DATE_FIELDS if field in cells.headings]
    bad = [Check(cells.frame[f"{field}_bad"], "bad_date", field) for field in fields]
    on = cells.frame["ordered_on"]
    times = (
        [Check(cells.frame["ordered_time_bad"], "bad_time", "ordered_time")] if "ordered_time" in cells.headings else []
    )
    odd = Check(odd_days(on, cells.frame["reason"]), ODD, "ordered_on")
    return [*bad, Check(on.is_null(), "no_date", "ordered_on"), *times, odd]


def _money_checks(cells: Cells, worth: pl.DataFrame) -> list[Check]:
    amounts = dict.fromkeys(("amount", *SHOP_FIELDS), "bad_amount")
    reasons = {**amounts, "quantity": "bad_quantity", "price": "bad_price"}
    field = money_field(cells)
    return [
        *(
            Check(cells.frame[f"{name}_bad"], reason, name)
            for name, reason in reasons.items()
            if name in cells.headings
        ),
        Check(worth["mark_bad"], reasons[field], field),
        Check(worth["currency_bad"], "bad_currency", "currency"),
        Check(worth["amount"].is_null(), "no_amount", field),
    ]
