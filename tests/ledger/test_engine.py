from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import col

from tests.ledger.order_parts import in_files, made_up_orders
from tradewind.ledger.engine import OneProcess
from tradewind.ledger.order_folder import order_folder


def test_each_part_has_all_orders_of_its_customers(tmp_path: Path) -> None:
    orders = made_up_orders(60)
    folder = order_folder(in_files(tmp_path / "orders", orders))
    with OneProcess(folder, orders_a_part=200) as engine:
        parts = list(engine.each_part(lambda part: part))
        again = list(engine.each_part(lambda part: part.select(rows=pl.len())))
    assert len(parts) > 3
    customers = pl.concat([part.select(col.customer_id.unique()) for part in parts])
    assert customers.height == orders["customer_id"].n_unique()
    assert pl.concat(parts).sort(orders.columns).equals(orders.sort(orders.columns))
    assert [one.item() for one in again] == [part.height for part in parts]


def test_few_orders_are_one_part_and_nothing_is_left_on_disk(tmp_path: Path) -> None:
    folder = order_folder(in_files(tmp_path / "orders", made_up_orders(30)))
    with OneProcess(folder) as engine:
        assert len(list(engine.each_part(lambda part: part))) == 1
    split = OneProcess(folder, orders_a_part=50)
    with split:
        places = [part.parent for part in split._parts]
        assert places and all(place.exists() for place in places)
    assert not any(place.exists() for place in places)
