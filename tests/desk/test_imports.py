"""An import writes what the file says, once, and can be taken back entirely."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as in_force
from pytest_django import Settings

from tests.desk.facts import all_facts
from tests.desk.files import HEADING, ORDERS, stored_below, taken_back, written
from tradewind.desk import imports
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import AuditEntry, Batch, Customer, DeskState, Order, OrderLine, Person
from tradewind.errors import AlreadyDone, AmbiguousDates, BadRows, FileTooLarge, NoOrderFile, PartOrders

pytestmark = pytest.mark.django_db(transaction=True)


def test_lines_are_summed_to_orders_and_cancellations_stay_negative(dora: Person) -> None:
    batch = written(dora, ORDERS)
    amounts = dict(Order.objects.values_list("order_id", "amount"))
    assert amounts == {"A1": 650_000, "A2": 100_000, "B1": 2_000_000, "C-B1": -1_000_000}
    assert OrderLine.objects.filter(order__order_id="A1").count() == 2
    assert batch.facts["orders"] == {"created": 4, "updated": 0, "unchanged": 0}


def test_every_source_row_is_accounted_for(dora: Person) -> None:
    batch = written(dora, ORDERS)
    assert (batch.read, batch.created, batch.skipped) == (6, 5, 1)
    assert batch.read == batch.created + batch.updated + batch.unchanged + batch.skipped + batch.failed
    assert batch.reasons == {"no_customer": 1}
    assert batch.problems[0]["row"] == 7


def test_the_same_file_twice_changes_nothing(dora: Person) -> None:
    written(dora, ORDERS)
    before, version = all_facts(), DeskState.now().facts_version
    again = written(dora, ORDERS)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    assert all_facts() == before
    assert DeskState.now().facts_version == version


def test_a_changed_order_is_updated_and_undo_brings_the_old_one_back(dora: Person) -> None:
    written(dora, ORDERS)
    before = all_facts()
    second = written(dora, f"{HEADING}\nA2,acme,2026-02-04,Lamp,5,2.50,USD\nD1,dane,2026-03-01,Sofa,1,900,USD\n")
    assert (second.created, second.updated) == (1, 1)
    assert Order.objects.get(order_id="A2").amount == 125_000
    undone = taken_back(second, dora)
    assert undone.undo == {"deleted": {"orders": 1, "customers": 1}, "restored": {"orders": 1}, "kept": {}}
    assert all_facts() == before


def test_undo_leaves_nothing_of_a_first_import(dora: Person) -> None:
    empty = all_facts()
    batch = written(dora, ORDERS)
    assert all_facts() != empty
    undone = taken_back(batch, dora)
    assert undone.state == Batch.State.UNDONE
    assert all_facts() == empty
    assert DeskState.now().base_currency == ""


def test_undo_keeps_what_a_later_import_changed_and_says_so(dora: Person) -> None:
    first = written(dora, ORDERS)
    later = written(dora, f"{HEADING}\nA2,acme,2026-02-04,Lamp,5,2.50,USD\n")
    undone = taken_back(first, dora)
    assert undone.undo and undone.undo["kept"] == {"orders": 1, "customers": 1}
    assert Order.objects.get().amount == 125_000
    taken_back(later, dora)
    assert not Order.objects.exists()
    assert not Customer.objects.exists()


def test_what_was_taken_back_can_be_imported_again(dora: Person) -> None:
    first = written(dora, ORDERS)
    before = all_facts()
    taken_back(first, dora)
    again = written(dora, ORDERS)
    assert again.created == 5
    assert all_facts() == before


def test_an_import_cannot_be_taken_back_twice(dora: Person) -> None:
    batch = taken_back(written(dora, ORDERS), dora)
    with pytest.raises(AlreadyDone):
        imports.undo(batch, dora)


def test_a_bad_row_stops_the_import_before_anything_is_written(dora: Person) -> None:
    with pytest.raises(BadRows, match=r"31/02/2026"):
        written(dora, f"{HEADING}\nA1,acme,25/01/2026,Lamp,1,1,USD\nA2,acme,31/02/2026,Lamp,1,1,USD\n")
    assert not Order.objects.exists()
    assert not Customer.objects.exists()
    assert Batch.objects.get().state == Batch.State.FAILED


def test_a_bad_row_can_be_left_out(dora: Person) -> None:
    text = f"{HEADING}\nA1,acme,25/01/2026,Lamp,1,1,USD\nA2,acme,31/02/2026,Lamp,1,1,USD\n"
    batch = written(dora, text, skip_bad_rows=True)
    assert (batch.read, batch.created, batch.failed) == (2, 1, 1)


def test_ambiguous_dates_are_never_guessed(dora: Person) -> None:
    text = f"{HEADING}\nA1,acme,03/04/2026,Lamp,1,1,USD\n"
    with pytest.raises(AmbiguousDates):
        written(dora, text)
    written(dora, text, dates="mdy")
    assert str(Order.objects.get().ordered_on) == "2026-03-04"


def test_a_file_that_is_no_order_file_is_refused(dora: Person) -> None:
    with pytest.raises(NoOrderFile):
        written(dora, "Fruit,Colour\napple,red\n")


def test_a_file_over_the_bound_leaves_nothing_behind(dora: Person, settings: Settings) -> None:
    settings.TRADEWIND_MAX_UPLOAD_MB = 0
    before = stored_below(Path(settings.TRADEWIND_HOME))
    with pytest.raises(FileTooLarge):
        written(dora, ORDERS)
    assert stored_below(Path(settings.TRADEWIND_HOME)) == before
    assert not Batch.objects.exists()


def test_buyers_become_mine_or_nobodys_as_the_import_says(alice: Person, dora: Person) -> None:
    written(alice, f"{HEADING}\nA1,acme,2026-01-05,Lamp,1,1,USD\n")
    written(dora, f"{HEADING}\nB1,borg,2026-01-05,Lamp,1,1,USD\n", owner="unassigned")
    owners = {customer.name: customer.owner for customer in Customer.objects.select_related("owner")}
    assert owners == {"acme": alice, "borg": None}


def test_buyers_go_to_the_rep_that_a_column_names(alice: Person, dora: Person) -> None:
    text = "订单号,客户,下单日期,金额,业务员\nA1,阿克米,2026-01-05,10,Alice\nB1,博格,2026-01-06,10,无此人\n"
    written(dora, text, owner="column")
    owners = {customer.name: customer.owner for customer in Customer.objects.select_related("owner")}
    assert owners == {"阿克米": alice, "博格": None}


def test_a_list_of_customers_fills_in_what_orders_left_open_and_undo_empties_it_again(dora: Person) -> None:
    written(dora, ORDERS)
    before = all_facts()
    batch = written(dora, "Customer ID,Customer Name,Country,Tier\nacme,Acme Ltd,Brazil,A\nnew,New Co,Japan,B\n")
    acme = Customer.objects.get(customer_id="acme")
    assert (acme.name, acme.country, acme.tier) == ("Acme Ltd", "BR", "A")
    assert (batch.kind, batch.created, batch.updated) == ("customers", 1, 1)
    taken_back(batch, dora)
    assert all_facts() == before


def test_a_row_of_contacts_that_names_a_buyer_and_nobody_there_is_counted_too(dora: Person) -> None:
    text = "Customer ID,Customer,Contact,Phone\nacme,Acme,Tomas,+34 600 111 222\ntom,Tom Ltd,,\n"
    batch = written(dora, text, kind="contacts")
    assert (batch.state, batch.read, batch.created) == ("done", 2, 2)
    assert written(dora, text, kind="contacts").unchanged == 2


def test_a_list_of_contacts_comes_in_once(dora: Person) -> None:
    text = "Customer,Contact Name,Email,Phone\nAcme,Ana,ana@acme.example,+55 11 5555 0000\nAcme,Rui,rui@acme.example,\n"
    first = written(dora, text)
    assert (first.kind, first.created) == ("contacts", 2)
    again = written(dora, text)
    assert (again.created, again.unchanged) == (0, 2)
    taken_back(first, dora)
    assert not Customer.objects.exists()


def test_the_first_file_settles_the_base_currency(dora: Person) -> None:
    written(dora, f"{HEADING}\nA1,acme,2010-12-01,Lamp,1,10,GBP\nA2,acme,2010-12-02,Lamp,1,10,GBP\n")
    written(dora, f"{HEADING}\nA3,acme,2010-12-03,Lamp,1,10,USD\n")
    assert DeskState.now().base_currency == "GBP"
    base = Decimal(Order.objects.get(order_id="A3").amount_base or 0) / 10_000
    assert Decimal("6") < base < Decimal("7")


def test_markup_and_formulas_in_names_are_kept_as_text(dora: Person) -> None:
    name = "<script>alert(1)</script>"
    written(dora, f"{HEADING}\nA1,{name},2026-01-05,=1+1,1,1,USD\n")
    assert Customer.objects.get().name == name
    assert OrderLine.objects.get().product == "=1+1"


def test_every_step_of_an_import_is_in_the_audit(dora: Person) -> None:
    taken_back(written(dora, ORDERS), dora)
    said = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert said == ["file_taken_in", "import_started", "import_done", "import_undone", "import_taken_back"]


def test_the_data_folder_is_private(dora: Person) -> None:
    written(dora, ORDERS)
    uploads = Path(in_force.TRADEWIND_HOME) / "uploads"
    assert uploads.stat().st_mode & 0o077 == 0


PART = f"{HEADING}\nA1,acme,2026-01-05,Lamp,10,2.50,USD\n"


def test_a_file_with_some_of_an_orders_lines_never_lowers_it_without_asking(dora: Person) -> None:
    written(dora, ORDERS)
    before = all_facts()
    with pytest.raises(PartOrders, match="A1"):
        written(dora, PART)
    assert all_facts() == before
    kept = written(dora, PART, part_orders="keep")
    assert (kept.updated, kept.unchanged) == (0, 1)
    assert all_facts() == before
    replaced = written(dora, PART, part_orders="replace")
    assert replaced.updated == 1
    assert Order.objects.get(order_id="A1").amount == 250_000


def test_an_order_whose_lines_changed_is_no_part_order(dora: Person) -> None:
    written(dora, ORDERS)
    assert written(dora, f"{HEADING}\nA1,acme,2026-01-05,Lamp,11,2.50,USD\n").updated == 1


def test_what_a_person_said_about_a_shape_holds_for_the_next_file_of_it(dora: Person) -> None:
    text = "Nr,Wer,Wann,Wieviel\n{n},acme,03/04/2026,5\n"
    headings = {"Nr": "order_id", "Wer": "customer", "Wann": "ordered_on", "Wieviel": "amount"}
    written(dora, text.format(n="X1"), headings=headings, dates="dmy")
    written(dora, text.format(n="X2"))
    assert set(Order.objects.values_list("order_id", "ordered_on")) == {
        ("X1", date(2026, 4, 3)),
        ("X2", date(2026, 4, 3)),
    }


def test_a_file_of_another_shape_is_read_by_its_own_evidence(dora: Person) -> None:
    written(dora, f"{HEADING}\nA1,acme,03/04/2026,Lamp,1,1,USD\n", dates="dmy")
    with pytest.raises(AmbiguousDates):
        written(dora, "Order ID,Customer ID,Order Date,Amount\nA1,acme,03/04/2026,5\n")


def test_nothing_is_left_in_the_staging_folder(dora: Person) -> None:
    batch = written(dora, ORDERS)
    assert not imports.reading_folder(batch).exists()


def test_an_export_of_sums_changes_nothing_that_the_desk_knows_line_by_line(dora: Person) -> None:
    written(dora, ORDERS)
    before = all_facts()
    sums = "Order ID,Customer ID,Order Date,Amount\nA1,acme,2026-01-05,65\nA2,acme,2026-02-04,10\n"
    batch = written(dora, sums)
    assert (batch.updated, batch.unchanged) == (0, 2)
    assert all_facts() == before


def test_a_sum_that_differs_changes_the_order(dora: Person) -> None:
    written(dora, ORDERS)
    batch = written(dora, "Order ID,Customer ID,Order Date,Amount\nA1,acme,2026-01-05,66\n")
    assert batch.updated == 1
    assert Order.objects.get(order_id="A1").amount == 660_000


def test_columns_that_a_file_lacks_keep_what_the_desk_knows(dora: Person) -> None:
    full = "Order ID,Customer ID,Order Date,Amount,Shipped Date,Sales Rep\n"
    written(dora, full + "A1,acme,2026-01-05 08:30,65,2026-02-01,Ann\n")
    batch = written(dora, "Order ID,Customer ID,Order Date,Amount\nA1,acme,2026-01-05,70\n")
    order = Order.objects.get()
    assert batch.updated == 1
    assert (order.amount, str(order.shipped_on), order.rep) == (700_000, "2026-02-01", "Ann")
    assert order.ordered_at and order.ordered_at.hour == 8


def test_an_order_that_moved_to_another_buyer_goes_all_the_way_back(dora: Person) -> None:
    first = written(dora, f"{HEADING}\nA1,acme,2026-01-05,Lamp,1,5,USD\n")
    second = written(dora, f"{HEADING}\nA1,borg,2026-01-05,Lamp,1,5,USD\n")
    third = written(dora, f"{HEADING}\nA1,cora,2026-01-05,Lamp,1,5,USD\n")
    taken_back(first, dora)
    assert Order.objects.get().customer_id == "cora"
    taken_back(second, dora)
    assert Order.objects.get().customer_id == "cora"
    taken_back(third, dora)
    assert not Order.objects.exists()
    assert not Customer.objects.exists()


def test_what_was_remembered_is_told_and_can_be_set_aside(dora: Person) -> None:
    text = "Order ID,Customer ID,Order Date,Amount\n{n},acme,03/04/2026,5\n"
    written(dora, text.format(n="X1"), dates="dmy")
    batch = imports.take_in(dora, BytesIO(text.format(n="X2").encode()), "again.csv", {})
    perform_for(imports.inspect(batch, dora))
    batch.refresh_from_db()
    assert batch.reading["is_recalled"] is True
    perform_for(imports.inspect(batch, dora, afresh=True))
    batch.refresh_from_db()
    assert batch.error and batch.error["code"] == "AmbiguousDates"
    perform_for(imports.inspect(batch, dora, dates="mdy"))
    perform_for(imports.confirm(batch, dora))
    assert str(Order.objects.get(order_id="X2").ordered_on) == "2026-03-04"
    later = written(dora, text.format(n="X3"))
    assert later.reading["is_recalled"] is True
    assert str(Order.objects.get(order_id="X3").ordered_on) == "2026-03-04"
