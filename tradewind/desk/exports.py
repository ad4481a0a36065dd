"""Lists that leave the desk as a file: what the person may see, streamed, with no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain
from tempfile import TemporaryFile

from django.db.models import QuerySet
from django.utils.translation import gettext

from tradewind.desk import customers as lists
from tradewind.desk.audit import note_change
from tradewind.desk.models import BuyerRisk, Customer, FindingRun, FollowUp, Person

AT_ONCE, BLOCK = 1_000, 64 * 1024
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | int | None
Rows = Iterator[tuple[Cell, ...]]


def harmless(cell: Cell) -> Cell:
    """The cell; text that a spreadsheet would take for a formula gets an apostrophe before it, numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


def customers(person: Person, run: FindingRun | None, view: str = "all", words: str = "") -> Rows:
    """A heading and a row per buyer of the view that `person` may see, by name. The audit log keeps who took it."""
    found = lists.in_view(person, run, view, words)
    note_change(person, "customers_exported", f"person:{person.pk}", view=view, words=words[:200])
    headings = (
        gettext("Customer number"), gettext("Customer"), gettext("Country"), gettext("Tier"), gettext("Owner"),
        gettext("Last order"), gettext("Silent days"), gettext("Reorder cycle, days"), gettext("Chance of no order"),
        gettext("Money at risk"), gettext("Next step"), gettext("Due"), gettext("Who does it"),
    )  # fmt: skip
    return chain([headings], _rows(found, run))


def csv_lines(rows: Iterable[tuple[Cell, ...]]) -> Iterator[bytes]:
    """The rows as CSV in UTF-8 with its mark."""
    yield "\ufeff".encode()
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue().encode()


def xlsx_parts(rows: Iterable[tuple[Cell, ...]]) -> Iterator[bytes]:
    """The rows as a workbook, written to disk row by row and read back in blocks."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(
            [ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in map(harmless, row)]
        )
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _rows(found: QuerySet[Customer], run: FindingRun | None) -> Rows:
    last: tuple[str, int] | None = None
    ordered = found.select_related("owner").order_by("name", "pk")
    while True:
        rows = ordered.filter(lists.after_key(*last)) if last else ordered
        buyers = list(rows[:AT_ONCE])
        numbers = [buyer.pk for buyer in buyers]
        risks = (
            {risk.customer_id: risk for risk in BuyerRisk.objects.filter(run=run, customer__in=numbers)} if run else {}
        )
        steps = FollowUp.objects.filter(customer__in=numbers, state=FollowUp.State.OPEN).select_related("person")
        by_customer = {step.customer_id: step for step in steps}
        for buyer in buyers:
            yield _row(buyer, risks.get(buyer.pk), by_customer.get(buyer.pk))
        if len(buyers) < AT_ONCE:
            return
        last = (buyers[-1].name, buyers[-1].pk)


def _row(buyer: Customer, risk: BuyerRisk | None, step: FollowUp | None) -> tuple[Cell, ...]:
    risky: tuple[Cell, ...] = (None,) * 5
    if risk:
        cycle = None if risk.cycle_days is None else round(risk.cycle_days, 1)
        risky = (
            risk.last_ordered_on.isoformat(), risk.silent_days, cycle, round(risk.p_no_order, 4),
            round(risk.money_at_risk, 2),
        )  # fmt: skip
    planned: tuple[Cell, ...] = (step.what, step.due_on.isoformat(), str(step.person)) if step else (None,) * 3
    return (
        buyer.customer_id, buyer.name, buyer.country, buyer.tier, str(buyer.owner or ""), *risky, *planned,
    )  # fmt: skip
