"""Keys that files still use for buyers who were merged into others."""

from __future__ import annotations

import polars as pl

from tradewind.desk.models import CustomerAlias


def aliases() -> dict[str, str]:
    """The key of each buyer who was merged away, with the key of the buyer who was kept."""
    return dict(CustomerAlias.objects.values_list("alias", "customer__customer_id"))


def to_kept(orders: pl.DataFrame) -> pl.DataFrame:
    """The orders at the buyers who were kept; `source_customer` is then the key that the file has, else empty.

    Comes after the fingerprints, so that an order is the same one before and after a merge.
    """
    known = aliases()
    if not known:
        return orders.with_columns(source_customer=pl.lit(""))
    was_merged = pl.col("customer_id").is_in(list(known))
    return orders.with_columns(
        customer_id=pl.col("customer_id").replace(known),
        source_customer=pl.when(was_merged).then(pl.col("customer_id")).otherwise(pl.lit("")),
    )
