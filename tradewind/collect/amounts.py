"""Numbers as people write them: signs of thousands and decimals, currencies before or behind, several minus signs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tradewind.collect.table import as_text
from tradewind.errors import AmbiguousAmounts

NO_NUMBER = ("-", "--", "—", "/", "n/a", "na", "nan", "none", "null", "#n/a", "无", "待定", "tbd")
MOST = 1e12  # a single amount beyond it is a slip of the keyboard; sums stay exact far above it

MARK = r"[\p{L}\p{Sc}]{1,12}\.?\p{Sc}?"
BODY = r"\d[\d.,'’ ]*(?:e[+-]?\d{1,3})?|[.,]\d+"
WRITTEN = (
    rf"^(?P<open>\(?)\s*(?P<minus>[-−–+]?)\s*(?P<before>{MARK})?\s*(?P<inner>[-−–+]?)\s*(?P<body>{BODY})\s*"
    rf"(?P<times>[万亿])?\s*(?P<behind>{MARK})?\s*(?P<last>[-−–]?)\s*\)?$"
)
MINUS = ("-", "−", "–")
POINT = r"^(?:\d{1,3}(?:[,'’ ]\d{2,3})*[,'’ ]\d{3}|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?$"
COMMA = r"^(?:\d{1,3}(?:[.'’ ]\d{3})+|\d+)?(?:,\d*)?(?:e[+-]?\d+)?$"
OPEN = r"^[1-9]\d{0,2}[.,]\d{3}$"


def written_numbers(cells: pl.Series) -> pl.DataFrame:
    """Each distinct text of a column, taken apart.

    returns  value; rows: how often it stands there; empty: it means that there is no number;
             body     digits and signs of thousands and decimals; null when it is no number
             factor   -1 or 1, times 10,000 for 万 and 100,000,000 for 亿
             mark     the currency or unit as written, lower case; null without one
    """
    values = as_text(cells).rename("value").value_counts(name="rows").filter(pl.col("value").is_not_null())
    text = pl.col("value").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    frame = values.with_columns(text=text).with_columns(empty=pl.col("text").is_in(NO_NUMBER))
    parts = frame.with_columns(pl.col("text").str.extract_groups(WRITTEN).alias("parts")).unnest("parts")
    negative = pl.any_horizontal(pl.col("minus", "inner", "last").is_in(MINUS)) | (pl.col("open") == "(")
    times = pl.col("times").replace_strict({"万": 1e4, "亿": 1e8}, default=1.0, return_dtype=pl.Float64)
    return parts.select(
        "value",
        "rows",
        "empty",
        body=pl.col("body").str.strip_chars(),
        factor=pl.when(negative).then(-times).otherwise(times),
        mark=pl.coalesce("before", "behind").str.strip_chars("."),
    )


def decimal_signs(columns: Mapping[str, pl.DataFrame], headings: Mapping[str, str], file: str) -> dict[str, str]:
    """Field -> its decimal sign, "point" or "comma", on the evidence of the column, then of the others.

    Where all are silent 1,200 is twelve hundred, since no money has three decimals; but 1.200 may be either.

    columns  field -> `written_numbers`
    raises   AmbiguousAmounts
    """
    found = {field: _evidence(written) for field, written in columns.items()}
    together = sum(found.values())
    signs = {}
    for field, written in columns.items():
        weight = found[field] or together
        example = written.filter(pl.col("body").str.contains(OPEN) & pl.col("body").str.contains(r"\."))
        if not weight and not example.is_empty():
            raise AmbiguousAmounts(file=file, column=headings[field], value=example.get_column("value").min())
        signs[field] = "comma" if weight < 0 else "point"
    return signs


def numbers(written: pl.DataFrame, sign: str) -> pl.DataFrame:
    """`written` with number: Float64 with the decimal sign "point" or "comma"; null where it is none in that form."""
    thousands, pattern = ("[.'’ ]", COMMA) if sign == "comma" else ("[,'’ ]", POINT)
    fits = pl.when(pl.col("body").str.contains(pattern)).then(pl.col("body"))
    number = fits.str.replace_all(thousands, "").str.replace(",", ".").cast(pl.Float64, strict=False)
    number = number * pl.col("factor")
    return written.with_columns(number=pl.when(number.abs() <= MOST).then(number))


def _evidence(written: pl.DataFrame) -> int:
    """Rows that prove a point minus rows that prove a comma."""
    body = pl.col("body")
    point, comma = (_proof(body, *signs) for signs in ((".", ","), (",", ".")))
    return int(
        written.select(pl.col("rows").filter(point).sum() - pl.col("rows").cast(pl.Int64).filter(comma).sum()).item()
    )


def _proof(body: pl.Expr, decimal: str, thousands: str) -> pl.Expr:
    """Both signs with this one last, the other sign twice, or this one where no thousands can be."""
    one, two = rf"\{decimal}", rf"\{thousands}"
    both = body.str.contains(rf"{two}.*{one}\d*$") & (body.str.count_matches(one) == 1)
    twice = (body.str.count_matches(two) > 1) & ~body.str.contains(one)
    decimals = body.str.contains(rf"^\d*{one}(?:\d{{0,2}}|\d{{4,}})$|^0{one}\d{{3}}$|^\d{{4,}}{one}\d{{3}}$")
    return both | twice | decimals
