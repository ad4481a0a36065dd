"""What is said of one thing most often, where a file says several things."""

from __future__ import annotations

import polars as pl


def most_frequent(frame: pl.DataFrame, key: str, column: str) -> pl.DataFrame:
    """For each key its most frequent value that is not null, of equally frequent ones the first in the alphabet.

    returns  key, column; a key without any value is left out
    """
    counted = frame.select(key, column).drop_nulls().group_by(key, column).len()
    ranked = counted.sort("len", column, descending=[True, False])
    return ranked.unique(key, keep="first", maintain_order=True).select(key, column)
