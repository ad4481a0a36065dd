"""Which of a file's orders the desk knows already, and which differ."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from tradewind.desk import bulk
from tradewind.desk.jobs.aliases import to_kept
from tradewind.desk.jobs.completing import completed
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.models import Batch, Order

KEPT = ("order_id", "fingerprint", "created_batch_id", "changed_batch_id")
PRINTED = (
    "customer_id",
    "ordered_on",
    "ordered_at",
    "amount",
    "currency",
    "requested_on",
    "promised_on",
    "shipped_on",
    "rep",
)
PRINTED_OF_LINES = ("product", "product_line", "quantity", "unit", "amount")


@dataclass(frozen=True)
class Compared:
    """A file's facts held against the desk's, and completed by what the desk knows where the file says nothing.

    orders   with fingerprint, `status` (created, updated, unchanged) and `written` (by this batch, earlier), at the
             buyers who were kept where the file names one who was merged away
    lines    schema ORDER_LINES
    """

    orders: pl.DataFrame
    lines: pl.DataFrame

    def rows(self) -> dict[str, int]:
        """Source rows per status."""
        return self._per_status(pl.col("source_rows").sum())

    def count(self) -> dict[str, int]:
        """Orders per status."""
        return self._per_status(pl.len())

    def keeping(self, order_ids: list[str]) -> Compared:
        """The same with these orders left as the desk has them."""
        kept = pl.when(pl.col("order_id").is_in(order_ids)).then(pl.lit("unchanged")).otherwise("status")
        return Compared(self.orders.with_columns(status=kept), self.lines)

    def _per_status(self, what: pl.Expr) -> dict[str, int]:
        found = dict(self.orders.group_by("status").agg(what).iter_rows())
        return {status: int(found.get(status, 0)) for status in ("created", "updated", "unchanged")}


def compare(orders: pl.DataFrame, lines: pl.DataFrame, batch_id: int) -> Compared:
    """Hold the file's orders against the desk's.

    An order that this batch wrote already, before it was interrupted, keeps the status that it had then.
    """
    known = _known(orders["order_id"].to_list())
    first = _with_status(with_fingerprints(orders, lines), known, batch_id)
    differing = first.filter((pl.col("status") == "updated") & ~pl.col("written"))["order_id"].to_list()
    if not differing:
        return Compared(to_kept(first), lines)
    orders, lines = completed(orders, lines, differing)
    return Compared(to_kept(_with_status(with_fingerprints(orders, lines), known, batch_id)), lines)


def note_compared(batch: Batch, compared: Compared, **others: object) -> None:
    """Keep the counts on the batch (not yet saved): source rows per status, and per table what it got; `others` are
    facts beside the orders'."""
    rows = compared.rows()
    batch.created, batch.updated, batch.unchanged = rows["created"], rows["updated"], rows["unchanged"]
    batch.facts = {"orders": compared.count(), **others}


def _known(order_ids: list[str]) -> pl.DataFrame:
    schema = {"order_id": pl.String, "known": pl.String, "made_by": pl.Int64, "changed_by": pl.Int64}
    return pl.DataFrame(list(bulk.select(Order, KEPT, "order_id", order_ids)), schema=schema, orient="row")


def _with_status(printed: pl.DataFrame, known: pl.DataFrame, batch_id: int) -> pl.DataFrame:
    mine = pl.col("changed_by").eq_missing(batch_id)
    status = (
        pl.when(pl.col("known").is_null() | (mine & pl.col("made_by").eq_missing(batch_id)))
        .then(pl.lit("created"))
        .when(mine | (pl.col("known") != pl.col("fingerprint")))
        .then(pl.lit("updated"))
        .otherwise(pl.lit("unchanged"))
    )
    joined = printed.join(known, on="order_id", how="left", maintain_order="left")
    return joined.with_columns(status=status, written=mine).drop("known", "made_by", "changed_by")


def with_fingerprints(orders: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The orders with `fingerprint`, 32 characters that change when the order or one of its lines does."""
    of_lines = (
        lines.sort("order_id", "line_no")
        .select("order_id", printed_lines=_print(PRINTED_OF_LINES))
        .group_by("order_id", maintain_order=True)
        .agg(pl.col("printed_lines").str.join("\x1e"))
    )
    joined = orders.join(of_lines, on="order_id", how="left", maintain_order="left")
    texts = joined.select(pl.concat_str(_print(PRINTED), pl.col("printed_lines").fill_null(""), separator="\x1d"))
    prints = [blake2b(text.encode(), digest_size=16).hexdigest() for text in texts.to_series()]
    return orders.with_columns(fingerprint=pl.Series(prints, dtype=pl.String))


def _print(columns: tuple[str, ...]) -> pl.Expr:
    parts = (ten_thousandths(name) if name == "amount" else pl.col(name) for name in columns)
    return pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1f")
