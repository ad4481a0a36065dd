"""The desk's fact tables and the ledger's contract are one thing said twice; here they are held together."""

import polars as pl
import pytest

from tradewind.ledger.database import QUERIES, fact_table
from tradewind.ledger.schema import TABLES


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.django_db(transaction=True)
def test_the_desk_gives_every_fact_table_as_the_contract_has_it(table: str) -> None:
    from tradewind.desk.mirror import source

    assert fact_table(source(), table).schema == TABLES[table]


def test_every_table_of_the_contract_comes_out_of_the_desk() -> None:
    assert list(QUERIES) == list(TABLES)


def test_times_in_frames_are_naive_utc_microseconds() -> None:
    kinds = [kind for schema in TABLES.values() for name, kind in schema.items() if name.endswith("_at")]
    assert kinds and all(kind == pl.Datetime("us", None) for kind in kinds)
