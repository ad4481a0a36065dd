"""Money as the desk keeps it: whole ten-thousandths of the currency unit."""

from __future__ import annotations

import polars as pl


def ten_thousandths(column: str) -> pl.Expr:
    """A money column as whole ten-thousandths, halves away from zero."""
    scaled = pl.col(column) * 10_000
    return (scaled.sign() * (scaled.abs() + 0.5).floor()).cast(pl.Int64)
