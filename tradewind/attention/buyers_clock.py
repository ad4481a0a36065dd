"""Messages on the clocks of those who wrote them, where the desk knows these better than the file that told them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from tradewind.attention.local_time import utc_minutes, zone_offsets


def on_buyers_clocks(mail: pl.DataFrame, zones: Mapping[str, str]) -> pl.DataFrame:
    """The messages with `utc_offset_min` of the buyer's zone.

    mail    as `turns.turns` returns it
    zones   by customer_id
    A sender who is nobody's keeps the clock that its mail names; what an app's export tells is the rep's own phone's.
    """
    utc = utc_minutes(mail["sent_at"])
    own = mail["utc_offset_min"].cast(pl.Float64).to_numpy()
    ahead = np.where((mail["channel"] == "mail").fill_null(False).to_numpy(), own, np.nan)
    zone = mail["customer_id"].replace_strict(dict(zones), default=None, return_dtype=pl.String)
    for name in zone.drop_nulls().unique():
        rows = (zone == name).fill_null(False).to_numpy()
        ahead[rows] = zone_offsets(utc[rows], name)
    known = pl.Series("utc_offset_min", ahead, dtype=pl.Float64, nan_to_null=True)
    return mail.with_columns(known.cast(pl.Int64))
