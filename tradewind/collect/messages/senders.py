"""Who speaks in a chat where name and text share a line: `Name: text`, and lines without a name are the program's."""

from __future__ import annotations

import polars as pl

from tradewind.collect.messages.header import MOST_NAME
from tradewind.collect.messages.kinds import INVISIBLE, speaks_for_the_program

EMPTY_BODY = r"^(?P<name>[^:\n]{1,60}):(?P<text>\.?)[ ]*$"  # a picture to be seen once leaves nothing, or a point
QUOTES = (("“", "”"), ("「", "」"), ("«", "»"))
ENOUGH = 3  # messages that must all go on alike, before a colon is held to be part of a name
LongNames = frozenset[tuple[str, str]]


def senders(frame: pl.DataFrame, long_names: LongNames = frozenset()) -> pl.DataFrame:
    """The frame of `chat_frames` with the columns name (null for the program) and text (all lines)."""
    parts = _parted(frame["first"], long_names)
    name, text = parts["field_0"], parts["field_1"]
    known = _names(name.filter(text.is_not_null()).unique())
    tidy = name.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    name = pl.select(pl.when(text.is_not_null()).then(tidy)).to_series()
    if text.null_count():
        name, text = _with_empty_bodies(name, text, frame["first"])
    said = pl.select(pl.when(name.is_not_null()).then(text).otherwise(frame["first"])).to_series()
    return frame.with_columns(name=name, text=_joined(said, frame["more"]))


def long_names(firsts: pl.Series) -> LongNames:
    """The two parts of each name with a colon in it: all messages that begin with the one go on with the other."""
    once = firsts.to_frame("first").select(pl.col("first").str.splitn(": ", 3).alias("parts")).unnest("parts")
    found = once.group_by("field_0").agg(
        pl.len(),
        seconds=pl.col("field_1").n_unique(),
        second=pl.col("field_1").first(),
        texts=pl.col("field_2").n_unique(),
        whole=pl.col("field_2").is_not_null().all(),
    )
    sure = found.filter((pl.col("len") >= ENOUGH) & (pl.col("seconds") == 1) & (pl.col("texts") > 1) & pl.col("whole"))
    return frozenset(sure.select("field_0", "second").iter_rows())


def _parted(first: pl.Series, names: LongNames) -> pl.DataFrame:
    """Before and behind the colon after the name; behind is null where there is none."""
    frame = first.to_frame("first")
    parts = frame.select(pl.col("first").str.splitn(": ", 2).alias("parts")).unnest("parts")
    for one, other in names:
        whole = f"{one}: {other}: "
        longer = frame["first"].str.starts_with(whole)
        parts = parts.with_columns(
            field_0=pl.when(longer).then(pl.lit(whole[:-2])).otherwise("field_0"),
            field_1=pl.when(longer).then(frame["first"].str.strip_prefix(whole)).otherwise("field_1"),
        )
    return parts


def _joined(first: pl.Series, more: pl.Series) -> pl.Series:
    if more.null_count() == more.len():
        return first
    whole = pl.when(more.is_not_null()).then(pl.concat_str([first, more], separator="\n"))
    return pl.select(whole.otherwise(first)).to_series()


def _with_empty_bodies(name: pl.Series, text: pl.Series, first: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Lines that end with the colon behind a name are messages without a text."""
    places = text.is_null().arg_true()
    bare = first.gather(places).str.extract_groups(EMPTY_BODY).struct.unnest()
    known = _names(bare["name"].drop_nulls().unique())
    found = bare["name"].replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    return name.scatter(places, found), text.scatter(places, bare["text"])


def _names(written: pl.Series) -> dict[str, str | None]:
    """Name as written -> without invisible signs around it; None for the beginning of what the program says."""
    return {one: None if _is_programs(one) else one.strip(INVISIBLE + " \u00a0\u202f") or None for one in written}


def _is_programs(name: str) -> bool:
    """A subject in quotes may hold a colon: Tom changed the subject to “Orders: May”."""
    if len(name) > MOST_NAME or name.count('"') % 2 or speaks_for_the_program(name):
        return True
    return any(name.count(opening) != name.count(closing) for opening, closing in QUOTES)
