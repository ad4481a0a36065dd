"""Who speaks in a chat where name and text share a line: `Name: text`, and lines without a name are the program's."""

from __future__ import annotations

import polars as pl

from tradewind.collect.messages.header import MOST_NAME
from tradewind.collect.messages.kinds import INVISIBLE, speaks_for_the_program

EMPTY_BODY = r"^([^:\n]{1,60}):(\.?)[ ]*$"  # a picture to be seen once leaves nothing, or a point
QUOTES = (("“", "”"), ("「", "」"), ("«", "»"))
LONG_NAMES = 3  # messages after which a colon in a name is told from one in texts


def senders(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame of `chat_frames` with the columns name (null for the program) and text (all lines)."""
    parts = frame.select(pl.col("first").str.splitn(": ", 2).alias("parts"), "first").unnest("parts")
    bare = (
        parts.select(pl.col("first").str.extract_groups(EMPTY_BODY).alias("b")).unnest("b")
        if (parts["field_1"].null_count())
        else None
    )
    name, text = parts["field_0"], parts["field_1"]
    known = _names(name.filter(text.is_not_null()).unique())
    tidy = name.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    name = pl.select(pl.when(text.is_not_null()).then(tidy)).to_series()
    if bare is not None:
        name, text = _with_empty_bodies(name, text, bare, set(known.values()) - {None})
    said = pl.select(pl.when(name.is_not_null()).then(text).otherwise(parts["first"])).to_series()
    return frame.with_columns(name=name, text=_joined(said, frame["more"]))


def _joined(first: pl.Series, more: pl.Series) -> pl.Series:
    if more.null_count() == more.len():
        return first
    whole = pl.when(more.is_not_null()).then(pl.concat_str([first, more], separator="\n"))
    return pl.select(whole.otherwise(first)).to_series()


def _with_empty_bodies(
    name: pl.Series, text: pl.Series, bare: pl.DataFrame, known: set[str | None]
) -> tuple[pl.Series, pl.Series]:
    """Lines that end with the colon behind a name are messages without a text."""
    own = bare.columns
    who = bare[own[0]]
    tidy = _names(who.drop_nulls().unique())
    found = who.replace_strict(list(tidy), list(tidy.values()), default=None, return_dtype=pl.String)
    names = pl.select(pl.coalesce(name, found)).to_series()
    return names, pl.select(pl.coalesce(text, bare[own[1]])).to_series()


def _names(written: pl.Series) -> dict[str, str | None]:
    """Name as written -> without invisible signs around it; None for the beginning of what the program says."""
    return {one: None if _is_programs(one) else one.strip(INVISIBLE + " \u00a0\u202f") or None for one in written}


def _is_programs(name: str) -> bool:
    """A subject in quotes may hold a colon: Tom changed the subject to “Orders: May”."""
    if len(name) > MOST_NAME or name.count('"') % 2 or speaks_for_the_program(name):
        return True
    return any(name.count(opening) != name.count(closing) for opening, closing in QUOTES)
