"""The rows that cannot be read come back as a file, and come in once they are corrected."""

from __future__ import annotations

import pytest

from tests.desk.files import HEADING, written
from tradewind.desk import imports
from tradewind.desk.models import Order, Person
from tradewind.errors import NoWrongRows

pytestmark = pytest.mark.django_db(transaction=True)

FILE = f"""{HEADING}
A1,acme,25/01/2026,Lamp,10,2.50,USD
A1,acme,25/01/2026,=cmd(),many,2.50,USD
A2,acme,26/01/2026,Lamp,4,2.50,USD
"""


def test_a_wrong_line_takes_its_whole_order_out_and_both_rows_come_back_as_a_file(dora: Person) -> None:
    batch = written(dora, FILE, skip_bad_rows=True)
    assert (batch.read, batch.created, batch.failed) == (3, 1, 2)
    assert set(batch.reasons) == {"bad_quantity", "order_has_wrong_row"}
    text = imports.wrong_rows(batch).read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 3
    assert "'=cmd()" in text


def test_the_corrected_file_brings_the_whole_order_in(dora: Person) -> None:
    batch = written(dora, FILE, skip_bad_rows=True)
    text = imports.wrong_rows(batch).read_text(encoding="utf-8-sig").replace("many", "2")
    again = written(dora, text)
    assert (again.read, again.created, again.failed) == (2, 2, 0)
    assert Order.objects.get(order_id="A1").amount == 300_000
    assert set(Order.objects.get(order_id="A1").lines.values_list("product", flat=True)) == {"Lamp", "=cmd()"}


def test_an_import_without_wrong_rows_has_no_such_file(dora: Person) -> None:
    with pytest.raises(NoWrongRows):
        imports.wrong_rows(written(dora, f"{HEADING}\nA1,acme,2026-01-05,Lamp,1,1,USD\n"))
